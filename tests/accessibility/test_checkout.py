"""Every payer page in every state and language, with scripts and without, large, small and dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import DjangoDbBlocker

from payment_links.checkout.wrong_codes import WrongCodes
from tests.accessibility.looking import DESK, Look
from tests.accessibility.payer_pages import PayerPages
from tests.back_office import Rows
from tests.browser.conftest import PERSON
from tests.browser.watching import Watch
from tests.builders import make_link, make_merchant

pytestmark = pytest.mark.accessibility

LANGUAGES = ("sv", "en", "nb", "da", "fi")
# A page that was loaded without scripts has no timers, which axe waits for.
SOON = """for (const name of ["setTimeout", "requestAnimationFrame"]) {
    window[name] = (run) => { Promise.resolve().then(run); return 1; };
}"""
# Each address with the state of its page; what is no link's page has none.
Pages = dict[str, tuple[str, str]]


@pytest.fixture(scope="package")
def payer_pages(office: Rows, django_db_blocker: DjangoDbBlocker) -> Iterator[Pages]:
    """A link in every state, and the pages that belong to none."""
    merchant = make_merchant(
        name="Café Räksmörgås & Söner AB",
        bankgiro="991-2346",
        email="hej@raksmorgas.example",
        phone="+4619123456",
        website="https://raksmorgas.example",
    )
    # The page of an unknown code is looked at more often than a payer may try one.
    endless = mock.patch.object(WrongCodes, "take_place", return_value="any")
    with django_db_blocker.unblock(), endless:
        yield {
            **PayerPages(merchant, timezone.now()).all(),
            "unknown": ("/pay/nobody-knows-this-token", ""),
            "accessibility": ("/pay/accessibility", ""),
            "code": ("/pay/check", ""),
            "code_known": (f"/pay/check/{make_link(merchant).genuine_code}", ""),
            "code_unknown": ("/pay/check/K7Q2-M9XD-T4RX", ""),
        }


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def has_scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the payer's browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def payer_browser(browser: Browser, watch: Watch, has_scripts: bool) -> Iterator[BrowserContext]:
    """A person's browser, with scripts or without."""
    opened = browser.new_context(user_agent=PERSON, viewport=DESK, java_script_enabled=has_scripts)
    watch.follow(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_every_state_fits_a_phone(
    language: str,
    has_scripts: bool,
    payer_browser: BrowserContext,
    watch: Watch,
    payer_pages: Pages,
    site_url: str,
    pictures: Path | None,
) -> None:
    watch.expect("the server responded with a status of 404")
    page = payer_browser.new_page()
    look = Look(page, language, pictures)
    states = {}

    for name, (address, _state) in payer_pages.items():
        page.goto(f"{site_url}{address}?language={language}")
        with scripts_for_axe(page, has_scripts=has_scripts):
            look.now(name if has_scripts else f"{name}, no scripts")
        states[name] = state_of(page)

    assert not look.findings, "\n".join(look.findings)
    assert states == {name: state for name, (_address, state) in payer_pages.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_when_a_choice_is_missing(
    language: str,
    has_scripts: bool,
    payer_browser: BrowserContext,
    watch: Watch,
    payer_pages: Pages,
    site_url: str,
    pictures: Path | None,
) -> None:
    watch.expect("the server responded with a status of 422")
    page = payer_browser.new_page()
    address, _state = payer_pages["open"]
    page.goto(f"{site_url}{address}?language={language}")
    radios = "document.querySelectorAll('input[type=radio]').forEach(r => { r.value = 'none' })"
    page.evaluate(radios)
    page.locator("form.methods button[type=submit]").click()
    page.wait_for_url("**/pay")
    look = Look(page, language, pictures)

    with scripts_for_axe(page, has_scripts=has_scripts):
        look.now("refused_form")

    assert not look.findings, "\n".join(look.findings)
    assert state_of(page) == "open"


def test_axe_finds_nothing_in_the_dark(
    browser: Browser, watch: Watch, payer_pages: Pages, site_url: str, pictures: Path | None
) -> None:
    watch.expect("the server responded with a status of 404")
    with browser.new_context(user_agent=PERSON, viewport=DESK, color_scheme="dark") as dark:
        watch.follow(dark)
        page = dark.new_page()
        look = Look(page, "sv", pictures)

        for name, (address, _state) in payer_pages.items():
            page.goto(f"{site_url}{address}?language=sv")
            look.now(f"dark {name}")

    assert not look.findings, "\n".join(look.findings)


@contextmanager
def scripts_for_axe(page: Page, *, has_scripts: bool) -> Iterator[None]:
    """Let axe run in a page that was loaded without scripts; the next one has none again."""
    if has_scripts:
        yield
        return
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setScriptExecutionDisabled", {"value": False})
    page.evaluate(SOON)
    yield
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    session.detach()


def state_of(page: Page) -> str:
    """What the page says of itself; empty when it is no link's page."""
    told = page.locator("main").get_attribute("data-state")
    return told or ""
