"""Rows that ask for a link that another row asked for already, in this file or an earlier one."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from payment_links.batches.drafts import Draft
from payment_links.models import LinkBatch, LinkBatchRow
from payment_links.models.batches import LinkBatchRowQuerySet

# So many values stand in one comparison; SQLite takes no more than a thousand or so.
AT_ONCE = 400
State = LinkBatchRow.State


def fingerprint(draft: Draft) -> str:
    """The same for rows with the same contact, references, amount and due date."""
    asked = draft.asked
    customer = asked["customer"]
    contact = [draft.mobile or customer["phone"], customer["email"].casefold()]
    if not any(contact):
        contact = [draft.name.casefold()]
    references = [customer["reference"], draft.own_reference]
    terms = [draft.currency, draft.total_amount, asked["due_date"]]
    described = json.dumps([contact, references, terms], ensure_ascii=False)
    return hashlib.sha256(described.encode()).hexdigest()


def mark_duplicates(batch: LinkBatch, rows: Sequence[LinkBatchRow]) -> None:
    """Set is_duplicate and duplicate_of of all rows, in their order; nothing is written.

    The first of several equal rows of a file is none, unless an earlier batch has its like.
    """
    right = [row for row in rows if not row.is_wrong]
    earlier = _earlier(batch, right)
    seen: dict[str, int] = {}
    for row in right:
        found = next((earlier[key] for key in _keys(row) if key in earlier), None)
        within = next((seen[key] for key in _keys(row) if key in seen), None)
        if found is None and within is not None:
            found = {"row": within}
        row.is_duplicate, row.duplicate_of = found is not None, found or {}
        for key in _keys(row):
            seen.setdefault(key, row.first_row)


def _keys(row: LinkBatchRow) -> list[str]:
    """By what a row is known again: what it asks for, and its own reference when it has one."""
    keys = [f"print {row.fingerprint}"]
    return [*keys, f"reference {row.own_reference}"] if row.own_reference else keys


def _earlier(batch: LinkBatch, rows: list[LinkBatchRow]) -> dict[str, dict[str, Any]]:
    """Per key the row of another batch that became or will become a link."""
    found: dict[str, dict[str, Any]] = {}
    kept = _kept(batch)
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        prints = {row.fingerprint for row in some}
        references = {row.own_reference for row in some} - {""}
        alike = list(kept.filter(fingerprint__in=prints))
        alike += list(kept.filter(own_reference__in=references))
        for other in alike:
            told = {
                "batch": str(other.batch_id),
                "file": other.batch.file_name,
                "row": other.first_row,
            }
            for key in _keys(other):
                found.setdefault(key, told)
    return found


def _kept(batch: LinkBatch) -> QuerySet[LinkBatchRow]:
    """The rows of the merchant's other batches that have a link or are on their way to one."""
    under_way = Q(state__in=[State.PENDING, State.LEASED, State.DONE])
    paused = Q(state=State.BLOCKED, batch__state=LinkBatch.State.PAUSED)
    paused &= LinkBatchRowQuerySet.is_wanted()
    return (
        LinkBatchRow.objects.filter(under_way | paused, merchant=batch.merchant_id)
        .exclude(batch=batch)
        .select_related("batch")
        .only(
            *("batch__file_name", "first_row", "fingerprint", "own_reference", "merchant"),
        )
        .order_by(F("id"))
    )
