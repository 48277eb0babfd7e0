"""What the payer's pages show in each state, on a computer and on a phone."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.checkout import (
    GOOD_CARD,
    expect_state,
    pay_button,
    pay_with_card,
    press_pay,
)
from tests.browser.watching import Watch
from tests.running_demo import Demo


def cancelled_link(demo: Demo) -> dict[str, Any]:
    """A link that the tenant has withdrawn."""
    link = demo.create_link()
    assert demo.tenant.put(f"/payment_links/{link['id']}/cancel").status_code == 204
    return link


def expired_link(demo: Demo) -> dict[str, Any]:
    """One of the demo's own links whose time is over."""
    expired = demo.tenant.get("/payment_links", params={"status": "EXPIRED", "limit": 1}).json()
    found: dict[str, Any] = expired[0]
    return found


def test_cancelled_link_says_so_and_takes_no_payment(demo: Demo, page: Page) -> None:
    page.goto(cancelled_link(demo)["checkout_url"])

    expect(page.get_by_role("status")).to_contain_text("Betallänken har återkallats")
    expect(pay_button(page)).to_have_count(0)


def test_invoice_of_a_cancelled_link_asks_for_no_transfer(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    demo.tenant.put(f"/payment_links/{link['id']}/invoice", json={"reference_type": "OCR"})
    page.goto(link["checkout_url"])
    expect(page.get_by_text("Bankgiro")).to_be_visible()

    demo.tenant.put(f"/payment_links/{link['id']}/cancel")
    page.reload()

    expect(page.get_by_role("link", name="Öppna fakturan (PDF)")).to_be_visible()
    expect(page.get_by_text("Bankgiro")).to_have_count(0)


def test_expired_link_says_whom_to_contact(demo: Demo, page: Page) -> None:
    page.goto(expired_link(demo)["checkout_url"])

    expect(page.get_by_role("status")).to_contain_text("Betallänken har gått ut")
    expect(page.get_by_role("heading", name="Frågor? Kontakta säljaren")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)


def test_unknown_link_says_what_to_do(demo: Demo, page: Page, watch: Watch) -> None:
    watch.expect("status of 404")

    page.goto(f"{demo.url}/pay/nobody-knows-this-token")

    expect(page.get_by_role("heading")).to_have_text("This payment link does not exist")


def test_receipt_opens_as_a_pdf(demo: Demo, page: Page) -> None:
    page.goto(demo.create_link()["checkout_url"])
    press_pay(page, "Kort")
    pay_with_card(page, GOOD_CARD)
    receipt = page.get_by_role("link", name="Öppna kvittot (PDF)")

    answer = page.request.get(f"{demo.url}{receipt.get_attribute('href')}")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")


def test_invoice_can_be_opened_before_it_is_paid(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    demo.tenant.put(f"/payment_links/{link['id']}/invoice", json={"reference_type": "OCR"})
    page.goto(link["checkout_url"])
    expect(page.get_by_text(demo.link(link["id"])["ocr"])).to_be_visible()
    invoice = page.get_by_role("link", name="Öppna fakturan (PDF)")

    answer = page.request.get(f"{demo.url}{invoice.get_attribute('href')}")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def test_link_in_english_is_read_in_english(demo: Demo, page: Page) -> None:
    page.goto(demo.create_link(locale="en-US")["checkout_url"])

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("group", name="How do you want to pay?")).to_be_visible()


def test_phone_offers_the_app_and_the_computer_the_code(
    demo: Demo, page: Page, phone_page: Page
) -> None:
    for tab in (page, phone_page):
        tab.goto(demo.create_link()["checkout_url"])
        press_pay(tab, "Swish")
        expect_state(tab, "waiting")

    app = "Öppna Swish på den här telefonen"
    expect(phone_page.get_by_role("link", name=app)).to_be_visible()
    expect(page.get_by_role("link", name=app)).to_be_hidden()
