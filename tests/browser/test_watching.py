"""The watch over the browsers sees what it is there for."""

import pytest
from playwright.sync_api import Page

from tests.browser.watching import Watch
from tests.running_demo import Demo

pytestmark = pytest.mark.any_database

FOREIGN = "https://other.example/image.png"


def test_style_that_the_policy_refuses_is_reported(demo: Demo, page: Page, watch: Watch) -> None:
    page.goto(demo.create_link()["checkout_url"])

    with page.expect_console_message():
        page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert ["style-src" in problem for problem in watch.problems()] == [True]
    watch.expect("style-src")


def test_script_that_fails_is_reported(demo: Demo, page: Page, watch: Watch) -> None:
    page.goto(demo.create_link()["checkout_url"])

    with page.context.expect_event("weberror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('broken on purpose') }) }")

    assert watch.problems() == ["script: broken on purpose"]
    watch.expect("broken on purpose")


def test_request_to_another_host_is_reported(page: Page, watch: Watch) -> None:
    page.route(FOREIGN, lambda route: route.fulfill(body=""))

    with page.expect_request(FOREIGN):
        page.set_content(f'<img src="{FOREIGN}">')

    assert watch.problems() == [f"request to another host: {FOREIGN}"]
    watch.expect(FOREIGN)
