"""Every page of the back office, in both languages: no finding of axe, and it fits a phone."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from payment_links import people
from tests.back_office import Rows
from tests.builders import make_invitation, make_merchant, make_user
from tests.payment_links.admin.access_matrix import SITE_ADDRESSES, address, entries

pytestmark = pytest.mark.accessibility

LANGUAGES = ("sv", "en")
# WCAG 2.2, levels A and AA.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PLACES = {name: entry for name, entry in entries().items() if entry.method == "get"}
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
    office: Rows,
    live_server: LiveServer,
    request: pytest.FixtureRequest,
) -> None:
    staff_browser.set_extra_http_headers({"Accept-Language": language})
    page = staff_browser.new_page()
    pictures: Path | None = request.config.getoption("--pictures")

    findings = [
        finding
        for name, target in _targets(office)
        if _is_a_page(page, f"{live_server.url}{target}")
        for finding in _look(page, f"{name} ({language})", pictures)
    ]

    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_at_the_door(
    language: str, browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(extra_http_headers={"Accept-Language": language})
    page = context.new_page()
    doors = {name: reverse(name) for name in DOORS} | {"invitation": open_invitation_address()}

    findings = [
        finding
        for name, target in doors.items()
        if _is_a_page(page, f"{live_server.url}{target}")
        for finding in _look(page, f"{name} ({language})", None)
    ]

    context.close()
    assert not findings, "\n".join(findings)


def _targets(rows: Rows) -> Iterator[tuple[str, str]]:
    yield from SITE_PAGES.items()
    yield from ((name, reverse(name)) for name in sorted(OWN_SIGN_IN))
    for name, entry in PLACES.items():
        yield name, address(name, entry, rows)


def open_invitation_address() -> str:
    """Where an invitation is accepted that works now."""
    token, inviter = "t" * 40, make_user("inviter", is_superuser=True)
    expires_at = timezone.now() + people.LASTS
    make_invitation(inviter, make_merchant(name="Dörren AB"), token=token, expires_at=expires_at)
    return reverse("invitation", args=[token])


def _is_a_page(page: Page, url: str) -> bool:
    """Open it; False for a download and for what superusers are refused too."""
    head = page.request.head(url, max_redirects=0)
    if head.status != HTTPStatus.OK or "text/html" not in head.headers.get("content-type", ""):
        return False
    page.goto(url)
    return True


def _look(page: Page, name: str, pictures: Path | None) -> Iterator[str]:
    result = Axe().run(page, options=RULES)
    for violation in result.response["violations"]:
        places = [node["target"] for node in violation["nodes"]][:3]
        yield f"{name}: {violation['id']}: {violation['help']}: {places}"
    if pictures:
        page.screenshot(path=pictures / f"{name} desk.png", full_page=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if too_wide > 0:
        yield f"{name}: {too_wide} pixels wider than a phone"
    if pictures:
        page.screenshot(path=pictures / f"{name} phone.png", full_page=True)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
