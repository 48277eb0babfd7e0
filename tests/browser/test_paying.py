"""The payer pays: with and without JavaScript, at the second try, in two tabs, by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.browser.checkout import (
    DECLINED_CARD,
    GOOD_CARD,
    approve_outside,
    attempts,
    expect_receipt,
    expect_state,
    pay_button,
    pay_with_card,
    press_pay,
)
from tests.running_demo import Demo


def test_card_is_paid_without_javascript(demo: Demo, plain_page: Page) -> None:
    link = demo.create_link()
    plain_page.goto(link["checkout_url"])

    press_pay(plain_page, "Kort")
    pay_with_card(plain_page, GOOD_CARD)

    expect_receipt(plain_page)
    assert demo.link(link["id"])["status"] == "COMPLETED"


def test_swish_is_paid_without_javascript(demo: Demo, plain_page: Page) -> None:
    link = demo.create_link()
    plain_page.goto(link["checkout_url"])
    press_pay(plain_page, "Swish")
    expect_state(plain_page, "waiting")
    approve_outside(demo, link["id"])

    plain_page.get_by_role("link", name="Jag har betalat: kontrollera nu").click()

    expect_receipt(plain_page)


def test_declined_payer_reads_that_nothing_was_charged_and_pays(demo: Demo, page: Page) -> None:
    order_id = demo.create_order()
    page.goto(demo.create_link(payment_order_id=order_id)["checkout_url"])
    press_pay(page, "Kort")

    pay_with_card(page, DECLINED_CARD)

    notice = page.get_by_role("status")
    expect(notice).to_contain_text("Betalningen nekades")
    expect(notice).to_contain_text("Inget har dragits.")
    expect(page.get_by_text("Betalningen nekades")).to_be_focused()
    press_pay(page, "Kort")
    pay_with_card(page, GOOD_CARD)
    expect_receipt(page)
    assert attempts(demo, order_id) == ["DECLINED", "COMPLETED"]


def test_link_cancelled_while_it_is_open_takes_no_payment(demo: Demo, page: Page) -> None:
    order_id = demo.create_order()
    link = demo.create_link(payment_order_id=order_id)
    page.goto(link["checkout_url"])
    assert demo.tenant.put(f"/payment_links/{link['id']}/cancel").status_code == 204

    press_pay(page, "Kort")

    expect_state(page, "cancelled")
    assert attempts(demo, order_id) == []


def test_waiting_page_turns_into_the_receipt_by_itself(demo: Demo, page: Page) -> None:
    link = demo.create_link()
    page.goto(link["checkout_url"])
    press_pay(page, "Swish")
    code = page.get_by_role("img", name="QR-kod att läsa av med Swish-appen")
    expect(code).to_be_visible()
    assert code.evaluate("image => image.naturalWidth") > 0

    approve_outside(demo, link["id"])

    expect_receipt(page)


def test_waiting_survives_a_reload(demo: Demo, page: Page) -> None:
    order_id = demo.create_order()
    page.goto(demo.create_link(payment_order_id=order_id)["checkout_url"])
    press_pay(page, "Swish")
    expect_state(page, "waiting")

    page.reload()

    expect_state(page, "waiting")
    assert len(attempts(demo, order_id)) == 1


def test_two_tabs_make_one_attempt(demo: Demo, page: Page) -> None:
    order_id = demo.create_order()
    link = demo.create_link(payment_order_id=order_id)
    other_tab = page.context.new_page()
    for tab in (page, other_tab):
        tab.goto(link["checkout_url"])

    for tab in (page, other_tab):
        press_pay(tab, "Swish")
        expect_state(tab, "waiting")

    assert len(attempts(demo, order_id)) == 1


def test_double_click_makes_one_attempt(demo: Demo, page: Page) -> None:
    order_id = demo.create_order()
    page.goto(demo.create_link(payment_order_id=order_id)["checkout_url"])
    page.get_by_role("radio", name="Swish").check()

    pay_button(page).dblclick()

    expect_state(page, "waiting")
    assert len(attempts(demo, order_id)) == 1


def test_another_way_can_be_chosen_while_swish_waits(demo: Demo, page: Page) -> None:
    order_id = demo.create_order()
    page.goto(demo.create_link(payment_order_id=order_id)["checkout_url"])
    press_pay(page, "Swish")

    page.get_by_text("Börja om eller betala på ett annat sätt").click()
    press_pay(page, "Kort")
    pay_with_card(page, GOOD_CARD)

    expect_receipt(page)
    assert attempts(demo, order_id) == ["STOPPED", "COMPLETED"]


def test_aborting_leads_back_to_a_page_that_can_be_paid(demo: Demo, page: Page) -> None:
    page.goto(demo.create_link()["checkout_url"])
    press_pay(page, "Kort")

    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("status")).to_contain_text("Betalningen avbröts")
    expect(pay_button(page)).to_be_visible()


def test_keyboard_alone_pays(demo: Demo, page: Page) -> None:
    page.goto(demo.create_link()["checkout_url"])
    keys = page.keyboard

    keys.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    expect(page.get_by_role("radio", name="Swish")).to_be_focused()
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="Kort")).to_be_checked()
    keys.press("Tab")
    expect(pay_button(page)).to_be_focused()
    keys.press("Enter")
    page.wait_for_url(re.compile("/provider/"))
    keys.press("Tab")
    expect(page.get_by_label("Card number")).to_be_focused()
    keys.type(GOOD_CARD)
    keys.press("Enter")

    expect_receipt(page)


def test_the_chosen_language_lasts_to_the_provider_and_back(demo: Demo, page: Page) -> None:
    page.goto(demo.create_link()["checkout_url"])
    page.get_by_role("link", name="Suomi").click()
    page.get_by_role("radio", name="Kortti").check()
    page.get_by_role("button", name="Maksa 140,00").click()

    pay_with_card(page, DECLINED_CARD)

    expect(page.get_by_role("status")).to_contain_text("Maksu hylättiin")
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    expect(page.get_by_role("link", name="Suomi")).to_have_attribute("aria-current", "true")
