"""The dark theme, which follows the device: the pages that people use most are readable in it."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from tests.accessibility.looking import Look
from tests.accessibility.test_back_office import PLACES
from tests.back_office import Rows
from tests.browser.watching import Watch
from tests.payment_links.admin.access_matrix import address

pytestmark = pytest.mark.accessibility

PAGES = {
    *("payment_links_paymentlink_add", "payment_links_paymentlink_change"),
    *("payment_links_paymentlink_changelist", "payment_links_paymentlink_qr"),
    *("payment_links_customer_change", "payment_links_customer_changelist"),
    *("payment_links_customer_correct", "payment_links_customer_erase"),
    *("payment_links_linkbatch_change", "payment_links_linkbatch_columns"),
    *("payment_links_linkbatch_changelist", "payment_links_linkbatch_upload"),
    *("payment_links_invitation_people", "payment_links_invitation_member"),
    *("payment_links_invitation_invite", "payment_links_merchant_change"),
    *("payment_links_apisecret_changelist", "payment_links_apisecret_change"),
    *("payment_links_tenant_change", "payment_links_merchant_history"),
    *("payment_links_user_change", "payment_links_membership_delete"),
    *("payment_links_distribution_change", "payment_links_statuscallback_changelist"),
    *("payment_links_timelineentry_changelist", "invoicing_bookentry_books"),
    *("invoicing_bookentry_accounts", "invoicing_bookentry_change", "invoicing_invoice_change"),
}


def test_axe_finds_nothing_in_the_dark(
    staff_browser: BrowserContext,
    watch: Watch,
    office: Rows,
    site_url: str,
    pictures: Path | None,
) -> None:
    page = staff_browser.new_page()
    page.emulate_media(color_scheme="dark")
    look = Look(page, "en", pictures)

    look.at("dark index", f"{site_url}{reverse('admin:index')}")
    look.at("dark mfa_index", f"{site_url}{reverse('mfa_index')}")
    for name in sorted(PAGES):
        look.at(f"dark {name}", f"{site_url}{address(name, PLACES[name], office)}")

    assert not look.findings, "\n".join(look.findings)
    assert len(look.pages) == len(PAGES) + 2


def test_axe_finds_nothing_in_the_dark_while_links_are_acted_on_in_bulk(
    staff_browser: BrowserContext, office: Rows, site_url: str, pictures: Path | None
) -> None:
    page = staff_browser.new_page()
    page.emulate_media(color_scheme="dark")
    look = Look(page, "en", pictures)
    page.goto(f"{site_url}{reverse('admin:payment_links_paymentlink_changelist')}")

    page.locator("input.action-select").first.check()
    look.now("dark bulk_choice")
    page.locator("select[name=action]").select_option("resolve")
    page.locator("#changelist-actions button[type=submit]").click()
    look.now("dark bulk_preview")

    assert not look.findings, "\n".join(look.findings)


def test_axe_finds_nothing_at_the_door_in_the_dark(
    browser: Browser, office: Rows, site_url: str, pictures: Path | None
) -> None:
    page = browser.new_page(color_scheme="dark")
    look = Look(page, "en", pictures)

    look.at("dark account_login", f"{site_url}{reverse('account_login')}")

    page.close()
    assert not look.findings, "\n".join(look.findings)
