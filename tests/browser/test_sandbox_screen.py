"""The sandbox's screen: a person approves a payment there and reads the payer's messages."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checkout import (
    expect_receipt,
    expect_state,
    overflow,
    pay_with_card,
    press_pay,
)
from tests.browser.watching import Watch
from tests.running_demo import Demo, wait_for

pytestmark = pytest.mark.any_database


def test_person_approves_a_payment_on_the_screen(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    page.goto(link["checkout_url"])
    press_pay(page, "Swish")
    expect_state(page, "waiting")
    payment_id = demo.link(link["id"])["payment_id"]
    screen = page.context.new_page()
    screen.goto(demo.sandbox_url)
    card = screen.locator(f'form[action="/provider/{payment_id}"]')

    card.get_by_role("button", name="Approve").click()

    expect(card).to_have_count(0)
    expect_receipt(page)


def test_number_that_is_no_card_is_told_on_the_page(demo: Demo, page: Page, watch: Watch) -> None:
    watch.expect("status of 422")
    page.goto(demo.create_link()["checkout_url"])
    press_pay(page, "Kort")

    pay_with_card(page, "4242 4242")

    expect(page.get_by_role("alert")).to_have_text("This is not a card number.")


def test_sms_shows_when_it_came_above_its_text(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    phone = f"+4670{UUID(link['id']).int % 10_000_000:07}"
    demo.tenant.put(
        f"/payment_links/{link['id']}/distribute",
        json={"methods": ["sms"], "customer_phone": phone},
    )
    wait_for(lambda: any(row["to"] == phone for row in demo.ledger("sms")))

    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(demo.sandbox_url)

    message = page.locator(".sms").filter(has_text=phone)
    time, text = (message.locator(part).bounding_box() for part in ("time", ".bubble"))
    assert time is not None
    assert text is not None
    assert time["y"] + time["height"] <= text["y"]


def test_screen_fits_a_phone(demo: Demo, phone_page: Page) -> None:
    phone_page.goto(demo.sandbox_url)

    expect(phone_page.get_by_role("heading", name="The payer's phone")).to_be_visible()
    assert overflow(phone_page) == 0


def test_page_of_the_provider_fits_a_phone(demo: Demo, phone_page: Page) -> None:
    phone_page.goto(demo.create_link()["checkout_url"])

    press_pay(phone_page, "Kort")

    expect(phone_page.get_by_label("Card number")).to_be_visible()
    assert overflow(phone_page) == 0
