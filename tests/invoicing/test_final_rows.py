"""Final rows: what was issued or booked is changed by no SQL, on either database."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from invoicing.models import (
    BookedRate,
    BookEntry,
    BookExport,
    Books,
    CreditNote,
    Invoice,
    InvoiceLine,
    NumberSeries,
    PeriodClosing,
    Receipt,
)
from payment_links.final_rows import (
    LiftProtection,
    ProtectRows,
    missing_triggers,
    promised_tables,
)
from payment_links.models import SYSTEM, CustomerEvent, LinkDocument, TimelineEntry
from tests.builders import NOON
from tests.invoicing.final_rows import make_final_rows
from tests.invoicing.issuing import make_invoice, make_receipt
from tests.unprotected import execute, unprotected

pytestmark = pytest.mark.django_db

FINAL: list[type[models.Model]] = [
    Invoice,
    InvoiceLine,
    Receipt,
    CreditNote,
    BookEntry,
    BookedRate,
    PeriodClosing,
    BookExport,
    TimelineEntry,
    CustomerEvent,
]
PROTECTED: list[type[models.Model]] = [*FINAL, LinkDocument, NumberSeries, Books]
EMPTYING = {"postgresql": "TRUNCATE {} CASCADE", "sqlite": "DELETE FROM {}"}
OVERWRITING = {
    "postgresql": "INSERT INTO {0} SELECT * FROM {0}"
    " ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    "sqlite": "REPLACE INTO {0} SELECT * FROM {0}",
}
DIGITS = "0" * 64


def table_of(model: type[models.Model]) -> str:
    return model._meta.db_table


def rows_of(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
        return list(cursor.fetchall())


def refusal(table: str, event: str) -> str:
    return re.escape(f"{table} is final: {event} is refused")


def refuse(statement: str, table: str, event: str) -> None:
    """Run the statement: it must be refused, and leave every row as it was."""
    before = rows_of(table)
    connection.check_constraints()

    with pytest.raises(IntegrityError, match=refusal(table, event)), transaction.atomic():
        execute(statement)

    assert rows_of(table) == before != []


def refuse_update(model: type[models.Model], change: str) -> None:
    table = table_of(model)
    refuse(f"UPDATE {table} SET {change}", table, "UPDATE")  # noqa: S608


def test_every_promised_table_has_its_triggers() -> None:
    assert sorted(promised_tables(connection)) == sorted(table_of(model) for model in PROTECTED)
    assert missing_triggers(connection) == []


@pytest.mark.parametrize("model", FINAL)
def test_no_column_of_a_final_row_is_updated(model: type[models.Model]) -> None:
    make_final_rows()
    columns = [field.column for field in model._meta.concrete_fields]

    # SQLite knows that an integer key is never NULL before it asks the trigger.
    for change in ("id = id", *(f'"{column}" = NULL' for column in columns if column != "id")):
        refuse_update(model, change)


@pytest.mark.parametrize("model", PROTECTED)
def test_no_row_is_deleted(model: type[models.Model]) -> None:
    make_final_rows()
    table = table_of(model)

    refuse(f"DELETE FROM {table} WHERE id = id", table, "DELETE")  # noqa: S608


@pytest.mark.parametrize("model", PROTECTED)
def test_no_table_is_emptied(model: type[models.Model]) -> None:
    make_final_rows()
    event = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE"

    refuse(EMPTYING[connection.vendor].format(table_of(model)), table_of(model), event)


@pytest.mark.parametrize("model", FINAL)
def test_no_row_is_overwritten_by_an_insert(model: type[models.Model]) -> None:
    make_final_rows()
    event = "UPDATE" if connection.vendor == "postgresql" else "DELETE"

    refuse(OVERWRITING[connection.vendor].format(table_of(model)), table_of(model), event)


def test_words_about_a_person_are_emptied_and_nothing_else() -> None:
    link = make_invoice().payment_link
    note = TimelineEntry.objects.record(link, "NOTE", actor=SYSTEM, now=NOON, text="Elsa ringde")

    refuse_update(TimelineEntry, "details = '{\"text\": \"x\"}' WHERE event = 'NOTE'")
    refuse_update(TimelineEntry, "details = '{}', event = 'CREATED' WHERE event = 'NOTE'")
    refuse_update(TimelineEntry, "details = '{}' WHERE event <> 'NOTE'")
    assert TimelineEntry.objects.erase_words() == 1

    note.refresh_from_db()
    assert (note.details, note.event) == ({}, "NOTE")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "'00000000000000000000000000000000'"),
        ("payment_link_id", "'00000000000000000000000000000000'"),
        ("kind", "'RECEIPT'"),
        ("number", "'1'"),
        ("file_name", "'b.pdf'"),
        ("bank_app_code", "'{}'"),
        ("issued_at", "'2020-01-01 00:00:00+00:00'"),
    ],
)
def test_what_a_document_was_issued_as_is_fixed(column: str, value: str) -> None:
    make_final_rows()

    refuse_update(LinkDocument, f"{column} = {value}")


def test_the_file_of_a_document_is_set_once() -> None:
    document = make_receipt().link_document
    stored = {"stored_file": "a.pdf", "sha256": DIGITS, "size": 1, "stored_at": document.issued_at}

    assert LinkDocument.objects.update(**stored) == 1

    for change in (
        "stored_file = 'b.pdf'",
        f"sha256 = '{DIGITS.replace('0', '1')}'",
        "size = 2",
        "stored_at = NULL",
        "stored_at = NULL, stored_file = '', sha256 = '', size = 0",
    ):
        refuse_update(LinkDocument, change)


def test_the_outbox_columns_of_a_stored_document_change() -> None:
    document = make_receipt().link_document
    now = document.issued_at
    LinkDocument.objects.update(stored_file="a.pdf", sha256=DIGITS, size=1, stored_at=now)
    outbox = {
        "state": "LEASED",
        "not_before": now,
        "lease_until": now,
        "published_until": now,
        "attempts": 3,
        "last_error": "full",
    }

    LinkDocument.objects.update(**outbox)

    assert LinkDocument.objects.values(*outbox).get() == outbox


def test_a_series_counts_on_and_never_back() -> None:
    make_invoice()

    NumberSeries.objects.update(next_number=10)

    refuse_update(NumberSeries, "next_number = 9")


@pytest.mark.parametrize(
    "change",
    ["id = id + 1000", "merchant_id = NULL", "kind = ''", "fiscal_year = 1", "prefix = 'X'"],
)
def test_a_series_stays_what_it_is(change: str) -> None:
    make_invoice()

    refuse_update(NumberSeries, change)


def test_books_are_closed_forward_only() -> None:
    make_invoice()

    Books.objects.update(closed_through=None)
    Books.objects.update(closed_through="2026-10-31")
    Books.objects.update(closed_through="2026-11-01")

    refuse_update(Books, "closed_through = '2026-10-31'")
    refuse_update(Books, "closed_through = NULL")


@pytest.mark.parametrize("change", ["id = id + 1000", "merchant_id = NULL"])
def test_books_stay_those_of_their_merchant(change: str) -> None:
    make_invoice()

    refuse_update(Books, change)


def test_the_orm_meets_the_same_refusal() -> None:
    invoice = make_invoice()
    invoice.total_amount = 1

    with pytest.raises(IntegrityError, match="invoicing_invoice is final"), transaction.atomic():
        invoice.save(update_fields=["total_amount"])

    assert Invoice.objects.get().total_amount == 14000


def test_triggers_that_were_removed_are_named() -> None:
    invoice = make_invoice()

    with unprotected("invoicing_invoice"):
        assert missing_triggers(connection) == [
            name
            for name in (
                "invoicing_invoice_final_delete",
                "invoicing_invoice_final_truncate",
                "invoicing_invoice_final_update",
            )
            if connection.vendor == "postgresql" or "truncate" not in name
        ]
        Invoice.objects.filter(pk=invoice.pk).update(total_amount=1)

    assert missing_triggers(connection) == []


@pytest.mark.django_db(transaction=True)
def test_a_trigger_that_was_switched_off_is_named() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL switches triggers off.")
    execute("ALTER TABLE invoicing_receipt DISABLE TRIGGER invoicing_receipt_final_update")

    missing = missing_triggers(connection)
    execute("ALTER TABLE invoicing_receipt ENABLE TRIGGER invoicing_receipt_final_update")

    assert missing == ["invoicing_receipt_final_update"]


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_a_table_protects_it_again() -> None:
    old = PeriodClosing._meta.get_field("closed_at")
    new = models.DateTimeField(null=True)
    new.set_attributes_from_name("closed_at")

    for before, after in ((old, new), (new, old)):
        with connection.schema_editor() as editor:
            LiftProtection("invoicing_periodclosing").database_forwards("", editor, None, None)
            assert len(missing_triggers(connection)) >= 2
            editor.alter_field(PeriodClosing, before, after)
            ProtectRows("invoicing_periodclosing").database_forwards("", editor, None, None)
        assert missing_triggers(connection) == []


@pytest.mark.django_db(transaction=True)
def test_protecting_and_lifting_have_a_reverse() -> None:
    protect, lift = (kind("invoicing_receipt") for kind in (ProtectRows, LiftProtection))

    with connection.schema_editor() as editor:
        protect.database_backwards("invoicing", editor, None, None)
        assert "invoicing_receipt_final_update" in missing_triggers(connection)
        lift.database_backwards("invoicing", editor, None, None)
        assert missing_triggers(connection) == []
