"""The dry run: what a file's rows ask for, everything that is wrong, and nothing made of it."""

from datetime import timedelta

import pytest

from payment_links.batches.columns import recognise
from payment_links.batches.running import choose_duplicates
from payment_links.batches.sheets import FileRefusedError
from payment_links.batches.uploads import (
    AlreadyUploadedError,
    BatchNotOpenError,
    ColumnsMissingError,
    check_batch,
    store_upload,
)
from payment_links.models import (
    SYSTEM,
    Customer,
    Distribution,
    LinkBatch,
    LinkBatchRow,
    PaymentLink,
)
from tests.builders import NOON
from tests.payment_links.batches.files import (
    HEADS,
    checked,
    csv_file,
    office,
    people,
    started,
    told,
    upload,
)

pytestmark = pytest.mark.django_db


def test_a_dry_run_counts_links_and_sums_and_makes_nothing() -> None:
    batch = checked(office(), *people(3), {"currency": "EUR"}, heads=[*HEADS, "currency"])

    assert (batch.state, batch.link_count, batch.wrong_count) == ("CHECKED", 4, 0)
    assert batch.sums == {"SEK": 42000, "EUR": 14000}
    assert [PaymentLink.objects.count(), Customer.objects.count()] == [0, 0]
    assert Distribution.objects.count() == 0


def test_every_error_is_told_by_row_and_column() -> None:
    batch = checked(
        office(),
        {"price": "tolv", "vat": "moms", "email": "bertil"},
        {"first_name": "", "phone": "4.67E+10"},
        {"price": "0"},
        {"quantity": "1,5", "due_date": "31/31/2026", "description": ""},
    )

    assert told(batch) == [
        (2, "email", "bertil", "not_an_email"),
        (2, "vat", "moms", "not_percent"),
        (2, "price", "tolv", "not_a_number"),
        (3, "phone", "4.67E+10", "shortened"),
        (3, "first_name", "", "missing"),
        (4, "price", "0", "not_payable"),
        (5, "due_date", "31/31/2026", "not_a_date"),
        (5, "description", "", "missing"),
        (5, "quantity", "1,5", "not_whole"),
    ]
    assert (batch.link_count, batch.wrong_count, batch.sums) == (0, 4, {})


def test_warnings_do_not_keep_a_link_from_being_made() -> None:
    batch = checked(
        office(),
        {"phone": "701740615"},
        {"phone": "019-12 34 56", "due_date": "2026-11-21", "vat": "17"},
        {"phone": "", "email": "", "due_date": "2036-12-01"},
    )

    assert told(batch) == [
        (2, "phone", "701740615", "completed_phone"),
        (3, "phone", "019-12 34 56", "no_sms"),
        (3, "due_date", "2026-11-21", "past"),
        (3, "vat", "17", "unusual_vat"),
        (4, "", "", "no_contact"),
        (4, "due_date", "2036-12-01", "far"),
    ]
    assert (batch.link_count, batch.wrong_count) == (3, 0)


def test_rows_with_the_same_own_reference_become_one_link() -> None:
    batch = checked(
        office(),
        {"own_reference": "A1", "price": "70"},
        {"own_reference": "A1", "price": "-20", "description": "Rabatt", "phone": "", "vat": "25"},
        {"own_reference": "A2", "email": "x@example.com"},
    )

    rows = batch.rows.order_by("first_row").values_list("first_row", "last_row", "total_amount")
    assert list(rows) == [(2, 3, 10000), (4, 4, 14000)]
    lines = batch.rows.get(first_row=2).asked["lines"]
    assert [(line["description"], line["price"], line["vat"]) for line in lines] == [
        ("Hawaii Pizza", 7000, "12.00"),
        ("Rabatt", -2000, "25.00"),
    ]


def test_a_further_line_may_not_name_another_customer() -> None:
    batch = checked(
        office(), {"own_reference": "A1"}, {"own_reference": "A1", "last_name": "Åkesson"}
    )

    assert told(batch) == [(3, "last_name", "Åkesson", "differs")]
    assert batch.wrong_count == 1


def test_prices_without_vat_are_added_up_on_the_merchants_basis() -> None:
    batch = checked(office(price_basis="NET"), {"price": "100", "quantity": "1", "vat": "25"})

    assert (batch.price_basis, batch.sums) == ("NET", {"SEK": 12500})


def test_equal_rows_and_equal_own_references_are_duplicates() -> None:
    rows = [{}, {}, {"own_reference": "A"}, {"own_reference": "B"}]
    rows += [{"own_reference": "A", "price": "1", "email": "x@example.com"}]

    batch = checked(office(), *rows)

    found = batch.rows.filter(is_duplicate=True).values_list("first_row", "duplicate_of")
    assert dict(found) == {3: {"row": 2}, 6: {"row": 4}}
    assert (batch.link_count, batch.duplicate_count) == (3, 2)


def test_a_doubled_row_is_a_duplicate_and_no_further_line() -> None:
    lines = [{"own_reference": "A"}, {"own_reference": "A", "description": "Dip"}]

    batch = checked(office(), *lines, *lines)

    found = batch.rows.order_by("first_row").values_list("first_row", "last_row", "is_duplicate")
    assert list(found) == [(2, 3, False), (4, 5, True)]
    assert batch.sums == {"SEK": 28000}


def test_rows_of_an_earlier_batch_are_duplicates_once_that_one_was_started() -> None:
    merchant = office()
    unstarted = checked(merchant, {"price": "50"}, name="first.csv")
    earlier = started(merchant, {}, name="second.csv")

    batch = checked(merchant, {"price": "50"}, {}, name="third.csv")

    row = batch.rows.get(is_duplicate=True)
    assert row.duplicate_of == {"batch": str(earlier.pk), "file": "second.csv", "row": 2}
    assert batch.link_count == 1
    assert unstarted.state == "CHECKED"


def test_another_merchants_rows_are_no_duplicates() -> None:
    started(office(), {})

    assert checked(office(), {}).link_count == 1


def test_duplicates_are_included_when_somebody_wants_them() -> None:
    batch = checked(office(), {}, {})

    choose_duplicates(batch.pk, includes_duplicates=True)

    batch.refresh_from_db()
    assert (batch.link_count, batch.sums) == (2, {"SEK": 28000})


def test_the_same_file_leads_to_the_batch_that_it_was_uploaded_as() -> None:
    merchant = office()
    batch = upload(merchant, {})

    with pytest.raises(AlreadyUploadedError) as refusal:
        upload(merchant, {}, name="renamed.csv")

    assert refusal.value.batch_id == batch.pk
    assert LinkBatch.objects.count() == 1
    assert upload(office(), {}).pk != batch.pk


def test_a_cancelled_file_may_be_uploaded_again() -> None:
    merchant = office()
    LinkBatch.objects.filter(pk=upload(merchant, {}).pk).update(state="CANCELLED")

    upload(merchant, {})

    assert LinkBatch.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a;b\n", "no_rows"), (b"\xd0\xcf\x11\xe0", "old_excel"), (b"x" * 5_300_000, "too_large")],
    ids=["headings only", "old Excel", "too large"],
)
def test_a_file_that_is_refused_leaves_no_batch(content: bytes, code: str) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        store_upload(office(), "x", content, actor=SYSTEM, now=NOON)

    assert refusal.value.code == code
    assert LinkBatch.objects.count() == 0


def test_a_batch_without_prices_is_not_checked() -> None:
    batch = upload(office(), {})

    with pytest.raises(ColumnsMissingError) as refusal:
        check_batch(batch.pk, {"name": 1, "vat": 8}, now=NOON)

    assert refusal.value.names == ["description", "price"]
    assert LinkBatchRow.objects.count() == 0


def test_a_second_dry_run_replaces_the_first() -> None:
    batch = checked(office(), {}, {"price": "x"})
    mapping = {**recognise(HEADS), "price": HEADS.index("quantity")}

    again = check_batch(batch.pk, mapping, now=NOON + timedelta(hours=1))

    assert (again.link_count, again.wrong_count, again.duplicate_count) == (1, 0, 1)
    assert LinkBatchRow.objects.count() == 2


def test_a_started_batch_is_not_checked_again() -> None:
    batch = started(office(), {})

    with pytest.raises(BatchNotOpenError):
        check_batch(batch.pk, recognise(HEADS), now=NOON)

    assert batch.rows.get().state == "PENDING"


def test_the_columns_are_remembered_for_the_merchant() -> None:
    merchant = office()
    chosen = {**recognise(HEADS), "price": HEADS.index("quantity")}
    del chosen["due_date"]
    check_batch(upload(merchant, {}).pk, chosen, now=NOON)

    same_columns = upload(merchant, {"price": "1"})
    fewer = csv_file({}, heads=["email", "price", "quantity"])
    other_columns = store_upload(merchant, "b.csv", fewer, actor=SYSTEM, now=NOON)

    assert same_columns.mapping == chosen
    assert other_columns.mapping == {"email": 0, "price": 2, "quantity": 2}
