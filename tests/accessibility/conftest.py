"""A Chromium that looks at a furnished office, served from this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.accessibility.looking import DESK
from tests.back_office import Rows, confirmed, furnish, superuser
from tests.browser.conftest import browser, watch
from tests.browser.watching import Watch

__all__ = ["browser", "watch"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", type=Path, help="a folder for a picture of every page")


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """The folder for pictures, made when somebody asks for them."""
    folder: Path | None = request.config.getoption("--pictures")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


# Not pytest-django's live_server: with that, the office would be emptied after each test.
@pytest.fixture(scope="package")
def site_url(office: Rows) -> Iterator[str]:
    """The product, served from this process for as long as the office is furnished."""
    with override_settings(ALLOWED_HOSTS=["127.0.0.1", "testserver"]):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="package", autouse=True)
def database_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, in which Django refuses its database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        yield


@pytest.fixture(scope="package")
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Rows]:
    """A merchant with one row of every kind, and the session of somebody who sees all."""
    with django_db_blocker.unblock():
        _merchant, rows = furnish("Berg")
        yield rows
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def session_key(office: Rows, django_db_blocker: DjangoDbBlocker) -> str:
    """The cookie of somebody who sees everything, and who has just given the password again."""
    return confirmed(superuser()).cookies["sessionid"].value


@pytest.fixture
def staff_browser(
    browser: Browser, watch: Watch, site_url: str, session_key: str
) -> Iterator[BrowserContext]:
    """Signed in, on a large screen."""
    opened = browser.new_context(viewport=DESK)
    opened.add_cookies([{"name": "sessionid", "value": session_key, "url": site_url}])
    watch.follow(opened)
    yield opened
    opened.close()
