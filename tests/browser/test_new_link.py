"""Staff make a payment link and send it in one form; the payer's phone gets it."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_staff import sign_in
from tests.builders import DEMO_MERCHANT_ID
from tests.running_demo import Demo, wait_for

ADD = f"/admin/payment_links/paymentlink/add/?merchant={DEMO_MERCHANT_ID}"
# Who works for one merchant alone does not choose it.
FIELDS = "[data-new-link] :is(input, select, textarea):not([name=merchant]):visible"
MOST_FIELDS = 8
ADDRESS = re.compile(r"Its address: (\S+)")


def test_staff_create_and_send_in_one_form(demo: Demo, page: Page) -> None:
    sign_in(page, demo, "staff")
    page.goto(f"{demo.url}{ADD}")
    assert page.locator(FIELDS).count() <= MOST_FIELDS
    for label, text in {
        "First name": "Eva",
        "Last name": "Ek",
        "Mobile phone": "070-174 06 15",
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("What it is for").fill("Hawaii Pizza")
    page.get_by_label("Price incl. VAT, SEK").fill("1 250,50")
    page.get_by_text("Quantity, unit and item number").click()
    page.get_by_label("Quantity", exact=True).fill("2")
    page.get_by_label("VAT", exact=True).select_option("12")
    expect(page.locator("#totals .pl-total")).to_have_text(re.compile(r"2\s501,00\skr"))

    page.get_by_role("button", name="Save and send").click()

    told = page.get_by_text("Queued to be sent to +46701740615.")
    address = ADDRESS.findall(told.inner_text())[0]

    def received() -> list[dict[str, Any]]:
        return [row for row in demo.ledger("sms") if address in row["message"]]

    assert len(wait_for(received)) == 1
