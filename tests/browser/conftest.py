"""A Chromium, and pages in it that fail their test when the browser reports anything wrong."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.watching import Watch
from tests.running_demo import Demo
from tests.shared_demo import visit_demo

# Without windows at all it takes a third of the time.
CHROMIUMS = ("chromium-headless-shell", "chromium")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    # No process is started before a page needs it. Chromium heeds only the last such list: the
    # others are those that Playwright leaves out and that could be met here.
    "--disable-features=SpareRendererForSitePerProcess,PaintHolding,HttpsUpgrades,MediaRouter,"
    "HttpsFirstBalancedModeAutoEnable,ThirdPartyStoragePartitioning,OptimizationHints",
]
# Without a window Chromium calls itself headless, and robots do not count as payers.
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0"
# The machine also runs the product, its workers and the outside.
PATIENCE_MS = 15_000


@pytest.fixture(scope="package")
def demo(demo_folder: Path, worker_session: ExitStack) -> Iterator[Demo]:
    """`./run demo`, one for all workers of a test run."""
    with visit_demo(demo_folder, worker_session) as running:
        yield running


# Not for the session: while Playwright runs, Django refuses to use the database in this thread.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        pytest.skip(f"There is no Chromium on this machine: install the package {CHROMIUMS[0]}.")
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the browsers of this test report; the test fails when anything is unexpected."""
    seen = Watch()
    yield seen
    assert seen.problems() == []


@pytest.fixture
def context(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A person's browser on a computer, empty and with JavaScript."""
    opened = browser.new_context(user_agent=PERSON, viewport={"width": 1280, "height": 900})
    yield from _watched(opened, watch)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that browser."""
    return context.new_page()


@pytest.fixture
def plain_page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A tab of a browser without JavaScript."""
    opened = browser.new_context(user_agent=PERSON, java_script_enabled=False)
    yield from (tab.new_page() for tab in _watched(opened, watch))


@pytest.fixture
def phone_page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A tab on a phone: 390 pixels wide, touched with a finger."""
    opened = browser.new_context(
        user_agent=PERSON,
        viewport={"width": 390, "height": 780},
        is_mobile=True,
        has_touch=True,
    )
    yield from (tab.new_page() for tab in _watched(opened, watch))


def _watched(context: BrowserContext, watch: Watch) -> Iterator[BrowserContext]:
    context.set_default_timeout(PATIENCE_MS)
    watch.follow(context)
    yield context
    context.close()
