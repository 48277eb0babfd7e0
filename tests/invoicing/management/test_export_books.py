"""manage.py export_books: files, exit codes and progress."""

from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from invoicing import pdf
from invoicing.documents import read_document
from invoicing.exports.selection import bring_up_to_date
from invoicing.models import BookExport
from payment_links import clock
from payment_links.models import LinkDocument, Merchant
from tests.builders import NOON, make_link, make_merchant
from tests.invoicing.exports.sie_reader import read_sie
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db
NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(pdf, "render_pdf", lambda *_, **__: b"%PDF" + bytes(4096))


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path) -> Path:
    stored = settings.STORAGES["documents"]
    stored = {**stored, "OPTIONS": {**stored["OPTIONS"], "location": tmp_path / "shelf"}}
    settings.STORAGES = {**settings.STORAGES, "documents": stored}
    return tmp_path / "shelf"


@pytest.fixture
def merchant() -> Merchant:
    """A merchant with one invoice."""
    merchant = make_merchant()
    make_invoice(make_link(merchant))
    return merchant


def export_books(merchant: Any, file_format: str, output: Path | str, *more: str) -> str:
    """Run the command; returns what it said on its way."""
    told = StringIO()
    call_command(
        "export_books",
        *("--merchant", getattr(merchant, "pk", merchant), *NOVEMBER),
        *("--format", file_format, "--output", str(output), *more),
        stderr=told,
    )
    return told.getvalue()


@pytest.mark.parametrize(
    ("file_format", "start"),
    [("csv", b"\xef\xbb\xbfDate;"), ("xlsx", b"PK"), ("zip", b"PK"), ("sie", b"#FLAGGA 0")],
)
def test_every_format_is_written(
    merchant: Merchant, tmp_path: Path, file_format: str, start: bytes
) -> None:
    output = tmp_path / "books"

    told = export_books(merchant, file_format, output)

    assert output.read_bytes().startswith(start)
    assert told.strip().endswith(f"MB, {output}")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["books"]


def test_without_a_name_the_file_gets_its_own(
    merchant: Merchant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    call_command(
        *("export_books", "--merchant", merchant.pk, *NOVEMBER, "--format", "sie"),
        stderr=StringIO(),
    )

    assert (tmp_path / "Books 2026-11 Pizzeria Vesuvio AB.si").exists()


def test_a_hyphen_writes_to_standard_output(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(output))

    export_books(merchant, "sie", "-")

    assert len(read_sie(output.getvalue()).vouchers) == 1


def test_the_export_is_logged_without_a_user(merchant: Merchant, tmp_path: Path) -> None:
    export_books(merchant, "sie", tmp_path / "books.si", "--kind", "payment")

    logged = BookExport.objects.get()
    assert (logged.format, logged.exported_by) == ("SIE", None)
    assert read_sie((tmp_path / "books.si").read_bytes()).vouchers == []


def test_damaged_documents_give_an_exit_code_of_their_own(
    merchant: Merchant, tmp_path: Path, shelf: Path
) -> None:
    bring_up_to_date(merchant, now=NOON)
    document = LinkDocument.objects.get(kind=LinkDocument.Kind.INVOICE)
    read_document(document)
    document.refresh_from_db()
    (shelf / document.stored_file).write_bytes(b"x")

    with pytest.raises(CommandError, match=f"Invoice {document.number}") as refusal:
        export_books(merchant, "zip", tmp_path / "books.zip")

    assert refusal.value.returncode == 3
    assert (tmp_path / "books.zip").exists()


def test_an_unknown_merchant_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no merchant"):
        export_books("00000000-0000-0000-0000-000000000000", "csv", tmp_path / "books.csv")


@pytest.mark.parametrize("day", ["2026-13-01", "2026-12-01", "1900-01-01"])
def test_bad_days_are_refused(merchant: Merchant, tmp_path: Path, day: str) -> None:
    with pytest.raises(CommandError):
        export_books(merchant, "csv", tmp_path / "books.csv", "--from", day)

    assert not (tmp_path / "books.csv").exists()


def test_a_file_that_cannot_be_written_is_told(merchant: Merchant, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="was not written"):
        export_books(merchant, "csv", tmp_path / "missing" / "books.csv")

    assert BookExport.objects.count() == 0
