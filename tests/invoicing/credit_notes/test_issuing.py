"""Issuing a credit note: what is frozen, what is refused, what becomes of the link."""

from datetime import UTC, date, datetime, timedelta

import pytest

from invoicing.credit_notes import (
    CreditedAmount,
    CreditedMeanwhileError,
    CreditedQuantity,
    CreditExceedsInvoiceError,
    InvoiceAlreadyCreditedError,
    InvoiceNotCreatedError,
    LinkNotCompletedError,
    ReasonNotUsableError,
    credit_invoice,
    is_creditable,
    issue_credit_note,
)
from invoicing.models import CreditNote, Invoice, NumberSeries
from payment_links.errors import DomainError
from payment_links.models import (
    TENANT,
    LinkDocument,
    Merchant,
    PaymentLink,
    Tenant,
)
from tests.builders import NOON, TODAY, make_link, make_merchant, make_tenant
from tests.invoicing.issuing import make_credit_note, make_invoice

pytestmark = pytest.mark.django_db
TAXED = {"vat_treatment": "TAXED"}
LATER = NOON + timedelta(days=3)


def paid_invoice(*items: tuple[str, int, int, str]) -> Invoice:
    return make_invoice(make_link(status="COMPLETED", items=list(items) or None))


def test_a_whole_credit_note_has_number_reference_and_reason() -> None:
    merchant = make_merchant(make_tenant(mode=Tenant.Mode.LIVE))
    invoice = make_invoice(make_link(merchant, status="COMPLETED"))

    note = make_credit_note(invoice, reason=" Wrong pizza ", now=LATER)

    assert (note.number, note.invoice, note.reason) == ("KR20260001", invoice, "Wrong pizza")
    assert (note.total_amount, note.currency, note.is_test) == (14000, "SEK", False)
    assert note.issue_date == TODAY + timedelta(days=3)
    assert note.vat_totals == invoice.vat_totals
    assert note.lines == [
        {
            "description": "Hawaii Pizza",
            "item_number": "",
            "quantity": 2,
            "unit": "st",
            "price": 7000,
            "vat": "12.00",
            "gross_amount": 14000,
            "net_amount": 12500,
            "position": 1,
            **TAXED,
        }
    ]


def test_parties_are_the_invoices_own() -> None:
    invoice = paid_invoice()
    Merchant.objects.update(name="New owner")
    PaymentLink.objects.update(locale="en-US", price_basis="NET")

    note = make_credit_note(invoice)

    assert (note.seller, note.buyer) == (invoice.seller, invoice.buyer)
    assert (note.locale, note.price_basis) == ("sv-SE", "GROSS")


def test_the_document_waits_for_its_file() -> None:
    note = make_credit_note()

    document = note.link_document
    assert (document.kind, document.number) == ("CREDIT_NOTE", "TEST-KR20260001")
    assert document.file_name == "Kreditfaktura TEST-KR20260001.pdf"
    assert (document.state, document.not_before) == (LinkDocument.State.PENDING, NOON)


def test_the_timeline_tells_number_amount_and_reason() -> None:
    note = make_credit_note()

    entry = note.payment_link.timeline.get(event="CREDITED")
    assert entry.details == {
        "number": "TEST-KR20260001",
        "amount": 14000,
        "currency": "SEK",
        "reason": "Wrong pizza",
    }


def test_partial_credits_are_followed_by_the_rest() -> None:
    invoice = paid_invoice(("Coffee", 3990, 3, "6"), ("Mug", 4995, 7, "25"), ("Lunch", 7, 1, "25"))

    parts = [
        make_credit_note(invoice, CreditedQuantity(1, 1), CreditedQuantity(2, 3)),
        make_credit_note(invoice, CreditedAmount(2, 1001)),
        make_credit_note(invoice),
    ]

    assert [part.total_amount for part in parts] == [18975, 1001, 26966]
    assert sum(part.total_amount for part in parts) == invoice.total_amount
    assert [part.sequence for part in parts] == [1, 2, 3]
    vat = sum(total["vat_amount"] for part in parts for total in part.vat_totals)
    assert vat == sum(total["vat_amount"] for total in invoice.vat_totals)


@pytest.mark.parametrize("status", ["CREATED", "COMPLETED"])
def test_without_an_invoice_there_is_nothing_to_credit(status: str) -> None:
    link = make_link(status=status)

    with pytest.raises(InvoiceNotCreatedError):
        credit_invoice(link.pk, None, reason="Wrong", actor=TENANT, now=NOON)

    link.refresh_from_db()
    assert link.status == status
    assert not CreditNote.objects.exists()


def test_a_credited_invoice_is_not_credited_again() -> None:
    invoice = paid_invoice()
    make_credit_note(invoice)

    with pytest.raises(InvoiceAlreadyCreditedError):
        make_credit_note(invoice)

    assert CreditNote.objects.count() == 1
    assert NumberSeries.objects.get(kind="CREDIT_NOTE").next_number == 2


def test_no_more_of_a_line_is_credited_than_is_left() -> None:
    invoice = paid_invoice()
    make_credit_note(invoice, CreditedAmount(1, 8000))

    with pytest.raises(CreditExceedsInvoiceError) as refusal:
        make_credit_note(invoice, CreditedQuantity(1, 1))

    assert refusal.value.property == "items.0.quantity"
    assert CreditNote.objects.count() == 1


@pytest.mark.parametrize("reason", ["", " ", "\u200b", "a\nb", "a\u202eb", "x" * 501])
def test_a_reason_is_one_line_of_text(reason: str) -> None:
    invoice = make_invoice(make_link())

    with pytest.raises(ReasonNotUsableError) as refusal:
        make_credit_note(invoice, reason=reason)

    assert refusal.value.property == "reason"
    assert PaymentLink.objects.get().status == "CREATED"
    assert not CreditNote.objects.exists()


def test_a_decision_on_what_has_changed_since_is_refused() -> None:
    invoice = paid_invoice()
    make_credit_note(invoice, CreditedQuantity(1, 1))

    with pytest.raises(CreditedMeanwhileError):
        issue_credit_note(
            invoice.payment_link_id,
            [CreditedQuantity(1, 1)],
            reason="Sent twice",
            actor=TENANT,
            now=NOON,
            known_credit_notes=0,
        )

    assert CreditNote.objects.count() == 1


def test_a_link_is_creditable_until_all_is_credited() -> None:
    link = make_link(status="COMPLETED")
    told = [is_creditable(link)]

    invoice = make_invoice(link)
    told.append(is_creditable(link))
    make_credit_note(invoice, CreditedQuantity(1, 1))
    told.append(is_creditable(link))
    make_credit_note(invoice)

    assert [*told, is_creditable(link)] == [False, True, True, False]


def test_date_and_series_follow_the_merchants_clock() -> None:
    new_year_in_stockholm = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    note = make_credit_note(now=new_year_in_stockholm)

    assert (note.number, note.issue_date) == ("TEST-KR20270001", date(2027, 1, 1))


def test_refusals_tell_codes_and_statuses() -> None:
    refusals: list[type[DomainError]] = [
        InvoiceNotCreatedError,
        InvoiceAlreadyCreditedError,
        CreditExceedsInvoiceError,
        LinkNotCompletedError,
    ]

    assert [(refusal.code, refusal.http_status) for refusal in refusals] == [
        ("invoice_not_created", 403),
        ("invoice_already_credited", 403),
        ("credit_exceeds_invoice", 403),
        ("payment_link_not_completed", 403),
    ]
