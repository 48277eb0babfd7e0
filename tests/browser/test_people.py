"""People in the back office: the second step of signing in, and a secret that is rotated."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from payment_links.demo.accounts import LIVE_API_SECRET
from tests.browser.checkout import overflow
from tests.browser.test_staff import PASSWORD, sign_in
from tests.builders import LIVE_TENANT_ID
from tests.running_demo import Demo, wait_for
from tests.second_step import code_of

SECRETS = "/admin/payment_links/apisecret/"
PEOPLE = "/admin/payment_links/invitation/people/"


def link_in_mail(demo: Demo, email: str) -> str | None:
    """The invitation's link, once its e-mail has come."""
    texts = [row["text_body"] for row in demo.ledger("mail") if row["to"] == email]
    found = re.search(r"http\S+/admin/invitation/\S+", texts[0]) if texts else None
    return found[0] if found else None


def confirm(page: Page) -> None:
    """Give the password again on the page that asks for it."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_support_adds_an_app_and_signs_in_with_its_code(
    demo: Demo, page: Page, phone_page: Page
) -> None:
    sign_in(page, demo, "support")
    page.goto(f"{demo.url}/admin/account/two-step/")
    page.get_by_role("link", name="Add an app").click()
    confirm(page)
    key = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Code from the app").fill(code_of(key))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(
        10
    )

    phone_page.goto(f"{demo.url}/admin/")
    phone_page.get_by_label("Username or e-mail").fill("support@example.com")
    phone_page.get_by_label("Password").fill(PASSWORD)
    phone_page.get_by_role("button", name="Sign in", exact=True).click()
    phone_page.get_by_label("Code from your app").fill(code_of(key, steps_later=1))
    phone_page.get_by_role("button", name="Sign in", exact=True).click()

    expect(phone_page).to_have_url(f"{demo.url}/admin/")
    assert overflow(phone_page) == 0


def test_owner_rotates_a_secret_and_both_open_the_api(demo: Demo, page: Page) -> None:
    sign_in(page, demo, "outsider")
    page.goto(f"{demo.url}{SECRETS}")
    page.get_by_role("link", name="Rotate").first.click()
    confirm(page)
    page.get_by_label("In 7 days").check()
    page.get_by_role("button", name="Rotate").click()

    secret = page.locator(".pl-secret-new code").inner_text()

    expect(page.get_by_text("The old one counts beside it until")).to_be_visible()
    for used in (secret, LIVE_API_SECRET):
        headers = {"tenant_id": str(LIVE_TENANT_ID), "x-api-secret": used}
        assert demo.tenant.get("/payment_links", headers=headers).status_code == 200
    page.reload()
    expect(page.get_by_text(secret)).to_have_count(0)


def test_the_link_of_an_invitation_makes_an_account(
    demo: Demo, page: Page, phone_page: Page
) -> None:
    email = f"ny.{uuid4().hex[:8]}@example.com"
    sign_in(page, demo, "owner")
    page.goto(f"{demo.url}{PEOPLE}")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("Pizzeria Nygatan AB").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"The invitation to {email} is on its way.")).to_be_visible()

    phone_page.goto(wait_for(lambda: link_in_mail(demo, email)))
    phone_page.get_by_label("First name").fill("Nina")
    phone_page.get_by_label("Last name").fill("Ny")
    for name in ("Password", "Password again"):
        phone_page.get_by_label(name, exact=True).fill("Sju sjösjuka sjömän")
    phone_page.get_by_role("button", name="Make my account").click()

    expect(phone_page).to_have_url(f"{demo.url}/admin/")
