"""Staff upload a batch: 5,000 rows with errors are told, a corrected file becomes links."""

from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.test_staff import owner_cookies, owner_page
from tests.running_demo import Demo

__all__ = ["owner_cookies", "owner_page"]
HEADS = "Ordernr;Förnamn;Efternamn;Mobil;E-post;Avser;Belopp;Moms"
# A price in words in every fortieth row, and an address without @ in one.
WRONG_PRICES = 125


def upload(page: Page, demo: Demo, *rows: str) -> None:
    """Choose a file with these rows and send it."""
    page.goto(f"{demo.url}/admin/payment_links/linkbatch/upload/")
    content = "\r\n".join([HEADS, *rows]).encode("cp1252")
    file = FilePayload(name="medlemmar.csv", mimeType="text/csv", buffer=content)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload").click()


def check(page: Page) -> None:
    """Take the columns as they were recognised; ends with the dry run."""
    expect(page.get_by_label("Price")).to_have_value("6")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("no link has been made")).to_be_visible()


def rows(count: int, batch: str) -> list[str]:
    """Rows of as many members, all of them right."""
    return [
        f"{batch}-{n};Åsa {n};Öman;070-174 06 {n % 90 + 10};asa{n}@example.com;Årsavgift;250,00;25"
        for n in range(count)
    ]


@pytest.fixture
def number() -> str:
    """What the order numbers of one file begin with: nothing in the demo has the same."""
    return uuid4().hex[:8]


def test_five_thousand_rows_with_errors_become_the_right_links(
    demo: Demo, owner_page: Page, number: str
) -> None:
    members = rows(5000, number)
    members[39::40] = [row.replace("250,00", "många") for row in members[39::40]]
    members[5] = members[5].replace("asa5@", "asa5.")

    upload(owner_page, demo, *members)
    check(owner_page)

    expect(owner_page.get_by_role("link", name=f"Errors {WRONG_PRICES + 1}")).to_be_visible()
    expect(owner_page.get_by_role("row", name="7 Åsa 5 Öman E-mail asa5.")).to_be_visible()
    expect(owner_page.get_by_role("row", name="41 Åsa 39 Öman Price många")).to_be_visible()
    expect(owner_page.get_by_role("button", name="Create 4874 links")).to_be_visible()
    owner_page.get_by_role("button", name="Discard this file").click()
    expect(owner_page.get_by_text("Cancelled")).to_be_visible()


def test_a_batch_is_started_watched_and_its_links_are_there(
    demo: Demo, owner_page: Page, number: str
) -> None:
    members = rows(20, number)
    file = [*members, members[0], f"{number};Bo;Ek;;;Årsavgift;noll;25"]
    upload(owner_page, demo, *file)
    check(owner_page)
    expect(owner_page.get_by_text("1 duplicate is left out.")).to_be_visible()

    owner_page.get_by_role("button", name="Create 20 links").click()

    expect(owner_page.get_by_role("progressbar", name="Links made")).to_be_visible()
    expect(owner_page.get_by_text("20 of 20 links made.")).to_be_visible(timeout=60_000)
    with owner_page.expect_download() as download:
        owner_page.get_by_role("link", name="Links as CSV").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert sum(f"{demo.url}/pay/" in line for line in lines) == 20

    upload(owner_page, demo, *file)

    expect(owner_page.get_by_text("This file was uploaded already")).to_be_visible()
    expect(owner_page.get_by_text("20 of 20 links made.")).to_be_visible()
