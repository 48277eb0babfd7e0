"""Role × own and foreign merchant × every registered page: nothing foreign is ever shown."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from pytest_django import DjangoDbBlocker

from payment_links.models import (
    Distribution,
    Membership,
    Merchant,
    Payment,
    PaymentLink,
    StatusCallback,
    User,
)
from tests.back_office import (
    SUPERUSERS_ONLY,
    Rows,
    books_address,
    furnish,
    member,
    page,
    registered,
    signed_in,
    superuser,
)
from tests.builders import make_user

# One worker furnishes the office once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("office")]

ROLES = list(Membership.Role.values)
MODELS = registered()
OPERATORS = [m for m in MODELS if m._meta.model_name in SUPERUSERS_ONLY]
MEMBERS = [m for m in MODELS if m._meta.model_name not in SUPERUSERS_ONLY]
Office = tuple[Merchant, Rows, Rows]


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    """The own merchant with its rows, and the rows of a foreign one; committed, for all tests."""
    with django_db_blocker.unblock():
        own, own_rows = furnish("Egen")
        _foreign, foreign_rows = furnish("Frammande")
        yield own, own_rows, foreign_rows
        call_command("flush", interactive=False, verbosity=0)


def statuses(client: Client, rows: Rows, models: list[type[Model]], view: str) -> dict[str, int]:
    return {
        model.__name__: client.get(page(model, view, rows[model].pk)).status_code
        for model in models
    }


def everywhere(status: int, models: list[type[Model]]) -> dict[str, int]:
    return {model.__name__: status for model in models}


def test_every_model_of_the_product_has_pages() -> None:
    ours = {"payment_links", "invoicing"}

    assert {model for model in apps.get_models() if model._meta.app_label in ours} == set(MODELS)


def test_every_registered_model_has_a_row_in_this_matrix(office: Office) -> None:
    _own, own_rows, _foreign_rows = office

    assert set(own_rows) == set(MODELS)


@pytest.mark.parametrize("role", ROLES)
def test_members_open_every_page_of_their_own_merchant(role: str, office: Office) -> None:
    own, own_rows, _foreign_rows = office
    client = member(own, role)

    assert statuses(client, own_rows, MEMBERS, "change") == everywhere(200, MEMBERS)


@pytest.mark.parametrize("role", ROLES)
def test_foreign_rows_are_not_found_like_rows_that_do_not_exist(role: str, office: Office) -> None:
    own, _own_rows, foreign_rows = office
    client = member(own, role)

    assert statuses(client, foreign_rows, MEMBERS, "change") == everywhere(404, MEMBERS)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_downloads_own_books_and_no_foreign_ones(role: str, office: Office) -> None:
    own, _own_rows, foreign_rows = office
    client = member(own, role)

    own_books = client.get(books_address(own.pk, "csv"))
    foreign_books = client.get(books_address(foreign_rows[Merchant].pk, "csv"))

    assert (own_books.status_code, foreign_books.status_code) == (200, 404)
    assert b"Egen" in own_books.getvalue()


def test_histories_are_as_closed_as_pages(office: Office) -> None:
    own, own_rows, foreign_rows = office
    client = member(own)

    assert statuses(client, own_rows, MEMBERS, "history") == everywhere(200, MEMBERS)
    assert statuses(client, foreign_rows, MEMBERS, "history") == everywhere(404, MEMBERS)


@pytest.mark.parametrize("role", ROLES)
def test_lists_show_own_rows_and_no_foreign_name(role: str, office: Office) -> None:
    own, own_rows, _foreign_rows = office
    client = member(own, role)

    for model in MEMBERS:
        answer = client.get(page(model, "changelist"))
        assert answer.status_code == 200, model
        assert own_rows[model] in list(answer.context["cl"].result_list), model
        assert "rammande" not in answer.content.decode(), model


@pytest.mark.parametrize("search", ["Frammande", "frammande@example.com"])
def test_searches_find_nothing_foreign(search: str, office: Office) -> None:
    own, _own_rows, _foreign_rows = office
    client = member(own)

    found = {
        model: list(client.get(page(model, "changelist"), {"q": search}).context["cl"].result_list)
        for model in MEMBERS
    }

    assert {model: rows for model, rows in found.items() if rows} == {}


def test_searching_a_foreign_id_finds_nothing(office: Office) -> None:
    own, _own_rows, foreign_rows = office
    client = member(own)
    search = {"q": str(foreign_rows[PaymentLink].pk)}

    found = {
        model: list(client.get(page(model, "changelist"), search).context["cl"].result_list)
        for model in MEMBERS
    }

    assert {model: rows for model, rows in found.items() if rows} == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_role_sees_tenants_secrets_or_users(role: str, office: Office) -> None:
    own, own_rows, _foreign_rows = office
    client = member(own, role)

    assert statuses(client, own_rows, OPERATORS, "change") == everywhere(403, OPERATORS)
    assert {client.get(page(model, "changelist")).status_code for model in OPERATORS} == {403}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_but_superusers_adds_and_nobody_deletes(role: str, office: Office) -> None:
    own, own_rows, _foreign_rows = office
    client = member(own, role)

    assert {client.get(page(model, "add")).status_code for model in MODELS} == {403}
    assert statuses(client, own_rows, MODELS, "delete") == everywhere(403, MODELS)


def test_superusers_open_every_page(office: Office) -> None:
    _own, own_rows, foreign_rows = office
    client = superuser()

    assert statuses(client, own_rows, MODELS, "change") == everywhere(200, MODELS)
    assert statuses(client, foreign_rows, MODELS, "change") == everywhere(200, MODELS)
    assert {client.get(page(model, "changelist")).status_code for model in MODELS} == {200}


def test_superusers_do_not_delete_what_was_issued_or_happened(office: Office) -> None:
    _own, own_rows, _foreign_rows = office
    final = [model for model in MODELS if model not in {Membership}]

    assert statuses(superuser(), own_rows, final, "delete") == everywhere(403, final)


@pytest.mark.parametrize("values", [{}, {"is_active": False}, {"is_staff": False}])
def test_people_without_membership_or_post_see_nothing(
    values: dict[str, bool], office: Office
) -> None:
    _own, own_rows, _foreign_rows = office
    client = signed_in(make_user("nobody", **values))

    shown = statuses(client, own_rows, MODELS, "change")

    assert set(shown.values()) <= {302, 403, 404}
    assert client.get("/admin/").content.count(b"pl-tile-figure") == 0


def test_autocomplete_offers_own_merchants_only(office: Office) -> None:
    own, _own_rows, _foreign_rows = office
    address = "/admin/autocomplete/?app_label=payment_links&model_name=membership&field_name="

    answer = member(own).get(f"{address}merchant&term=")
    users = member(own, Membership.Role.OWNER).get(f"{address}user&term=")

    assert [choice["text"] for choice in answer.json()["results"]] == ["Egen AB"]
    assert users.status_code == 403


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
