"""Staff in the back office: sign in and find a link; the accountant only reads."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Cookie, Page, expect

from tests.running_demo import Demo

LINKS = "/admin/payment_links/paymentlink/"
BOOKS = "/admin/invoicing/bookentry/books/"
PASSWORD = "demo"
ACTIONS = ("Send by SMS", "Send SMS", "Send e-mail", "Extend to this day", "Save note")


def sign_in(page: Page, demo: Demo, name: str, *, first_page: str = "/admin/") -> None:
    """Sign in as owner, staff or accountant; ends on the page where they begin."""
    page.goto(f"{demo.url}/admin/")
    page.get_by_label("Username or e-mail").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{demo.url}{first_page}")


@pytest.fixture(scope="module")
def owner_cookies(browser: Browser, demo: Demo) -> list[Cookie]:
    """The session of an owner who signed in with the form."""
    with browser.new_context() as visit:
        sign_in(visit.new_page(), demo, "owner")
        return visit.cookies()


@pytest.fixture
def owner_page(demo: Demo, context: BrowserContext, owner_cookies: list[Cookie]) -> Page:
    """A tab of a signed-in owner."""
    for cookie in owner_cookies:
        context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": demo.url}])
    return context.new_page()


def open_link(page: Page, demo: Demo, link_id: str) -> None:
    """Open the link's page."""
    page.goto(f"{demo.url}{LINKS}{link_id}/change/")


def test_wrong_password_is_told_and_opens_nothing(demo: Demo, page: Page) -> None:
    page.goto(f"{demo.url}/admin/")
    page.get_by_label("Username or e-mail").fill("owner")
    page.get_by_label("Password").fill("guess")

    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_text("password you specified are not correct")).to_be_visible()
    expect(page.get_by_label("Username or e-mail")).to_be_visible()


def test_accountant_reads_a_link_and_has_nothing_to_press(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    sign_in(page, demo, "accountant", first_page=BOOKS)

    open_link(page, demo, link["id"])

    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    for name in ACTIONS:
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator("summary").filter(has_text="Cancel")).to_have_count(0)
