"""What a payer does on the checkout and on the provider's page, and what the pages answer."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.running_demo import Demo, wait_for

DECLINED_CARD = "4000 0000 0000 0002"
GOOD_CARD = "4242 4242 4242 4242"


def pay_button(page: Page) -> Locator:
    """The one button that starts a payment."""
    return page.get_by_role("button", name=re.compile(r"^Betala 140,00\skr( |$)"))


def press_pay(page: Page, method: str) -> None:
    """Choose a method on the open checkout page and press the pay button."""
    page.get_by_role("radio", name=method).check()
    pay_button(page).click()


def pay_with_card(page: Page, card_number: str) -> None:
    """Fill in the card on the provider's page and pay; the provider leads back to the checkout."""
    page.get_by_label("Card number").fill(card_number)
    page.get_by_role("button", name=re.compile("^Pay")).click()


def expect_state(page: Page, state: str) -> None:
    """Wait for the checkout page to be in a state: open, waiting, failed, paid …"""
    expect(page.locator(f'main[data-state="{state}"]')).to_be_visible()


def expect_receipt(page: Page) -> None:
    """Wait for the page to thank for the payment."""
    expect_state(page, "paid")
    expect(page.get_by_role("status")).to_contain_text("Tack, Bertil. Betalningen är klar.")


def attempts(demo: Demo, order_id: str) -> list[str]:
    """The final statuses of the payments begun outside for the order, oldest first."""
    return list(dict(demo.payments_of(order_id)).values())


def approve_outside(demo: Demo, link_id: str) -> None:
    """The payer approves in an app elsewhere: the link's open payment is completed."""
    payment_id = wait_for(lambda: demo.link(link_id)["payment_id"])
    answer = demo.outside.post(f"/provider/{payment_id}", data={"decision": "approve"})
    assert answer.status_code == 302, answer.text


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    # Waits for the element: a page that is being left has none for a moment.
    width: int = page.locator("html").evaluate("html => html.scrollWidth - window.innerWidth")
    return width
