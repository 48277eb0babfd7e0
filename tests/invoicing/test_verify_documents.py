"""manage.py verify_documents: findings on one stream, progress on the other, and the exit code."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from invoicing import pdf, verification
from invoicing.documents import read_document
from payment_links import clock
from payment_links.models import LinkDocument
from tests.builders import NOON, make_link
from tests.invoicing.issuing import make_invoice, make_paper_merchant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    stored = settings.STORAGES["documents"]
    options = {**stored["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "documents": {**stored, "OPTIONS": options}}
    monkeypatch.setattr(pdf, "render_pdf", lambda *_, **__: b"%PDF")
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    """The exit code, standard output and standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_documents", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def stored_document() -> LinkDocument:
    document = make_invoice(make_link(make_paper_merchant())).link_document
    read_document(document)
    return LinkDocument.objects.get(pk=document.pk)


def test_all_is_well() -> None:
    stored_document()

    assert run() == (0, "Documents: 1, number series: 1, errors: 0, warnings: 0.\n", "")


def test_what_is_wrong_is_named_and_ends_with_1(shelf: Path) -> None:
    document = stored_document()
    (shelf / document.stored_file).unlink()

    code, out, _ = run()

    assert code == 1
    assert out == (
        f"MISSING      INVOICE {document.number} ({document.pk}):"
        f" {document.stored_file} is not there\n"
        "Documents: 1, number series: 1, errors: 1, warnings: 0.\n"
    )


def test_a_warning_ends_with_0(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shelf / "stray.pdf").write_bytes(b"")
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=100_000))

    assert run() == (
        0,
        "UNKNOWN FILE stray.pdf: no document has this file\n"
        "Documents: 0, number series: 0, errors: 0, warnings: 1.\n",
        "",
    )


def test_the_arguments_narrow_it_down() -> None:
    ours, _other = stored_document(), stored_document()
    merchant = str(ours.payment_link.merchant_id)

    assert run("--merchant", merchant)[1].startswith("Documents: 1, number series: 1,")
    assert run("--since", "2026-11-22")[1].startswith("Documents: 2,")
    assert run("--since", "2026-11-23")[1].startswith("Documents: 0,")


def test_patience_is_counted_in_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    make_invoice()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=30))

    assert run()[0] == 0
    assert run("--patience", "29")[0] == 1


def test_progress_is_told_on_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "BATCH", 1)
    stored_document()

    assert run()[2] == "1 of 1 documents\n"
