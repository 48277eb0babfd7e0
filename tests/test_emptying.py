"""What the emptying of the tests' databases leaves, and what it gets past."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from payment_links.models import Merchant
from tests.builders import make_link, make_merchant

pytestmark = pytest.mark.django_db(transaction=True)

REFUSAL = {
    "sqlite": [
        "CREATE TRIGGER merchants_stay BEFORE DELETE ON payment_links_merchant"
        " BEGIN SELECT RAISE(ABORT, 'refused'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION merchants_stay() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE integrity_constraint_violation; END $$",
        "CREATE TRIGGER merchants_stay BEFORE DELETE ON payment_links_merchant"
        " FOR EACH ROW EXECUTE FUNCTION merchants_stay()",
    ],
}
REMOVAL = {
    "sqlite": "DROP TRIGGER merchants_stay",
    "postgresql": "DROP FUNCTION merchants_stay CASCADE",
}


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def empty(**options: bool) -> None:
    call_command("flush", interactive=False, verbosity=0, **options)


def test_rows_are_gone_and_permissions_stay() -> None:
    make_link()
    permissions = Permission.objects.count()

    empty()

    assert not Merchant.objects.exists()
    assert Permission.objects.count() == permissions > 0


def test_a_trigger_that_refuses_is_passed_and_refuses_again() -> None:
    execute(*REFUSAL[connection.vendor])
    make_merchant()

    empty(reset_sequences=False)

    assert not Merchant.objects.exists()
    merchant = make_merchant()
    with pytest.raises(IntegrityError), transaction.atomic():
        Merchant.objects.filter(pk=merchant.pk).delete()
    execute(REMOVAL[connection.vendor])


def test_ids_begin_again_when_asked_for() -> None:
    first = make_link().items.get().pk

    empty(reset_sequences=True)

    assert make_link().items.get().pk == 1 <= first
