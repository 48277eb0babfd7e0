"""What credit notes say, read out of the PDF as a person would copy it."""

from datetime import timedelta

import pytest

from invoicing.credit_notes import CreditedQuantity
from invoicing.documents import _render
from payment_links.models import Tenant
from tests.builders import NOON, make_link, make_merchant, make_tenant
from tests.invoicing.issuing import make_credit_note, make_invoice, text_of

pytestmark = pytest.mark.django_db


def test_a_credit_note_says_what_it_takes_back_and_asks_for_nothing() -> None:
    merchant = make_merchant(make_tenant(mode=Tenant.Mode.LIVE))
    items = [("Hawaii Pizza", 7000, 2, "12"), ("Läsk", 2500, 1, "6")]
    invoice = make_invoice(make_link(merchant, status="COMPLETED", items=items))

    note = make_credit_note(
        invoice, CreditedQuantity(1, 1), reason="Fel pizza", now=NOON + timedelta(days=2)
    )

    text = text_of(_render(note.link_document))
    for part in (
        "Kreditfaktura",
        "Kreditfakturanummer KR20260001",
        "Kreditfakturadatum 2026-11-24",
        "Avser faktura 20260001 av 2026-11-22",
        "Orsak Fel pizza",
        "Hawaii Pizza 1 st 62,50 12 % 62,50 70,00",
        "12 % 62,50 7,50 70,00",
        "Krediterat belopp (SEK) 70,00 kr",
        "Momsreg.nr SE556703748501",
        "Sida 1 av 1",
    ):
        assert part in text, text
    for part in ("Läsk", "Att betala", "Bankgiro", "OCR", "Förfallodatum", "Betala direkt"):
        assert part not in text
    assert invoice.reference not in text


def test_a_credit_note_is_written_in_the_invoices_language() -> None:
    invoice = make_invoice(make_link(status="COMPLETED", locale="en-US"))

    text = text_of(_render(make_credit_note(invoice).link_document))

    for part in (
        "Credit note number TEST-KR20260001",
        "Refers to invoice TEST-20260001 of 2026-11-22",
        "Reason Wrong pizza",
        "Credited amount (SEK) 140,00 kr",
        "TEST",
    ):
        assert part in text, text
