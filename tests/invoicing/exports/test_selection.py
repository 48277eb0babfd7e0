"""What is listed in the files of a period: its entries, and invoices of sales booked before."""

from datetime import timedelta

import pytest

from invoicing.exports.selection import Selection, selected_entries, selected_vouchers
from invoicing.models import BookEntry
from invoicing.periods import Period, month_of
from payment_links.models import Merchant
from tests.builders import NOON, TODAY, make_link, make_merchant
from tests.invoicing.bookkeeping.booking import make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db

NOVEMBER, DECEMBER = month_of(TODAY), month_of(TODAY + timedelta(days=10))


@pytest.fixture
def merchant() -> Merchant:
    """A merchant with a receipt of November, its invoice of December, and another invoice."""
    link, _ = make_paid_link(make_merchant())
    make_receipt(link)
    make_invoice(link, now=NOON + timedelta(days=10))
    make_invoice(make_link(link.merchant), now=NOON + timedelta(days=11))
    return link.merchant


def listed(merchant: Merchant, period: Period, *kinds: str) -> list[tuple[str, str]]:
    selection = Selection(merchant, period, frozenset(kinds))
    return [
        (voucher.document_number, voucher.booked_by) for voucher in selected_vouchers(selection)
    ]


def test_an_invoice_after_its_receipt_is_listed_on_its_own_day(merchant: Merchant) -> None:
    assert listed(merchant, NOVEMBER) == [("TEST-K20260001", "")]
    assert listed(merchant, DECEMBER) == [
        ("TEST-20260001", "TEST-K20260001"),
        ("TEST-20260002", ""),
    ]


def test_it_is_one_of_the_invoices(merchant: Merchant) -> None:
    assert len(listed(merchant, DECEMBER, BookEntry.Kind.INVOICE)) == 2
    assert listed(merchant, DECEMBER, BookEntry.Kind.RECEIPT) == []


def test_it_is_no_entry(merchant: Merchant) -> None:
    [entry] = selected_entries(Selection(merchant, DECEMBER))

    assert (entry.document_number, entry.gross_amount) == ("TEST-20260002", 14000)
