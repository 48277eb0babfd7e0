"""Every page of the back office, in both languages: no finding of axe, and it fits a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext

from payment_links import people
from tests.accessibility.further_pages import further_pages
from tests.accessibility.looking import Look
from tests.back_office import Rows
from tests.browser.watching import Watch
from tests.builders import make_invitation, make_merchant, make_user
from tests.payment_links.admin.access_matrix import SITE_ADDRESSES, address, entries

pytestmark = pytest.mark.accessibility

LANGUAGES = ("sv", "en")
# Answers that a page takes a part of itself from; they are looked at within that page.
PARTS = {"payment_links_merchant_accent_color"}
PLACES = {
    name: entry for name, entry in entries().items() if entry.method == "get" and name not in PARTS
}
SITE_PAGES = {"index": "/admin/", "password_change": "/admin/password_change/"}

# Around signing in: for everybody who is inside, and for everybody.
OWN_SIGN_IN = {
    *("account_change_password", "account_reauthenticate", "mfa_index", "mfa_activate_totp"),
    *("mfa_list_webauthn", "mfa_add_webauthn"),
}
DOORS = {
    *("account_login", "account_reset_password", "account_reset_password_done"),
    "account_reset_password_from_key_done",
}


def test_every_page_of_the_site_itself_is_looked_at() -> None:
    without_page = {
        *("app_list", "auth_user_password_change", "autocomplete", "jsi18n", "login", "logout"),
        *("password_change_done", "search", "view_on_site"),
    }

    assert set(SITE_PAGES) == SITE_ADDRESSES - without_page


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_every_page_fits_a_phone(
    language: str,
    staff_browser: BrowserContext,
    watch: Watch,
    office: Rows,
    site_url: str,
    pictures: Path | None,
) -> None:
    staff_browser.set_extra_http_headers({"Accept-Language": language})
    # What nobody may add or delete is refused to superusers, too; nothing has run in bulk yet.
    watch.expect("the server responded with a status of 403")
    watch.expect("the server responded with a status of 404")
    look = Look(staff_browser.new_page(), language, pictures)

    for name, target in _targets(office):
        look.at(name, f"{site_url}{target}")

    assert not look.findings, "\n".join(look.findings)
    assert len(look.pages) > 140
    assert {"merge", "credit", "close"} <= set(look.pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_while_links_are_acted_on_in_bulk(
    language: str,
    staff_browser: BrowserContext,
    office: Rows,
    site_url: str,
    pictures: Path | None,
) -> None:
    staff_browser.set_extra_http_headers({"Accept-Language": language})
    page = staff_browser.new_page()
    look = Look(page, language, pictures)
    page.goto(f"{site_url}{reverse('admin:payment_links_paymentlink_changelist')}")

    page.locator("input.action-select").first.check()
    look.now("bulk_choice")
    page.locator("select[name=action]").select_option("resolve")
    page.locator("#changelist-actions button[type=submit]").click()
    look.now("bulk_preview")
    page.locator(".pl-confirm-buttons button[type=submit]").click()
    look.now("bulk_result")

    assert not look.findings, "\n".join(look.findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_at_the_door(
    language: str, browser: Browser, office: Rows, site_url: str, pictures: Path | None
) -> None:
    context = browser.new_context(extra_http_headers={"Accept-Language": language})
    look = Look(context.new_page(), language, pictures)

    for name in sorted(DOORS):
        look.at(name, f"{site_url}{reverse(name)}")
    look.at("invitation", f"{site_url}{_open_invitation(language)}")

    context.close()
    assert not look.findings, "\n".join(look.findings)
    assert len(look.pages) == len(DOORS) + 1


def _targets(rows: Rows) -> Iterator[tuple[str, str]]:
    yield from SITE_PAGES.items()
    yield from ((name, reverse(name)) for name in sorted(OWN_SIGN_IN))
    for name, entry in PLACES.items():
        yield name, address(name, entry, rows)
    yield from further_pages(rows)


def _open_invitation(language: str) -> str:
    """Where an invitation is accepted that works now."""
    token = language * 20
    inviter = make_user(f"inviter-{language}", is_superuser=True)
    merchant = make_merchant(name=f"Dörren {language} AB")
    make_invitation(inviter, merchant, token=token, expires_at=timezone.now() + people.LASTS)
    return reverse("invitation", args=[token])
