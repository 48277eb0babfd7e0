"""Races for one invoice: however many ask for it to be credited, it is credited once."""

from collections import Counter

import pytest

from invoicing.credit_notes import (
    CreditedQuantity,
    CreditExceedsInvoiceError,
    InvoiceAlreadyCreditedError,
)
from invoicing.models import CreditNote, NumberSeries
from payment_links.models import LinkDocument
from tests.builders import make_link, make_merchant, make_tenant
from tests.concurrency.test_invoicing import at_once
from tests.invoicing.issuing import make_credit_note, make_invoice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


@pytest.mark.parametrize("status", ["COMPLETED", "CREATED"])
def test_twenty_whole_credits_of_one_invoice_make_one(status: str) -> None:
    link = make_link(status=status)
    invoice = make_invoice(link)

    answers = at_once(20, lambda _: make_credit_note(invoice))

    assert Counter(type(answer) for answer in answers) == {
        CreditNote: 1,
        InvoiceAlreadyCreditedError: 19,
    }
    assert NumberSeries.objects.get(kind="CREDIT_NOTE").next_number == 2
    assert LinkDocument.objects.filter(kind="CREDIT_NOTE").count() == 1
    assert link.timeline.filter(event="CREDITED").count() == 1
    assert link.timeline.filter(event="STATUS_CHANGED").count() == (status == "CREATED")


def test_twenty_units_cannot_be_taken_of_five() -> None:
    invoice = make_invoice(make_link(status="COMPLETED", items=[("Pizza", 7000, 5, "12")]))

    answers = at_once(20, lambda _: make_credit_note(invoice, CreditedQuantity(1, 1)))

    kinds = Counter(type(answer) for answer in answers)
    assert kinds.pop(CreditNote) == 5
    assert set(kinds) <= {InvoiceAlreadyCreditedError, CreditExceedsInvoiceError}
    assert sum(note.total_amount for note in CreditNote.objects.all()) == invoice.total_amount


def test_credit_notes_of_many_links_have_no_gap_and_no_double() -> None:
    merchant = make_merchant(make_tenant())
    invoices = [make_invoice(make_link(merchant, status="COMPLETED")) for _ in range(20)]

    notes = at_once(20, lambda index: make_credit_note(invoices[index]))

    assert sorted(note.sequence for note in notes) == list(range(1, 21))
