"""The VAT report: sums per rate, credits taken off, the boxes of the Swedish return."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from invoicing.bookkeeping.activity import months
from invoicing.bookkeeping.open_items import open_items
from invoicing.bookkeeping.report import RateRow, VatBox, VatReport, vat_report
from invoicing.bookkeeping.vouchers import vouchers
from invoicing.models import BookedRate
from invoicing.periods import Period, month_of
from payment_links.models import Item, Merchant
from payment_links.vat import VatTreatment
from tests.builders import NOON, TODAY, make_link, make_merchant
from tests.invoicing.bookkeeping.booking import book_credit, book_paid, make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt

NOVEMBER = month_of(TODAY)
THREE_RATES = [("Kaffe", 3990, 3, "6"), ("Mugg", 4995, 7, "25"), ("Lunch", 12900, 1, "12")]


@pytest.fixture
def merchant(db: None) -> Merchant:
    return make_merchant()


def boxes_of(report: VatReport) -> dict[str, int]:
    return {box.number: box.amount for box in report.boxes if box.amount}


def test_sales_and_credits_are_summed_per_rate(merchant: Merchant) -> None:
    invoice = make_invoice(make_link(merchant, items=THREE_RATES))
    make_invoice(make_link(merchant))
    half = {"vat": "12.00", "gross_amount": 7000, "vat_amount": 750, "net_amount": 6250}
    book_credit(invoice, totals=[half])

    [swedish] = vat_report([merchant], NOVEMBER).currencies

    assert (swedish.sales_count, swedish.credits_count) == (2, 1)
    assert swedish.rows == (
        row("25", sales_net=27972, sales_vat=6993),
        row("12", sales_net=24018, sales_vat=2882, credits_net=-6250, credits_vat=-750),
        row("6", sales_net=11292, sales_vat=678),
    )
    assert (swedish.sales_gross, swedish.credits_gross) == (73835, -7000)
    assert (swedish.net_amount, swedish.vat_amount, swedish.gross_amount) == (57032, 9803, 66835)


def row(vat: str, **amounts: int) -> RateRow:
    nothing = {"sales_net": 0, "sales_vat": 0, "credits_net": 0, "credits_vat": 0}
    return RateRow(vat=Decimal(vat), treatment=VatTreatment.TAXED, **{**nothing, **amounts})


def test_a_sale_counts_once_although_it_was_paid_and_receipted(merchant: Merchant) -> None:
    link, payment = make_paid_link(merchant)
    make_receipt(link)
    make_invoice(link)
    book_paid(payment)

    [swedish] = vat_report([merchant], NOVEMBER).currencies

    assert (swedish.sales_count, swedish.gross_amount) == (1, 14000)
    assert (swedish.payments_count, swedish.payments_amount) == (1, 14000)


def test_both_ends_of_the_period_count_and_no_other_day(merchant: Merchant) -> None:
    for days in (0, 1, 2, 3):
        make_invoice(make_link(merchant), now=NOON - timedelta(days=days))
    two_days = Period(TODAY - timedelta(days=2), TODAY - timedelta(days=1))

    assert vat_report([merchant], two_days).documents_count == 2


def test_only_the_asked_merchants_count_and_currencies_stay_apart(merchant: Merchant) -> None:
    make_invoice(make_link(merchant))
    make_invoice(make_link(merchant, currency="EUR"))
    make_invoice()

    report = vat_report([merchant], NOVEMBER)

    assert [(part.currency, part.gross_amount) for part in report.currencies] == [
        ("EUR", 14000),
        ("SEK", 14000),
    ]
    assert boxes_of(report) == {"05": 12500, "11": 1500}


def test_a_period_without_entries_is_empty(merchant: Merchant) -> None:
    report = vat_report([merchant], NOVEMBER)

    assert report.currencies == ()
    assert [box.number for box in report.boxes] == [
        "05",
        "10",
        "11",
        "12",
        "35",
        "36",
        "41",
        "42",
    ]
    assert boxes_of(report) == {}


def test_taxed_sales_and_their_vat_have_boxes_per_rate(merchant: Merchant) -> None:
    make_invoice(make_link(merchant, items=THREE_RATES))

    assert boxes_of(vat_report([merchant], NOVEMBER)) == {
        "05": 50782,
        "10": 6993,
        "11": 1382,
        "12": 678,
    }


@pytest.mark.parametrize(
    ("treatment", "boxes"),
    [
        (VatTreatment.TAXED, {"42": 10000}),
        (VatTreatment.EXEMPT, {"42": 10000}),
        (VatTreatment.REVERSE_CHARGE, {"41": 10000}),
        (VatTreatment.INTRA_EU, {"35": 10000}),
        (VatTreatment.EXPORT, {"36": 10000}),
        (VatTreatment.OUTSIDE_SCOPE, {}),
    ],
)
def test_sales_without_vat_have_the_box_of_their_treatment(
    merchant: Merchant, treatment: VatTreatment, boxes: dict[str, int]
) -> None:
    link = make_link(merchant, items=[("Konsult", 10000, 1, "0")])
    Item.objects.update(vat_treatment=treatment)
    make_invoice(link)

    assert boxes_of(vat_report([merchant], NOVEMBER)) == boxes


def test_a_foreign_rate_is_in_the_table_and_in_no_box(merchant: Merchant) -> None:
    make_invoice(make_link(merchant, items=[("Kirja", 12550, 1, "25.5")]))

    report = vat_report([merchant], NOVEMBER)

    assert report.currencies[0].vat_amount == 2550
    assert boxes_of(report) == {}


@pytest.mark.parametrize(
    ("amount", "kronor"),
    [(199, 1), (99, 0), (-99, 0), (-199, -1), (2**53 + 1, 90071992547409)],
)
def test_the_form_wants_whole_kronor_without_rounding(amount: int, kronor: int) -> None:
    assert VatBox("05", amount).kronor == kronor


def test_the_report_and_the_vouchers_add_up_to_the_same(merchant: Merchant) -> None:
    invoice = make_invoice(make_link(merchant, items=THREE_RATES))
    book_credit(invoice)
    make_invoice(make_link(merchant))

    [swedish] = vat_report([merchant], NOVEMBER).currencies
    listed = list(vouchers(merchant, NOVEMBER))

    assert sum(voucher.gross_amount for voucher in listed) == swedish.gross_amount
    assert sum(voucher.vat_amount for voucher in listed) == swedish.vat_amount


def test_every_database_answers_with_whole_numbers(merchant: Merchant) -> None:
    make_invoice(make_link(merchant))

    [swedish] = vat_report([merchant], NOVEMBER).currencies
    [item] = open_items([merchant], TODAY).items
    [month] = months(merchant, TODAY, count=1)

    amounts = [swedish.rows[0].sales_net, swedish.payments_amount, item.amount]
    amounts += [month.sums[0].sales_amount, month.sums[0].vat_amount]
    assert {type(amount) for amount in amounts} == {int}


def test_a_report_takes_two_queries(
    merchant: Merchant, django_assert_num_queries: Callable
) -> None:
    make_invoice(make_link(merchant, items=THREE_RATES))
    make_invoice(make_link(merchant, currency="EUR"))

    with django_assert_num_queries(2):
        vat_report([merchant], NOVEMBER)

    assert BookedRate.objects.count() == 4
    assert date(2026, 11, 30) == NOVEMBER.to_date
