"""The frame around the pages of the office, and what it calls fields."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import translation

from invoicing.models import BookEntry, PeriodClosing
from payment_links.models import CustomerEvent, Invitation, PaymentLink
from tests.back_office import page, superuser
from tests.builders import make_link, make_merchant, make_payment
from tests.invoicing.issuing import make_receipt


@pytest.mark.django_db
def test_each_landmark_stands_once_and_the_content_can_be_skipped_to() -> None:
    shown = superuser().get(reverse("admin:index")).content.decode()

    landmarks = ("<main ", "<header>", 'aria-label="Main menu"', 'href="#content"', 'id="content"')
    assert [shown.count(landmark) for landmark in landmarks] == [1, 1, 1, 1, 1]


@pytest.mark.django_db
def test_the_menu_says_which_page_is_open() -> None:
    shown = superuser().get(page(PaymentLink, "changelist")).content.decode()

    opened = shown.index('aria-current="page"', shown.index('id="nav-sidebar-apps"'))
    assert shown.rindex("<a ", 0, opened) == shown.rindex(
        f'<a href="{page(PaymentLink, "changelist")}"', 0, opened
    )


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    "address",
    [
        page(PaymentLink, "changelist"),
        page(CustomerEvent, "changelist"),
        page(BookEntry, "books"),
        page(Invitation, "people"),
    ],
)
def test_a_page_and_its_tab_are_called_what_the_menu_calls_it(address: str, language: str) -> None:
    make_merchant()

    shown = superuser().get(address, headers={"Accept-Language": language}).content.decode()

    menu = shown.split('id="nav-sidebar-apps"', 1)[1]
    in_menu = _words("<a" + menu.split(f'<a href="{address}"', 1)[1].split("</a>")[0])
    [heading] = re.findall(r"<h1.*?</h1>", shown, re.DOTALL)
    [tab] = re.findall(r"<title>(.*?) \|", shown, re.DOTALL)
    assert _words(heading.rsplit("chevron_right", 1)[-1]) == tab.strip() == in_menu


def _words(html: str) -> str:
    without_icons = re.sub(r"<span[^>]*material-symbols.*?</span>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", without_icons).split())


def test_only_a_page_of_its_own_has_a_name_of_its_own_in_the_menu() -> None:
    pages = admin.site._registry.values()
    named = [one for one in pages if getattr(one, "menu_title", "")]

    assert [one for one in named if getattr(one, "menu_view", "changelist") == "changelist"] == []


def test_a_field_without_a_name_of_its_own_is_called_what_it_points_to() -> None:
    with translation.override("sv"):
        shown = {field.name: str(field.verbose_name) for field in PeriodClosing._meta.fields}

    named = [shown[name] for name in ("merchant", "closed_by", "through_date")]
    assert named == ["säljare", "stängd av", "stängd till och med"]


@pytest.mark.django_db
def test_a_receipt_is_listed_with_its_method_in_words() -> None:
    link = make_link(make_merchant(), status=PaymentLink.Status.COMPLETED)
    make_payment(link, status="COMPLETED")
    receipt = make_receipt(link)

    shown = superuser().get(page(type(receipt), "changelist")).content.decode()

    assert ("Swish" in shown, "m_commerce" in shown) == (True, False)
