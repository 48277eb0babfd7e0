"""Files of links to be, and batches of them, for tests."""

from typing import Any

from payment_links.batches.columns import recognise
from payment_links.batches.running import start_batch
from payment_links.batches.uploads import check_batch, store_upload
from payment_links.models import SYSTEM, Actor, LinkBatch, LinkBatchRow, Merchant
from tests.builders import DUMMY, NOON, make_demo_merchant, make_merchant

HEADS = [
    *("own_reference", "first_name", "last_name", "phone", "email"),
    *("description", "price", "quantity", "vat", "due_date"),
]
BERTIL: dict[str, str] = {
    "own_reference": "",
    "first_name": "Bertil",
    "last_name": "Jönsson",
    "phone": "070-174 06 15",
    "email": "bertil@example.com",
    "description": "Hawaii Pizza",
    "price": "70,00",
    "quantity": "2",
    "vat": "12",
    "due_date": "2026-12-01",
}


def csv_file(*rows: dict[str, str], heads: list[str] | None = None) -> bytes:
    """A CSV with a row per mapping, each Bertil's but for what it says otherwise."""
    shown = heads or HEADS
    lines = [[({**BERTIL, **row}).get(head, "") for head in shown] for row in rows]
    return "\r\n".join(";".join(line) for line in [shown, *lines]).encode()


def people(count: int, **values: str) -> list[dict[str, str]]:
    """Rows for so many different people."""
    return [{"email": f"p{n}@example.com", "phone": "", **values} for n in range(count)]


def office(**values: Any) -> Merchant:
    """A merchant whose staff may make links."""
    return make_merchant(**{"payment_provider_methods": [DUMMY], **values})


def demo_office(**values: Any) -> Merchant:
    """The same, known to the payments service of the sandbox."""
    return make_demo_merchant(**{"payment_provider_methods": [DUMMY], **values})


def upload(
    merchant: Merchant, *rows: dict[str, str], name: str = "kunder.csv", actor: Actor = SYSTEM
) -> LinkBatch:
    """The batch of a file that was uploaded and not checked."""
    return store_upload(merchant, name, csv_file(*rows), actor=actor, now=NOON)


def checked(
    merchant: Merchant, *rows: dict[str, str], heads: list[str] | None = None, name: str = "f.csv"
) -> LinkBatch:
    """The batch of a file after its dry run."""
    content = csv_file(*rows, heads=heads)
    batch = store_upload(merchant, name, content, actor=SYSTEM, now=NOON)
    return check_batch(batch.pk, recognise(heads or HEADS), now=NOON)


def started(
    merchant: Merchant, *rows: dict[str, str], channels: tuple[str, ...] = (), name: str = "f.csv"
) -> LinkBatch:
    """The batch of a file whose links are being made."""
    batch = checked(merchant, *rows, name=name)
    start_batch(
        batch.pk, expected_links=batch.link_count, channels=channels, actor=SYSTEM, now=NOON
    )
    batch.refresh_from_db()
    return batch


def told(batch: LinkBatch) -> list[tuple[int, str, str, str]]:
    """Row, column, what was found and the code of everything that is wrong or worth a look."""
    return [
        (problem["row"], problem["column"], problem["found"], problem["code"])
        for row in LinkBatchRow.objects.filter(batch=batch).order_by("first_row")
        for problem in row.problems
    ]
