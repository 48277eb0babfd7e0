"""Goal 2: downloading a stored document, against a view that does nothing."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from invoicing import documents
from payment_links.document_urls import document_url
from tests.benchmarks.measuring import Goal, Report, compare
from tests.benchmarks.naive_links import NO_OPERATION
from tests.invoicing.issuing import make_invoice

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.django_db,
    pytest.mark.urls("tests.benchmarks.naive_links"),
]
ROUNDS = 400


def test_document_download(report: Report, client: Client, settings: Any, tmp_path: Path) -> None:
    shelf = settings.STORAGES["documents"]
    stored = {**shelf, "OPTIONS": {**shelf["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": stored}
    document = make_invoice().link_document
    content = documents.read_document(document)
    address = document_url(document.pk, document.file_name)
    assert client.get(address).content == content

    times = compare(partial(client.get, address), partial(client.get, NO_OPERATION), rounds=ROUNDS)

    report(
        Goal(2, "stored document download ÷ no-op view", times.ratio, at_most=1.5),
        ours_ms=times.ours,
        naive_ms=times.naive,
        bytes=len(content),
    )
