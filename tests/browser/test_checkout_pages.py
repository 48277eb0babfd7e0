"""What the payer's pages show in each state, on a computer and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checkout import (
    DECLINED_CARD,
    GOOD_CARD,
    expect_receipt,
    expect_state,
    overflow,
    pay_button,
    pay_with_card,
    press_pay,
)
from tests.browser.watching import Watch
from tests.running_demo import Demo

LONG_NAME = "Donaudampfschifffahrtsgesellschaftskapitänsmützenständerhalterung"


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


def test_phone_never_scrolls_sideways_on_the_way_to_the_receipt(
    demo: Demo, phone_page: Page
) -> None:
    item = {"description": LONG_NAME, "price": 7000, "quantity": 2, "vat": 12}
    phone_page.goto(demo.create_link(items=[item])["checkout_url"])
    too_wide = {"open": overflow(phone_page)}
    press_pay(phone_page, "Swish")
    expect_state(phone_page, "waiting")
    too_wide["waiting"] = overflow(phone_page)

    phone_page.get_by_text("Börja om eller betala på ett annat sätt").click()
    too_wide["another way"] = overflow(phone_page)
    press_pay(phone_page, "Kort")
    too_wide["provider"] = overflow(phone_page)
    pay_with_card(phone_page, DECLINED_CARD)
    expect_state(phone_page, "failed")
    too_wide["failed"] = overflow(phone_page)
    press_pay(phone_page, "Kort")
    pay_with_card(phone_page, GOOD_CARD)
    expect_receipt(phone_page)
    too_wide["paid"] = overflow(phone_page)

    assert set(too_wide.values()) == {0}, too_wide


@pytest.mark.parametrize("find_link", [cancelled_link, expired_link])
def test_phone_never_scrolls_sideways_when_a_link_is_over(
    find_link: Any, demo: Demo, phone_page: Page
) -> None:
    phone_page.goto(find_link(demo)["checkout_url"])

    expect(phone_page.get_by_role("status")).to_be_visible()
    assert overflow(phone_page) == 0


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
