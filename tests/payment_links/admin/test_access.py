"""Role × own and foreign merchant × every registered address: nothing foreign is ever shown."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory

from payment_links.admin import link_actions
from payment_links.models import (
    BulkRun,
    ClosedDays,
    DailyFigures,
    DailyMethodFigures,
    Membership,
    MessageEvent,
    PaymentLink,
    Reminder,
    ReminderPlan,
    User,
)
from tests.back_office import (
    Office,
    Rows,
    bulk_address,
    member,
    page,
    registered,
    signed_in,
    superuser,
)
from tests.builders import make_user
from tests.payment_links.admin.access_matrix import (
    OWN_ADDRESSES,
    ROLES,
    SITE_ADDRESSES,
    Entry,
    address,
    entries,
    registered_addresses,
    standard_addresses,
)
from tests.unrendered import unrendered

# One worker furnishes the office once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("office")]

MODELS = registered()
MATRIX = entries()
# Counted from the links by a job; the overview shows them.
SUMS = {ClosedDays, DailyFigures, DailyMethodFigures}
# What only keeps a form from acting twice.
CLAIMS = {BulkRun}
# Shown on the pages of links, messages and merchants.
PARTS = {MessageEvent, Reminder, ReminderPlan}


def ask(client: Client, name: str, entry: Entry, rows: Rows) -> int:
    target = address(name, entry, rows)
    sent = {**entry.data, **entry.form(rows)}
    answer = client.post(target, sent) if entry.method == "post" else client.get(target)
    if answer.streaming:
        # Reads to the end, after which the client closes the file.
        answer.getvalue()
    status: int = answer.status_code
    return status


def answers(client: Client, rows: Rows) -> dict[str, int]:
    with unrendered():
        return {name: ask(client, name, entry, rows) for name, entry in MATRIX.items()}


def unexpected(met: dict[str, int], wanted: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Where another status than the wanted one was met."""
    return {n: (status, wanted[n]) for n, status in met.items() if status != wanted[n]}


def row_values(rows: Rows) -> dict[str, object]:
    """Everything that is written about the rows, to see that nothing changed."""
    return {
        str(model._meta): list(model._default_manager.filter(pk=row.pk).values())
        for model, row in rows.items()
    }


def test_every_model_of_the_product_has_pages() -> None:
    ours = {"payment_links", "invoicing"}
    models = {model for model in apps.get_models() if model._meta.app_label in ours}

    assert models - SUMS - CLAIMS - PARTS == set(MODELS)


def test_every_registered_model_has_a_row_in_this_matrix(office: Office) -> None:
    _own, own_rows, _foreign_rows = office

    assert set(own_rows) == set(MODELS)


def test_every_registered_address_is_in_this_matrix() -> None:
    known = set(standard_addresses()) | set(OWN_ADDRESSES) | SITE_ADDRESSES

    assert set(registered_addresses()) == known


@pytest.mark.parametrize("role", ROLES)
def test_members_meet_at_their_own_merchant_what_their_role_allows(
    role: str, office: Office
) -> None:
    own, own_rows, _foreign_rows = office

    met = answers(member(own, role), own_rows)

    assert unexpected(met, {name: entry.own[role] for name, entry in MATRIX.items()}) == {}


@pytest.mark.parametrize("role", ROLES)
def test_foreign_rows_are_not_found_like_rows_that_do_not_exist(role: str, office: Office) -> None:
    own, _own_rows, foreign_rows = office
    before = row_values(foreign_rows)

    met = answers(member(own, role), foreign_rows)

    assert unexpected(met, {name: entry.foreign[role] for name, entry in MATRIX.items()}) == {}
    assert row_values(foreign_rows) == before


def test_superusers_open_every_page(office: Office) -> None:
    _own, own_rows, _foreign_rows = office
    client = superuser()
    pages = {n: e for n, e in MATRIX.items() if not n.endswith(("_add", "_delete"))}

    shown = {name: ask(client, name, entry, own_rows) for name, entry in pages.items()}

    assert unexpected(shown, {name: entry.superuser for name, entry in pages.items()}) == {}


def actions_of(model: type[Model]) -> list[str]:
    """Every action of the model's list, as a superuser is offered it."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    return list(admin.site._registry[model].get_actions(request))


@pytest.mark.parametrize("role", ROLES)
def test_no_action_reaches_a_foreign_row(role: str, office: Office) -> None:
    own, _own_rows, foreign_rows = office
    client = member(own, role)
    before = row_values(foreign_rows)

    with unrendered():
        for model in MODELS:
            for action in actions_of(model):
                run(client, model, action, foreign_rows[model])

    assert row_values(foreign_rows) == before


def test_readers_run_no_action_on_own_rows(office: Office) -> None:
    own, own_rows, _foreign_rows = office
    client = member(own, "ACCOUNTANT")
    before = row_values(own_rows)

    with unrendered():
        for model in MODELS:
            for action in actions_of(model):
                run(client, model, action, own_rows[model])

    assert row_values(own_rows) == before


def run(client: Client, model: type[Model], action: str, row: Model) -> None:
    """Choose the row in its list and run the action, confirmed where it asks."""
    chosen = {"action": action, "_selected_action": str(row.pk), "confirmed": "yes"}
    answer = client.post(page(model, "changelist"), chosen)
    assert answer.status_code in {200, 302, 403}, (model, action)
    # Downloads change nothing but files that are rendered late; they have tests of their own.
    if model is PaymentLink and link_actions.find(action):
        client.post(bulk_address(action), {"links": str(row.pk)})


def test_superusers_do_not_delete_what_was_issued_or_happened(office: Office) -> None:
    _own, own_rows, _foreign_rows = office
    client = superuser()
    final = [model for model in MODELS if model not in {Membership}]

    met = {m: client.get(page(m, "delete", own_rows[m].pk)).status_code for m in final}

    assert met == dict.fromkeys(final, 403)


@pytest.mark.parametrize("values", [{}, {"is_active": False}, {"is_staff": False}])
def test_people_without_membership_or_post_see_nothing(
    values: dict[str, bool], office: Office
) -> None:
    _own, own_rows, _foreign_rows = office
    client = signed_in(make_user("nobody", **values))
    pages = [name for name in MATRIX if name.endswith(("_change", "_changelist"))]

    with unrendered():
        met = {ask(client, name, MATRIX[name], own_rows) for name in pages}

    assert met <= {302, 403, 404}
    assert client.get("/admin/").content.count(b"pl-tile-figure") == 0
