"""What the form of a new link asks everybody, and what it folds away until it matters."""

import re
from typing import Any

import pytest
from django.test import Client

from payment_links.models import Merchant
from tests.back_office import member
from tests.payment_links.admin.new_link_forms import ADD, PREVIEW, form_of, make_seller
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db

FORM = "data-new-link.*?</form>"
# What is not seen before it is asked for: folds, the empty line of the script, hidden fields.
FOLDED = re.compile(r"<(details|template)\b.*?</\1>|<input type=\"hidden\"[^>]*>", re.DOTALL)
FIELD_NAMES = re.compile(r'<(?:input|select|textarea)\b[^>]* name="([^"]+)"')


@pytest.fixture
def merchant() -> Merchant:
    return make_seller()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


def test_a_new_form_asks_for_few_fields_and_folds_the_rest_away(staff: Client) -> None:
    shown = staff.get(ADD).content.decode()
    form = FOLDED.sub("", re.findall(FORM, shown, re.DOTALL)[0])

    assert FIELD_NAMES.findall(form) == [
        *("first_name", "last_name", "phone", "email"),
        *("lines-0-description", "lines-0-price", "lines-0-vat", "send"),
    ]
    assert "<details open" not in form


@pytest.mark.parametrize(
    "changes",
    [
        {"due_date": ""},
        {"due_date": "next week"},
        {"locale": "en-US"},
        {"currency": "NOK"},
        {"company_name": "Ek AB"},
        {"delivery_date": "2026-01-01"},
        {"payment_methods": []},
    ],
)
def test_more_choices_open_when_one_is_wrong_or_not_as_usual(
    changes: dict[str, Any], merchant: Merchant, staff: Client
) -> None:
    usual = {"do": "update", "due_date": filled_with(staff, ADD)["form"]["due_date"].value()}

    folded = staff.post(ADD, form_of(merchant, **usual)).context["form"]
    opened = staff.post(ADD, form_of(merchant, **{**usual, **changes})).context["form"]

    assert (folded.has_more, opened.has_more) == (False, True)


@pytest.mark.parametrize(
    ("name", "value"), [("quantity", "2"), ("quantity", ""), ("unit", "h"), ("item_number", "A1")]
)
def test_a_line_opens_what_is_not_as_usual(
    name: str, value: str, merchant: Merchant, staff: Client
) -> None:
    line = ("Rim", "10", "1", "25")

    form = form_of(merchant, line, last_name="", **{f"lines-0-{name}": value})

    assert staff.post(ADD, form).context["form"].lines[0].has_more
    assert not filled_with(staff, ADD)["form"].lines[0].has_more


def test_the_due_date_stands_with_the_total(merchant: Merchant, staff: Client) -> None:
    dated, open_ended = (
        staff.post(PREVIEW, form_of(merchant, due_date=day)).json()["totals"]
        for day in ("2026-12-22", "")
    )

    assert "Due date 2026-12-22" in dated
    assert "No due date" in open_ended
