"""What the generic pages of rows say: how many, since when, and what people did to them."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils import translation

from payment_links.admin import display
from payment_links.admin.base import COUNT_LIMIT, _count_text
from payment_links.models import Item, Membership, Merchant, TimelineEntry, User
from payment_links.models.history import SYSTEM
from tests.back_office import page, superuser
from tests.builders import (
    NOON,
    make_link,
    make_membership,
    make_merchant,
    make_payment,
    make_user,
)
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 0, "0 rows"),
        ("en", 1, "1 row"),
        ("en", 4321, "4,321 rows"),
        ("en", COUNT_LIMIT, "At least 10,000 rows"),
        ("sv", 1, "1 rad"),
        ("sv", COUNT_LIMIT, "Minst 10\xa0000 rader"),
    ],
)
def test_the_number_of_rows_fits_its_noun(language: str, count: int, text: str) -> None:
    with translation.override(language):
        assert _count_text(count, COUNT_LIMIT) == text


def test_rows_are_called_what_people_call_them() -> None:
    link = make_link(make_merchant(name="Berg AB"))
    payment = make_payment(link, provider="swish", method="m_commerce", status="DECLINED")
    member = make_membership(make_user("anna"), link.merchant, Membership.Role.FINANCE)

    assert (str(payment), str(member)) == ("Swish: Declined", "anna, Berg AB: Finance")


def test_dates_of_generic_fields_look_like_all_others() -> None:
    merchant = make_merchant()

    shown = superuser().get(page(Merchant, "change", merchant.pk)).content.decode()

    assert display.moment_text(merchant.created_at) in shown


def test_a_row_that_nobody_can_change_leads_to_no_history() -> None:
    link = make_link(make_merchant())
    entry = TimelineEntry.objects.record(link, "NOTE", actor=SYSTEM, now=NOON, text="Hello")
    root, history = superuser(), page(TimelineEntry, "history", entry.pk)

    assert history not in root.get(page(TimelineEntry, "change", entry.pk)).content.decode()
    assert "Nobody has changed this by hand." in root.get(history).content.decode()


def test_a_history_says_when_who_and_what() -> None:
    merchant, root = make_merchant(), superuser()
    user = User.objects.get(is_superuser=True)
    LogEntry.objects.log_actions(user.pk, [merchant], CHANGE, "Moved.", single_object=True)

    shown = root.get(page(Merchant, "history", merchant.pk)).content.decode()

    assert (
        page(Merchant, "history", merchant.pk)
        in root.get(page(Merchant, "change", merchant.pk)).content.decode()
    )
    when = display.moment_text(LogEntry.objects.get().action_time)
    assert [text in shown for text in (when, user.display_name, "Moved.")] == [True] * 3


def test_a_merchant_that_is_not_there_yet_shows_no_id_and_no_second_tenant() -> None:
    groups = filled_with(superuser(), page(Merchant, "add"))["adminform"].fieldsets

    assert groups[0][1]["fields"][:2] == ("tenant", "name")
    assert "created_at" not in str(groups)


def test_an_items_metadata_and_tags_are_words() -> None:
    full = Item(metadata={"table": 4, "waiter": "Ada"}, tags=["pizza", "lunch"])
    page_of_items: Any = site.get_model_admin(Item)

    shown = [(page_of_items.metadata_text(i), page_of_items.tags_text(i)) for i in (full, Item())]

    assert shown == [("table: 4, waiter: Ada", "pizza, lunch"), ("–", "–")]
