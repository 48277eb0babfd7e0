"""Storing documents: rendered once, marked in one update, read with their hash checked."""

import errno
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from pytest_django import Settings

from invoicing import documents, pdf
from invoicing.documents import (
    DocumentDamagedError,
    DocumentUnavailableError,
    read_document,
    store_document,
    sweep_documents,
)
from payment_links import clock
from payment_links.models import LinkDocument
from tests.builders import NOON, make_link, make_merchant
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db
State = LinkDocument.State


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Any) -> Any:
    """A folder of the test's own for the stored files."""
    documents_storage = settings.STORAGES["documents"]
    options = {**documents_storage["OPTIONS"], "location": tmp_path}
    documents_storage = {**documents_storage, "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "documents": documents_storage}
    return tmp_path


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every rendering of the test gives other bytes; they are listed here."""
    made: list[bytes] = []

    def render(*_: object, **__: object) -> bytes:
        made.append(f"%PDF {len(made)}".encode())
        return made[-1]

    monkeypatch.setattr(pdf, "render_pdf", render)
    return made


def fail_with(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def files_in(shelf: Any) -> list[bytes]:
    return [path.read_bytes() for path in shelf.rglob("*") if path.is_file()]


def overwrite(path: Any, content: bytes) -> None:
    """Put another file in the place of one that is written by nobody."""
    path.unlink()
    path.write_bytes(content)


def make_document() -> LinkDocument:
    """A document whose seller lacks what an e-invoice needs, so that it is alone."""
    nobody = make_merchant(organization_number="", vat_number="")
    return make_invoice(make_link(nobody)).link_document


def reread(document: LinkDocument) -> LinkDocument:
    return LinkDocument.objects.get(pk=document.pk)


def test_the_job_stores_the_file_and_its_hash(renders: list[bytes], shelf: Any) -> None:
    document = make_document()

    store_document(str(document.pk))

    stored = reread(document)
    assert files_in(shelf) == renders == [b"%PDF 0"]
    assert (stored.state, stored.stored_at, stored.size) == (State.DONE, NOON, 6)
    assert stored.sha256 == hashlib.sha256(b"%PDF 0").hexdigest()
    assert stored.stored_file.startswith("2026/11/")
    assert len(stored.stored_file) == len("2026/11/.pdf") + 32


def test_a_second_job_finds_nothing_to_do(renders: list[bytes]) -> None:
    document = make_document()

    store_document(str(document.pk))
    store_document(str(document.pk))

    assert len(renders) == 1


def test_reading_renders_on_the_spot_once(renders: list[bytes], shelf: Any) -> None:
    document = make_document()

    read = [read_document(document) for _ in range(3)]
    store_document(str(document.pk))

    assert read == [b"%PDF 0"] * 3
    assert files_in(shelf) == renders == [b"%PDF 0"]
    assert reread(document).state == State.DONE


def test_of_two_at_once_the_first_to_mark_wins(
    renders: list[bytes], shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_document()
    write_file = documents._write_file

    def write_after_the_other(*arguments: Any) -> str:
        monkeypatch.setattr(documents, "_write_file", write_file)
        store_document(str(document.pk))
        return write_file(*arguments)

    monkeypatch.setattr(documents, "_write_file", write_after_the_other)

    assert read_document(document) == b"%PDF 1"
    assert len(renders) == 2
    assert files_in(shelf) == [b"%PDF 1"]


def test_a_changed_file_is_an_error(renders: list[bytes], shelf: Any) -> None:
    document = make_document()
    read_document(document)
    overwrite(shelf / reread(document).stored_file, b"%PDF x")

    with pytest.raises(DocumentDamagedError):
        read_document(document)
    assert len(renders) == 1


@pytest.mark.parametrize("state", ["PENDING", "LEASED", "DONE", "DEAD", "BLOCKED"])
def test_a_missing_file_is_an_error_and_not_rendered_again(
    state: str, renders: list[bytes], shelf: Any
) -> None:
    document = make_document()
    read_document(document)
    shelf.joinpath(reread(document).stored_file).unlink()
    LinkDocument.objects.update(state=state, lease_until=NOON - timedelta(1))

    store_document(str(document.pk))
    with pytest.raises(DocumentDamagedError):
        read_document(document)

    assert len(renders) == 1
    assert files_in(shelf) == []


def test_a_full_disk_leaves_no_cut_file_and_the_job_waits(
    renders: list[bytes], shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_document()
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(documents, "_flush", fail_with(full))

    store_document(str(document.pk))

    waiting = reread(document)
    assert files_in(shelf) == []
    assert (waiting.state, waiting.stored_at, waiting.attempts) == (State.PENDING, None, 1)
    assert waiting.not_before == NOON + timedelta(seconds=30)
    assert waiting.last_error == "[Errno 28] No space left on device"


def test_it_succeeds_when_there_is_space_again(
    renders: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_document()
    with monkeypatch.context() as full:
        full.setattr(FileSystemStorage, "save", fail_with(OSError(errno.ENOSPC, "full")))
        store_document(str(document.pk))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=1))

    store_document(str(document.pk))

    assert reread(document).state == State.DONE
    assert read_document(document) == renders[-1]


def test_reading_says_that_the_disk_is_full(
    renders: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_document()
    monkeypatch.setattr(FileSystemStorage, "save", fail_with(OSError(errno.ENOSPC, "full")))

    with pytest.raises(DocumentUnavailableError):
        read_document(document)
    assert reread(document).stored_at is None


def test_a_document_that_cannot_be_rendered_ends_dead_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = make_document()
    monkeypatch.setattr(pdf, "render_pdf", fail_with(pdf.PdfError("IndexError: poison")))

    for attempt in range(documents.LAST_ATTEMPT):
        later = NOON + timedelta(hours=attempt)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        store_document(str(document.pk))

    dead = reread(document)
    assert (dead.state, dead.attempts) == (State.DEAD, 5)
    assert dead.last_error == "IndexError: poison"
    with pytest.raises(DocumentUnavailableError):
        read_document(document)


def test_a_document_that_kills_its_workers_ends_dead(renders: list[bytes]) -> None:
    document = make_document()
    LinkDocument.objects.update(state=State.LEASED, lease_until=NOON - timedelta(1), attempts=5)

    store_document(str(document.pk))

    assert reread(document).state == State.DEAD
    assert renders == []


def test_a_lease_that_ran_out_is_taken_over(renders: list[bytes]) -> None:
    document = make_document()
    LinkDocument.objects.update(state=State.LEASED, lease_until=NOON - timedelta(1), attempts=1)

    store_document(str(document.pk))

    assert reread(document).state == State.DONE


def test_the_sweep_publishes_documents_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[str] = []
    monkeypatch.setattr(store_document, "delay", published.append)
    document = make_document()

    sweep_documents()
    sweep_documents()

    assert published == [str(document.pk)]


def test_files_are_read_by_the_owner_only_and_written_by_nobody(
    renders: list[bytes], shelf: Any
) -> None:
    read_document(make_document())

    modes = [path.stat().st_mode & 0o777 for path in shelf.rglob("*") if path.is_file()]
    assert modes == [0o400]


def test_a_name_that_is_taken_already_overwrites_nothing(
    renders: list[bytes], shelf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "random_token", lambda: "the-same-for-both")
    first, second = make_document(), make_document()

    read_document(first)
    read_document(second)

    assert [read_document(first), read_document(second)] == [b"%PDF 0", b"%PDF 1"]
    assert sorted(files_in(shelf)) == [b"%PDF 0", b"%PDF 1"]
