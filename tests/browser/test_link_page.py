"""Staff on the page of a link: send it again, look at it as the payer, show its code, cancel it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_staff import open_link, owner_cookies, owner_page
from tests.running_demo import Demo, wait_for

__all__ = ["owner_cookies", "owner_page"]

# An SMS to this number never arrives in the sandbox, which reports it as failed.
UNREACHABLE = "+46700000009"
# To this one it arrives when it is sent again.
OUT_OF_REACH = "+46700000007"


def create_link(demo: Demo, phone: str = "070-174 06 15") -> str:
    """A link of Berit, whom its page names; returns its id."""
    customer = {"first_name": "Berit", "last_name": "Ek", "email": "berit@example.com"}
    return str(demo.create_link(customer={**customer, "phone": phone})["id"])


def received(demo: Demo, ledger: str, address: str) -> bool:
    """Whether the link of that address came by "sms" or "mail"."""
    return any(address in str(row) for row in demo.ledger(ledger))


def test_after_a_failed_sms_one_click_sends_by_email(demo: Demo, owner_page: Page) -> None:
    link = create_link(demo, UNREACHABLE)
    open_link(owner_page, demo, link)
    owner_page.get_by_role("button", name="Send by SMS").click()
    wait_for(lambda: demo.link(link)["sms_status"] == "FAILED")

    owner_page.reload()
    expect(
        owner_page.get_by_text(re.compile(r"The SMS failed: .* Send by e-mail\."))
    ).to_be_visible()
    owner_page.get_by_role("button", name="Send by e-mail").click()

    expect(owner_page.get_by_text("Queued to be sent to berit@example.com.")).to_be_visible()
    assert wait_for(lambda: received(demo, "mail", demo.link(link)["checkout_url"]))


def test_send_again_after_a_passing_failure_reaches_the_same_number(
    demo: Demo, owner_page: Page
) -> None:
    link = create_link(demo, OUT_OF_REACH)
    open_link(owner_page, demo, link)
    owner_page.get_by_role("button", name="Send by SMS").click()
    wait_for(lambda: demo.link(link)["sms_status"] == "FAILED")

    owner_page.reload()
    owner_page.get_by_role("button", name=f"Send again to {OUT_OF_REACH}").click()

    expect(owner_page.get_by_text(f"Queued to be sent to {OUT_OF_REACH}.")).to_be_visible()
    assert wait_for(lambda: demo.link(link)["sms_status"] == "DELIVERED")
    address = demo.link(link)["checkout_url"]
    sent = [row for row in demo.ledger("sms") if address in row["message"]]
    assert [(row["to"], row["outcome"]) for row in sent] == [
        (OUT_OF_REACH, "failed"),
        (OUT_OF_REACH, "delivered"),
    ]


def test_a_corrected_number_gets_the_link(demo: Demo, owner_page: Page) -> None:
    link = create_link(demo, UNREACHABLE)
    open_link(owner_page, demo, link)

    owner_page.get_by_label("Mobile number for this sending").fill("070-174 06 99")
    owner_page.get_by_role("button", name="Send SMS").click()

    expect(owner_page.get_by_text("Queued to be sent to +46701740699.")).to_be_visible()
    assert wait_for(lambda: received(demo, "sms", demo.link(link)["checkout_url"]))


def test_opening_counts_for_the_payer_and_not_for_staff(
    demo: Demo, owner_page: Page, plain_page: Page
) -> None:
    link = create_link(demo)
    open_link(owner_page, demo, link)
    with owner_page.context.expect_page() as tab:
        owner_page.get_by_role("link", name="View as payer").click()
    expect(tab.value.get_by_text("Hur vill du betala?")).to_be_visible()
    opened = owner_page.get_by_role("listitem").filter(has_text="Opened by the payer")

    owner_page.reload()
    expect(opened).to_have_count(0)
    # People's browsers name a language; this one, without a window, does not by itself.
    plain_page.set_extra_http_headers({"Accept-Language": "sv"})
    plain_page.goto(demo.link(link)["checkout_url"])

    owner_page.reload()
    expect(opened).to_have_count(1)


def test_cancelling_tells_what_the_payer_sees_and_asks_for_a_reason(
    demo: Demo, owner_page: Page
) -> None:
    link = create_link(demo)
    open_link(owner_page, demo, link)
    owner_page.locator("summary").filter(has_text="Cancel link").click()
    expect(owner_page.get_by_text("The payer can no longer pay")).to_be_visible()
    reason = owner_page.get_by_label("Reason").filter(visible=True)
    cancel = owner_page.get_by_role("button", name="Cancel link", exact=True)

    cancel.click()
    assert demo.link(link)["status"] == "CREATED"
    reason.fill("Ordered twice")
    cancel.click()

    expect(owner_page.get_by_text("The payment link is cancelled.")).to_be_visible()
    expect(owner_page.get_by_role("listitem").filter(has_text="Ordered twice")).to_be_visible()
    assert demo.link(link)["status"] == "CANCELLED"
