"""What JavaScript adds to the payer's pages, and what the first load of them weighs."""

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.checkout import (
    approve_outside,
    expect_receipt,
    expect_state,
    pay_button,
    press_pay,
)
from tests.running_demo import Demo

pytestmark = pytest.mark.any_database

MOST_BYTES = 100_000
MOST_REQUESTS = 12


def test_first_load_is_light_and_asks_nobody_else(demo: Demo, page: Page) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(demo.create_link()["checkout_url"], wait_until="networkidle")

    loaded = {answer.url: len(answer.body()) for answer in answers if answer.url[:5] != "data:"}
    assert sum(loaded.values()) < MOST_BYTES, loaded
    assert len(loaded) <= MOST_REQUESTS, loaded
    assert [url for url in loaded if not url.startswith(demo.url)] == []
    assert page.evaluate("document.fonts.check('600 16px Inter')")


def test_button_names_the_chosen_way(demo: Demo, page: Page) -> None:
    page.goto(demo.create_link()["checkout_url"])
    expect(pay_button(page)).to_have_text("Betala 140,00\u00a0kr med Swish")

    page.get_by_role("radio", name="Kort").check()

    expect(pay_button(page)).to_have_text("Betala 140,00\u00a0kr med kort")


def test_checking_by_hand_is_answered_on_the_page(demo: Demo, page: Page) -> None:
    page.goto(demo.create_link()["checkout_url"])
    press_pay(page, "Swish")
    expect_state(page, "waiting")

    page.get_by_role("link", name="Jag har betalat: kontrollera nu").click()

    expect(page.get_by_text("Ingen betalning har kommit in än.")).to_be_visible()


def test_waiting_ends_after_five_minutes_with_a_promise(demo: Demo, page: Page) -> None:
    page.clock.install()
    page.goto(demo.create_link()["checkout_url"])
    press_pay(page, "Swish")
    expect_state(page, "waiting")

    page.clock.fast_forward("05:01")

    promise = "Du kan stänga sidan. Kvittot kommer när betalningen är klar."
    page.clock.run_for(1000)
    expect(page.get_by_text(promise)).to_be_visible()


def test_waiting_page_leads_on_to_the_page_of_the_shop(demo: Demo, page: Page) -> None:
    thanks = f"{demo.url}/livez"
    link = demo.create_link(checkout_success_url=thanks)
    page.goto(link["checkout_url"])
    press_pay(page, "Swish")
    expect_state(page, "waiting")

    approve_outside(demo, link["id"])

    page.wait_for_url(thanks)


def test_page_out_of_the_browsers_memory_asks_again(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    page.goto(link["checkout_url"])
    other_tab = page.context.new_page()
    other_tab.goto(link["checkout_url"])
    press_pay(other_tab, "Swish")
    approve_outside(demo, link["id"])
    expect_receipt(other_tab)
    expect_state(page, "open")

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    expect_receipt(page)


def test_numbers_of_an_invoice_are_copied_and_said_so(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    demo.tenant.put(f"/payment_links/{link['id']}/invoice", json={"reference_type": "OCR"})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.url)
    page.goto(link["checkout_url"])

    page.get_by_role("button", name="Kopiera OCR-nummer").click()

    ocr = demo.link(link["id"])["ocr"]
    expect(page.get_by_text(f"Kopierat: {ocr}")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == ocr


def test_without_javascript_nothing_offers_to_copy(demo: Demo, plain_page: Page) -> None:
    link = demo.create_link()
    demo.tenant.put(f"/payment_links/{link['id']}/invoice", json={"reference_type": "OCR"})

    plain_page.goto(link["checkout_url"])

    expect(plain_page.get_by_text("Bankgiro")).to_be_visible()
    expect(plain_page.get_by_role("button")).to_have_count(1)
    expect(pay_button(plain_page)).to_have_text("Betala 140,00\u00a0kr")
