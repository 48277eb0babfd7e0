"""Batches in the back office: upload, columns, dry run, start, progress, files, and who may."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from payment_links.models import LinkBatch, LinkBatchRow, Membership, Merchant, PaymentLink
from tests.back_office import member, page, superuser
from tests.builders import make_link, make_merchant
from tests.payment_links.batches.files import checked, csv_file, office, people, started
from tests.payment_links.batches.files import upload as uploaded
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db
Role = Membership.Role


def address(view: str, *arguments: object) -> str:
    return reverse(f"admin:payment_links_linkbatch_{view}", args=arguments)


def batch_page(batch: LinkBatch, query: str = "") -> str:
    return address("change", batch.pk) + query


def upload(client: Client, merchant: Merchant, content: bytes) -> tuple[int, str]:
    """Status and where it leads."""
    file = SimpleUploadedFile("kunder.csv", content)
    answer = client.post(address("upload"), {"merchant": merchant.pk, "file": file})
    return answer.status_code, answer.headers.get("Location", "")


def do(client: Client, batch: LinkBatch, name: str, **values: str) -> int:
    return client.post(address("act", batch.pk, name), values).status_code


def addresses(batch: LinkBatch) -> list[str]:
    """Everything of a batch that can be asked for."""
    return [
        batch_page(batch),
        address("columns", batch.pk),
        address("progress", batch.pk),
        address("file", batch.pk, "links", "csv"),
        address("file", batch.pk, "errors", "xlsx"),
    ]


def test_an_upload_leads_to_its_columns_and_these_to_the_dry_run() -> None:
    merchant = office()
    client = member(merchant)

    status, columns = upload(client, merchant, csv_file({}, {"price": "x"}))
    chosen = filled_with(client, columns)["form"].initial
    answer = client.post(columns, chosen)

    batch = LinkBatch.objects.get()
    assert (status, columns) == (302, address("columns", batch.pk))
    assert answer.headers["Location"] == batch_page(batch)
    assert (batch.state, batch.link_count, batch.wrong_count) == ("CHECKED", 1, 1)
    assert batch.uploaded_by is not None
    assert PaymentLink.objects.count() == 0


def test_a_file_larger_than_what_forms_may_hold_is_taken_in() -> None:
    merchant = office()
    long_texts = [{"description": "x" * 490, "email": f"p{n}@example.com"} for n in range(2500)]

    status, _columns = upload(member(merchant), merchant, csv_file(*long_texts))

    assert status == 302
    assert LinkBatch.objects.get().file_row_count == 2500


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a;b\n", "Filen har inga rader under sina rubriker."),
        (b"", "Filen är tom."),
        (b"x" * 5_300_000, "Filen är större än 5 MB: dela upp den."),
    ],
    ids=["headings", "empty", "large"],
)
def test_a_refused_file_says_why_in_the_readers_language(content: bytes, words: str) -> None:
    merchant = office()
    client = member(merchant)
    client.cookies["django_language"] = "sv"
    file = SimpleUploadedFile("kunder.csv", content)

    answer = client.post(address("upload"), {"merchant": merchant.pk, "file": file})

    assert (answer.status_code, LinkBatch.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_the_same_file_leads_to_its_batch_and_says_so() -> None:
    merchant = office()
    client = member(merchant)
    batch = checked(merchant, {})

    file = SimpleUploadedFile("again.csv", csv_file({}))
    answer = client.post(address("upload"), {"merchant": merchant.pk, "file": file}, follow=True)

    assert answer.redirect_chain == [(batch_page(batch), 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        "This file was uploaded already: here it is."
    ]


def test_missing_columns_are_named_where_they_are_chosen() -> None:
    merchant = office()
    batch = uploaded(merchant, {})

    answer = member(merchant).post(address("columns", batch.pk), {"name": "1", "vat": "8"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"description", "price"}
    assert "Choose the column that holds: Price." in answer.content.decode()


def test_the_dry_run_lists_every_error_on_pages() -> None:
    merchant = office()
    batch = checked(merchant, *people(60, price="x"), *people(1))
    client = member(merchant)

    first, second = (client.get(batch_page(batch, f"?page={n}")) for n in (1, 2))

    assert [len(answer.context["lines"]) for answer in (first, second)] == [50, 10]
    shown = [(tab.name, tab.count) for tab in first.context["tabs"]]
    assert shown == [("errors", 60), ("no-mobile", 1), ("right", 1)]
    assert "Is not a number." in first.content.decode()


def test_a_batch_page_costs_few_queries_however_many_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    merchant = office()
    batch = checked(merchant, *people(60, price="x"))
    client = member(merchant)

    with django_assert_max_num_queries(12):
        client.get(batch_page(batch))


def test_starting_releases_the_rows_for_the_workers() -> None:
    merchant = office()
    batch = checked(merchant, *people(2), {"price": "x"})
    client = member(merchant)

    status = do(client, batch, "start", links="2", sending="both")

    batch.refresh_from_db()
    assert (status, batch.state, batch.channels) == (302, "RUNNING", ["sms", "email"])
    assert batch.started_by is not None
    assert LinkBatchRow.objects.filter(state="PENDING").count() == 2


def test_a_start_with_another_number_than_was_seen_is_refused() -> None:
    merchant = office()
    batch = checked(merchant, {})
    client = member(merchant)

    answer = client.post(address("act", batch.pk, "start"), {"links": "²"}, follow=True)

    batch.refresh_from_db()
    assert batch.state == "CHECKED"
    assert [str(message) for message in answer.context["messages"]] == [
        "The number of links has changed: look again."
    ]


def test_duplicates_are_included_and_left_out_by_a_button() -> None:
    merchant = office()
    batch = checked(merchant, {}, {})
    client = member(merchant)

    counts = []
    for answer in ("yes", "no"):
        do(client, batch, "duplicates", include=answer)
        batch.refresh_from_db()
        counts.append(batch.link_count)

    assert counts == [2, 1]


def test_the_progress_tells_how_many_are_made() -> None:
    merchant = office()
    batch = started(merchant, *people(3))
    first, second, _third = batch.rows.order_by("first_row")
    LinkBatchRow.objects.filter(pk=first.pk).update(state="DONE")
    LinkBatchRow.objects.filter(pk=second.pk).update(state="DEAD")

    answer = member(merchant).get(address("progress", batch.pk))

    assert answer.json() == {
        "state": "RUNNING",
        "done": 2,
        "total": 3,
        "text": "1 of 3 links made. 1 failed.",
    }


def test_the_result_holds_the_links_and_why_others_are_missing() -> None:
    merchant = office()
    batch = started(merchant, {"own_reference": "@SUM(A1)"}, {"price": "x"}, {})
    made, _wrong, failed = batch.rows.order_by("first_row")
    link = make_link(merchant, id=made.pk)
    refused = [{"channel": "sms", "code": "invalid_value", "reason": "-"}]
    LinkBatchRow.objects.filter(pk=made.pk).update(state="DONE", refusals=refused)
    LinkBatchRow.objects.filter(pk=failed.pk).update(state="DEAD", last_error="Given up.")

    answer = member(merchant).get(address("file", batch.pk, "links", "csv"))

    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        f"2;'@SUM(A1);Bertil Jönsson;140,00;SEK;Link made;{link.checkout_url};{link.pk};"
        "SMS: The customer has no mobile number that we may use.",
        "3;;Bertil Jönsson;;SEK;Left out: errors;;;Price: Is not a number.",
        "4;;Bertil Jönsson;140,00;SEK;Failed;;;Given up.",
    ]


def test_the_errors_can_be_taken_away_as_a_workbook() -> None:
    merchant = office()
    batch = checked(merchant, {"price": "=HYPERLINK(1)"}, {}, {})

    answer = member(merchant).get(address("file", batch.pk, "errors", "xlsx"))

    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [
            2,
            "Price",
            "=HYPERLINK(1)",
            "Error",
            "Formulas are not worked out: paste the value instead.",
        ],
        [4, None, "Bertil Jönsson", "Duplicate", "Same as row 3 of this file."],
    ]
    assert sheet["C2"].data_type == "s"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_is_a_file_without_errors(file_format: str, language: str) -> None:
    merchant = office()
    client = member(merchant)
    client.cookies["django_language"] = language

    template = client.get(address("template", file_format)).getvalue()
    _status, columns = upload(client, merchant, template)
    client.post(columns, filled_with(client, columns)["form"].initial)

    batch = LinkBatch.objects.get()
    assert (batch.state, batch.link_count, batch.wrong_count) == ("CHECKED", 2, 0)
    assert batch.sums == {"SEK": 14000 + 4900 + 125000}


@pytest.mark.parametrize("name", ["start", "duplicates", "pause", "resume", "cancel", "retry"])
def test_nothing_is_done_with_a_foreign_batch(name: str) -> None:
    batch = checked(office(), {})

    status = do(member(make_merchant()), batch, name, links="1")

    batch.refresh_from_db()
    assert (status, batch.state) == (404, "CHECKED")


def test_accountants_have_no_batches() -> None:
    merchant = office()
    client = member(merchant, Role.ACCOUNTANT)
    batch = checked(merchant, {})

    assert client.get(page(LinkBatch, "changelist")).status_code == 403
    assert {client.get(where).status_code for where in addresses(batch)} == {404}
    assert client.get(address("upload")).status_code == 404
    assert do(client, batch, "start", links="1") == 404
    assert "Batches" not in client.get("/admin/").content.decode()


def test_nobody_uploads_for_a_foreign_merchant() -> None:
    client = member(office())

    status, _where = upload(client, make_merchant(), csv_file({}))

    assert (status, LinkBatch.objects.count()) == (422, 0)


def test_superusers_see_all_batches() -> None:
    checked(office(), {})
    checked(office(), {})

    answer = superuser().get(page(LinkBatch, "changelist"))

    assert answer.context["cl"].result_count == 2
