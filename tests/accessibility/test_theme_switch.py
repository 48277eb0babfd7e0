"""Choosing light or dark without a mouse."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect

from tests.accessibility.looking import Look
from tests.back_office import Rows

pytestmark = pytest.mark.accessibility


def test_the_theme_is_chosen_with_the_keyboard(
    browser: Browser, office: Rows, site_url: str
) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(f"{site_url}{reverse('account_login')}")

    page.get_by_role("button", name="Light or dark").press("Enter")
    choice = page.get_by_role("button", name="Dark", exact=True)
    choice.press("Enter")

    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html")).to_have_class("dark")
    look = Look(page, "en", None)
    look.now("theme switch")
    page.close()
    assert not look.findings, "\n".join(look.findings)


def test_the_menu_behind_ones_name_offers_it_too(
    staff_browser: BrowserContext, site_url: str
) -> None:
    page = staff_browser.new_page()
    page.goto(f"{site_url}{reverse('admin:index')}")

    page.locator("[aria-controls=user-links]").press("Enter")
    page.get_by_role("button", name="Dark", exact=True).press("Enter")

    expect(page.locator("html")).to_have_class("dark")
    look = Look(page, "en", None)
    look.now("menu")
    assert not look.findings, "\n".join(look.findings)
