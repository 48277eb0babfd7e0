"""Staff at the list of links: find one by whatever they know of it, and act on many at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Cookie, Page, expect

from tests.browser.test_staff import LINKS, sign_in
from tests.running_demo import Demo

# How many links are chosen, and how many of them were cancelled before.
CHOSEN, CANCELLED = 50, 3


@pytest.fixture(scope="module")
def staff_cookies(browser: Browser, demo: Demo) -> list[Cookie]:
    """The session of somebody of the staff who signed in with the form."""
    with browser.new_context() as visit:
        sign_in(visit.new_page(), demo, "staff")
        return visit.cookies()


@pytest.fixture
def staff_page(demo: Demo, context: BrowserContext, staff_cookies: list[Cookie]) -> Page:
    """A tab of that session."""
    for cookie in staff_cookies:
        context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": demo.url}])
    return context.new_page()


def make_searched_link(demo: Demo) -> dict[str, Any]:
    """An invoiced link whose customer and amount no other link has."""
    number = UUID(demo.create_order()).int % 10_000_000
    price = 100_000 + number % 900_000
    customer = {
        "first_name": "Sigrid",
        "last_name": f"Sökström{number}",
        "phone": f"070{number:07}",
        "email": f"sigrid.{number}@example.com",
    }
    items = [{"description": "Pizza", "price": price, "quantity": 1, "vat": 12}]
    link = demo.create_link(customer=customer, items=items, total_amount=price)
    answer = demo.tenant.put(f"/payment_links/{link['id']}/invoice", json={"reference_type": "OCR"})
    assert answer.status_code == 204, answer.text
    return demo.link(link["id"])


def invoice_number(page: Page, demo: Demo, link_id: str) -> str:
    """The number of the link's invoice, as the list of documents shows it."""
    shown = page.request.get(f"{demo.url}/admin/payment_links/linkdocument/?q={link_id}").text()
    number = re.search(r"TEST-\d+", shown)
    assert number is not None
    return number.group()


def terms(link: dict[str, Any], number: str) -> dict[str, str]:
    """What staff may know of the link, one term of each kind."""
    digits, email = str(link["customer"]["phone"]), str(link["customer"]["email"])
    whole, minor = divmod(link["total_amount"], 100)
    return {
        "OCR": f"{link['ocr'][:4]} {link['ocr'][4:]}",
        "phone": f"+46 {digits[1:3]} {digits[3:6]} {digits[6:]}",
        "e-mail": email.upper(),
        "name": f"{link['customer']['last_name'].lower()} sig",
        "invoice": number,
        "order": str(link["payment_order_id"]),
        "amount": f"{whole:,}".replace(",", " ") + f",{minor:02} kr",
    }


def make_unpaid_links(demo: Demo, first_name: str) -> list[str]:
    """As many as are to be chosen, all of one customer; some are cancelled already."""
    order = demo.create_order()
    customer = {"first_name": first_name, "last_name": "Mängd", "phone": "0701740615"}

    def make(_number: int) -> str:
        return str(demo.create_link(payment_order_id=order, customer=customer)["id"])

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(make, range(CHOSEN)))
    for link_id in made[:CANCELLED]:
        answer = demo.tenant.put(f"/payment_links/{link_id}/cancel")
        assert answer.status_code == 204, answer.text
    return made


def test_staff_find_a_link_by_whatever_they_know_of_it(demo: Demo, staff_page: Page) -> None:
    link = make_searched_link(demo)
    searched = terms(link, invoice_number(staff_page, demo, link["payment_link_id"]))
    found = staff_page.locator("#result_list").get_by_role("link", name="Sökström")
    staff_page.goto(f"{demo.url}{LINKS}?view=waiting")

    for term in searched.values():
        staff_page.locator("#searchbar").fill(term)
        with staff_page.expect_navigation():
            staff_page.keyboard.press("Enter")
        expect(found).to_have_count(1)

    found.click()
    expect(staff_page.get_by_text(link["payment_link_id"], exact=True)).to_be_visible()
    staff_page.get_by_role("link", name="Back to the list").click()
    expect(staff_page.locator("#searchbar")).to_have_value(searched["amount"])
    expect(staff_page.locator(".pl-tab[aria-current]")).to_contain_text("Waiting")


def test_staff_cancel_many_links_and_read_what_became_of_each(demo: Demo, staff_page: Page) -> None:
    name = f"Mona{UUID(demo.create_order()).int % 10_000_000}"
    made = make_unpaid_links(demo, name)
    staff_page.goto(f"{demo.url}{LINKS}?q={name}")
    staff_page.get_by_label("Select all objects on this page").check()
    staff_page.locator("select[name=action]").select_option(label="Cancel link")
    staff_page.get_by_role("button", name="Run").click()

    expect(staff_page.get_by_text(f"{CHOSEN} links are chosen.")).to_be_visible()
    expect(staff_page.get_by_text(f"{CANCELLED} of them will be left as they are.")).to_be_visible()
    staff_page.get_by_label("Reason").fill("The show is cancelled")
    staff_page.get_by_role("button", name="Cancel link").click()

    outcomes = staff_page.locator("#outcomes tbody tr")
    expect(staff_page.get_by_role("status")).to_contain_text("47 done, 3 refused")
    expect(outcomes).to_have_count(CHOSEN)
    expect(outcomes.filter(has_text="cannot be cancelled")).to_have_count(CANCELLED)
    assert demo.link(made[-1])["status"] == "CANCELLED"
    staff_page.get_by_role("link", name="Back to the list").first.click()
    expect(staff_page).to_have_url(f"{demo.url}{LINKS}?q={name}")
