"""Lists, searches and offers to choose from: own rows, and no foreign name among them."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model

from payment_links.models import (
    Distribution,
    Membership,
    Payment,
    PaymentLink,
    StatusCallback,
    User,
)
from tests.back_office import Office, furnish, member, page, registered, superuser
from tests.payment_links.admin.access_matrix import ROLES
from tests.unrendered import unrendered

# One worker furnishes the office once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("office")]

MODELS = registered()


@pytest.mark.parametrize("role", ["OWNER", "ACCOUNTANT"])
def test_lists_show_own_rows_and_no_foreign_name(role: str, office: Office) -> None:
    own, own_rows, _foreign_rows = office
    client = member(own, role)

    for model in MODELS:
        answer = client.get(page(model, "changelist"))
        if answer.status_code == 200:
            assert own_rows[model] in list(answer.context["cl"].result_list), model
            assert "rammande" not in answer.content.decode(), model


@pytest.mark.parametrize("search", ["Frammande", "frammande@example.com", "id"])
def test_searches_find_nothing_foreign(search: str, office: Office) -> None:
    own, _own_rows, foreign_rows = office
    client = member(own)
    term = str(foreign_rows[PaymentLink].pk) if search == "id" else search

    with unrendered():
        lists = {model: client.get(page(model, "changelist"), {"q": term}) for model in MODELS}

    shown = {model: answer for model, answer in lists.items() if answer.status_code == 200}
    assert len(shown) > 10
    found = {m: listed(answer) for m, answer in shown.items()}
    assert {model: rows for model, rows in found.items() if rows} == {}


def listed(answer: Any) -> list[Model]:
    """The rows of a list that was not rendered."""
    return list(answer.context_data["cl"].result_list)


def test_autocomplete_offers_own_merchants_only(office: Office) -> None:
    own, _own_rows, _foreign_rows = office
    address = "/admin/autocomplete/?app_label=payment_links&model_name=membership&field_name="

    answer = member(own).get(f"{address}merchant&term=")
    users = member(own, Membership.Role.OWNER).get(f"{address}user&term=")

    assert [choice["text"] for choice in answer.json()["results"]] == ["Egen AB"]
    assert users.status_code == 403


def autocompletes() -> list[tuple[type[Model], str]]:
    """Every field of a form, or of rows in it, that is chosen by typing."""
    return [
        (model, name)
        for model, pages in admin.site._registry.items()
        for name in pages.autocomplete_fields
    ]


@pytest.mark.parametrize("role", ROLES)
def test_no_autocomplete_offers_foreign_rows(role: str, office: Office) -> None:
    own, _own_rows, _foreign_rows = office
    client = member(own, role)

    for model, name in autocompletes():
        asked = {
            "app_label": model._meta.app_label,
            "model_name": str(model._meta.model_name),
            "field_name": name,
            "term": "",
        }
        answer = client.get("/admin/autocomplete/", asked)
        assert answer.status_code in {200, 403}, (model, name)
        assert "rammande" not in answer.content.decode(), (model, name)


def test_columns_outside_the_filters_cannot_be_guessed(office: Office) -> None:
    own, _own_rows, _foreign_rows = office
    address = page(PaymentLink, "changelist")

    answer = member(own).get(f"{address}?tenant__api_secrets__hashed_secret__startswith=a")

    assert answer.status_code == 400


def test_a_merchant_filter_names_own_merchants_only(office: Office) -> None:
    own, _own_rows, _foreign_rows = office
    client = member(own)
    second, _rows = furnish("Andra")
    user = User.objects.get(username=f"staff-{own.pk}")
    Membership.objects.create(user=user, merchant=second, role=Membership.Role.STAFF)

    shown = client.get("/admin/payment_links/paymentlink/").content.decode()

    assert "Andra AB" in shown
    assert "Frammande AB" not in shown


@pytest.mark.parametrize("model", [PaymentLink, Payment, Distribution, StatusCallback])
def test_a_filter_with_nul_finds_nothing(model: type[Model]) -> None:
    answer = superuser().get(page(model, "changelist") + "?status__exact=x%00")

    assert answer.status_code == 404
