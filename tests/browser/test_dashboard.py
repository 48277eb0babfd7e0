"""Staff on the overview: from a tile to its list, and from a chart to its table."""

from playwright.sync_api import Page, expect

from tests.browser.checkout import overflow
from tests.browser.test_staff import sign_in
from tests.running_demo import Demo


def test_a_tile_leads_to_the_links_that_it_counts(demo: Demo, page: Page) -> None:
    sign_in(page, demo, "owner")
    page.get_by_role("link", name="7 days", exact=True).click()
    expect(page.get_by_role("link", name="7 days", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    tile = page.locator("[data-tile=not_delivered]")
    figure = tile.locator(".pl-tile-figure").inner_text()

    tile.click()

    expect(page).to_have_url(f"{demo.url}/admin/payment_links/paymentlink/?view=not_delivered")
    expect(page.locator("#result_list tbody tr")).to_have_count(int(figure))


def test_charts_are_read_as_tables_on_a_phone(demo: Demo, phone_page: Page) -> None:
    sign_in(phone_page, demo, "owner")

    phone_page.get_by_text("Show as a table").click()

    days = phone_page.get_by_role("region", name="Paid per day").locator("tbody tr")
    expect(days.last).to_be_visible()
    assert (days.count(), overflow(phone_page)) == (30, 0)
