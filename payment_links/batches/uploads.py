"""Taking a file in, and the dry run: what its rows ask for. No link is made here."""

import hashlib
from collections import defaultdict
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from payment_links import clock
from payment_links.batches.columns import Mapping, missing_columns, recognise
from payment_links.batches.csv_sheets import read_csv
from payment_links.batches.drafts import Draft, Reading, read_drafts
from payment_links.batches.duplicates import fingerprint, mark_duplicates
from payment_links.batches.sheets import (
    LARGEST_FILE,
    FileRefusedError,
    Sheet,
    pack_rows,
    unpack_rows,
)
from payment_links.batches.xlsx_sheets import read_xlsx
from payment_links.errors import DomainError
from payment_links.models import Actor, LinkBatch, LinkBatchRow, Merchant
from payment_links.vat import PriceBasis

ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
LONGEST_FILE_NAME = 200
OLD_WORKBOOK = (
    "The workbook is of an old kind or has a password: save it as .xlsx without one, or as CSV."
)
AT_ONCE = 500
State = LinkBatch.State


class AlreadyUploadedError(DomainError):
    """The same bytes were uploaded for the merchant before; batch_id: what became of them."""

    code = "already_uploaded"
    description = "This file was uploaded already."

    def __init__(self, batch_id: UUID) -> None:
        self.batch_id = batch_id
        super().__init__()


class BatchNotOpenError(DomainError):
    code = "batch_not_open"
    description = "The batch was started or cancelled already."


class ColumnsMissingError(DomainError):
    """names: of the columns without which no link can be made."""

    code = "columns_missing"
    http_status = 422
    description = "Columns are missing."

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__()


def store_upload(
    merchant: Merchant, file_name: str, content: bytes, *, actor: Actor, now: datetime
) -> LinkBatch:
    """A new batch from the bytes of a file, its columns recognised as far as possible.

    Raises AlreadyUploadedError, or FileRefusedError when the file as a whole cannot be read.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_known(merchant, sha256)
    kind, sheet = _read(content)
    batch = LinkBatch(
        merchant=merchant,
        file_name=_one_line(file_name)[-LONGEST_FILE_NAME:] or "–",
        file_sha256=sha256,
        kind=kind,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        headings=sheet.headings,
        cells=pack_rows(sheet.rows),
        file_row_count=len(sheet.rows),
        mapping=_first_mapping(merchant, sheet.headings),
        price_basis=merchant.price_basis,
        uploaded_by=actor.user,
        created_at=now,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        _refuse_known(merchant, sha256)
        raise
    return batch


def check_batch(batch_id: UUID, mapping: Mapping, *, now: datetime) -> LinkBatch:
    """The dry run: read every row with these columns and keep what it asks for and what is wrong.

    Done again, it replaces what was found before. Raises ColumnsMissingError, or BatchNotOpenError
    once the batch was started.
    """
    batch = LinkBatch.objects.select_related("merchant__tenant").get(pk=batch_id)
    if missing := missing_columns(mapping):
        raise ColumnsMissingError(missing)
    if not batch.is_open:
        raise BatchNotOpenError
    merchant = batch.merchant
    price_basis = PriceBasis(merchant.price_basis)
    today = clock.day_of(now, merchant.time_zone)
    reading = Reading(merchant, mapping, price_basis, today)
    drafts = read_drafts(unpack_rows(bytes(batch.cells)), reading)
    rows = [_row(batch, draft, now) for draft in drafts]
    mark_duplicates(batch, rows)
    with transaction.atomic():
        locked = LinkBatch.objects.lock(batch_id)
        if not locked.is_open:
            raise BatchNotOpenError
        locked.rows.all().delete()
        LinkBatchRow.objects.bulk_create(rows, batch_size=AT_ONCE)
        locked.mapping, locked.price_basis = mapping, price_basis
        locked.state, locked.checked_at = State.CHECKED, now
        locked.save(update_fields=["mapping", "price_basis", "state", "checked_at"])
        count_rows(locked, rows)
    return locked


def count_rows(batch: LinkBatch, rows: list[LinkBatchRow]) -> None:
    """Write how many links the batch is good for, and their sum per currency in minor units."""
    wanted = [row for row in rows if batch.wants(row)]
    sums: dict[str, int] = defaultdict(int)
    for row in wanted:
        sums[row.currency] += row.total_amount
    batch.link_count, batch.sums = len(wanted), dict(sums)
    batch.wrong_count = sum(row.is_wrong for row in rows)
    batch.duplicate_count = sum(row.is_duplicate for row in rows)
    batch.save(update_fields=["link_count", "sums", "wrong_count", "duplicate_count"])


def _read(content: bytes) -> tuple[str, Sheet]:
    if len(content) > LARGEST_FILE:
        raise FileRefusedError("too_large", "The file is larger than 5 MB: divide it.")
    if content.startswith(OLD_EXCEL_START):
        raise FileRefusedError("old_excel", OLD_WORKBOOK)
    if content.startswith(ZIP_START):
        return LinkBatch.Kind.XLSX, read_xlsx(content)
    return LinkBatch.Kind.CSV, read_csv(content)


def _refuse_known(merchant: Merchant, sha256: str) -> None:
    known = LinkBatch.objects.filter(merchant=merchant, file_sha256=sha256)
    batch_id = known.exclude(state=State.CANCELLED).values_list("pk", flat=True).first()
    if batch_id is not None:
        raise AlreadyUploadedError(batch_id)


def _first_mapping(merchant: Merchant, headings: list[str]) -> Mapping:
    """What the merchant's last batch chose, for the columns that this file has too."""
    last = (
        LinkBatch.objects.filter(merchant=merchant, checked_at__isnull=False)
        .order_by("-checked_at", "-pk")
        .values_list("headings", "mapping")
        .first()
    )
    if last is None:
        return recognise(headings)
    last_headings, mapping = last
    if last_headings == headings:
        return dict(mapping)
    return recognise(headings, {name: last_headings[at] for name, at in mapping.items()})


def _one_line(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).strip()


def _row(batch: LinkBatch, draft: Draft, now: datetime) -> LinkBatchRow:
    """A row that is held back until the batch is started."""
    is_wrong = draft.is_wrong
    return LinkBatchRow(
        batch=batch,
        merchant_id=batch.merchant_id,
        state=LinkBatchRow.State.BLOCKED,
        not_before=now,
        first_row=draft.first_row,
        last_row=draft.last_row,
        name=draft.name,
        own_reference=draft.own_reference,
        currency=draft.currency,
        total_amount=draft.total_amount,
        asked={} if is_wrong else draft.asked,
        fingerprint="" if is_wrong else fingerprint(draft),
        problems=[asdict(problem) for problem in draft.problems],
        is_wrong=is_wrong,
        has_warnings=any(not problem.is_error for problem in draft.problems),
        has_mobile=bool(draft.mobile),
        has_email=bool(draft.asked["customer"]["email"]),
    )
