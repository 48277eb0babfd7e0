"""Vouchers: the accounts of sales, credits and payments, balanced, in the order of the books."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from invoicing.bookkeeping.accounts import BAS_ACCOUNTS, Role, accounts_of
from invoicing.bookkeeping.voucher import Voucher
from invoicing.bookkeeping.vouchers import payment_postings, sale_postings, vouchers
from invoicing.models import BookAccount
from invoicing.periods import month_of
from payment_links.models import Item, Merchant
from payment_links.vat import VatLine, VatTreatment, totals_per_rate
from tests.builders import NOON, TODAY, make_link, make_merchant, make_payment
from tests.invoicing.bookkeeping.booking import book_credit, book_paid, make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt

THREE_RATES = [
    ("Kaffe", 3990, 3, "6"),
    ("Mugg", 4995, 7, "25"),
    ("Lunch", 12900, 1, "12"),
    ("Frakt", 7, 1, "25"),
]
RATES = [Decimal(text) for text in ("0", "6", "12", "13.5", "25", "25.5")]


def november(merchant: Merchant) -> list[Voucher]:
    return list(vouchers(merchant, month_of(TODAY)))


def posted(voucher: Voucher) -> list[tuple[str, int]]:
    return [(posting.account, posting.amount) for posting in voucher.postings]


@pytest.mark.django_db
def test_the_sale_of_the_reference_is_posted_as_there() -> None:
    invoice = make_invoice(make_link(items=THREE_RATES))

    [voucher] = november(invoice.merchant)

    assert posted(voucher) == [
        ("1510", 59842),
        ("3001", -27978),
        ("3002", -11518),
        ("3003", -11292),
        ("2611", -6994),
        ("2621", -1382),
        ("2631", -678),
    ]
    assert (voucher.net_amount, voucher.vat_amount) == (50788, 9054)


@pytest.mark.django_db
def test_an_invoices_voucher_tells_where_it_comes_from() -> None:
    invoice = make_invoice()

    [voucher] = november(invoice.merchant)

    assert (voucher.kind, voucher.entry_date, voucher.gross_amount) == ("INVOICE", TODAY, 14000)
    assert (voucher.document_number, voucher.reference) == (invoice.number, invoice.reference)
    assert (voucher.customer, voucher.payment_method) == ("Bertil Jönsson", "")
    assert voucher.link_document_id == invoice.link_document_id
    assert voucher.is_test


@pytest.mark.django_db
def test_a_credit_is_posted_the_other_way_round() -> None:
    invoice = make_invoice(now=NOON - timedelta(days=40))
    book_credit(invoice)

    [voucher] = november(invoice.merchant)

    assert posted(voucher) == [("1510", -14000), ("3002", 12500), ("2621", 1500)]
    assert (voucher.document_number, voucher.reference) == ("K1", invoice.reference)


@pytest.mark.django_db
def test_a_payment_is_owed_by_the_payment_service_and_names_the_document_it_pays() -> None:
    link, payment = make_paid_link()
    receipt = make_receipt(link)
    book_paid(payment)

    sale, paid = november(link.merchant)

    assert (sale.kind, sale.reference) == ("RECEIPT", "")
    assert posted(paid) == [("1580", 14000), ("1510", -14000)]
    assert (paid.document_number, paid.payment_method) == (receipt.number, "swish/m_commerce")
    assert (paid.payment_id, paid.link_document_id) == (payment.pk, None)
    assert (paid.rates, paid.customer) == ((), "Bertil Jönsson")


@pytest.mark.django_db
def test_a_deposit_is_on_the_bank_account_already() -> None:
    link = make_link()
    payment = make_payment(link, status="COMPLETED", provider="ping", method="deposit")
    book_paid(payment)

    [voucher] = november(link.merchant)

    assert posted(voucher) == [("1930", 14000), ("1510", -14000)]
    assert (voucher.document_number, voucher.customer) == ("", "Bertil Jönsson")


@pytest.mark.django_db
def test_the_merchants_own_account_takes_the_place_of_the_usual_one() -> None:
    invoice = make_invoice()
    BookAccount.objects.create(
        merchant=invoice.merchant, role=Role.SALES_12, number="3052", name="Pizza"
    )

    [voucher] = november(invoice.merchant)

    assert [(p.account, p.account_name) for p in voucher.postings[1:2]] == [("3052", "Pizza")]
    assert accounts_of(make_merchant()) == BAS_ACCOUNTS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("treatment", "account"),
    [
        (VatTreatment.TAXED, "3004"),
        (VatTreatment.EXEMPT, "3004"),
        (VatTreatment.REVERSE_CHARGE, "3231"),
        (VatTreatment.INTRA_EU, "3108"),
        (VatTreatment.EXPORT, "3105"),
        (VatTreatment.OUTSIDE_SCOPE, "3004"),
    ],
)
def test_sales_without_vat_have_the_account_of_their_treatment(
    treatment: VatTreatment, account: str
) -> None:
    link = make_link(items=[("Konsult", 10000, 1, "0")])
    Item.objects.update(vat_treatment=treatment)
    make_invoice(link)

    [voucher] = november(link.merchant)

    assert posted(voucher) == [("1510", 10000), (account, -10000)]


@pytest.mark.django_db
def test_vouchers_come_by_date_then_by_entry() -> None:
    merchant = make_merchant()
    late = make_invoice(make_link(merchant))
    early = make_invoice(make_link(merchant), now=NOON - timedelta(days=3))
    euro = make_invoice(make_link(merchant, currency="EUR"))
    make_invoice(make_link(merchant), now=NOON - timedelta(days=30))
    make_invoice(make_link())

    everything = november(merchant)

    assert [found.document_number for found in everything] == [
        early.number,
        late.number,
        euro.number,
    ]


@pytest.mark.django_db
def test_vouchers_are_read_with_the_same_queries_however_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    merchant = make_merchant()
    for _ in range(5):
        link, payment = make_paid_link(merchant)
        make_invoice(link)
        book_paid(payment)

    with django_assert_num_queries(3):
        found = november(merchant)

    assert len(found) == 10


@st.composite
def sales(draw: st.DrawFn) -> list[VatLine]:
    line = st.builds(
        VatLine,
        amount=st.integers(-500_000, 10_000_000),
        vat=st.sampled_from(RATES),
    )
    untaxed = st.builds(
        VatLine,
        amount=st.integers(1, 10_000_000),
        vat=st.just(Decimal(0)),
        treatment=st.sampled_from(VatTreatment),
    )
    return draw(st.lists(line | untaxed, min_size=1, max_size=25))


@given(sales(), st.sampled_from([1, -1]))
def test_postings_of_any_sale_or_credit_add_up_to_nothing(lines: list[VatLine], sign: int) -> None:
    signed = [line._replace(amount=sign * line.amount) for line in lines]
    gross = sum(line.amount for line in signed)

    postings = sale_postings(totals_per_rate(signed), gross, BAS_ACCOUNTS)

    assert sum(posting.amount for posting in postings) == 0
    receivables = [p.amount for p in postings if p.account == "1510"]
    assert receivables == ([gross] if gross else [])


@given(st.integers(1, 2**31))
def test_postings_of_any_payment_add_up_to_nothing(amount: int) -> None:
    for is_deposit in (True, False):
        postings = payment_postings(amount, is_deposit=is_deposit, accounts=BAS_ACCOUNTS)

        assert sum(posting.amount for posting in postings) == 0


def test_every_role_has_a_usual_account() -> None:
    assert set(BAS_ACCOUNTS) == set(Role)
