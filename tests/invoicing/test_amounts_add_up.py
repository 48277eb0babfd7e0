"""From what a tenant asks for to the rows of its documents: every sum is the total."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from invoicing.models import Invoice, InvoiceLine, Receipt
from payment_links import links
from payment_links.gateways.payments_api import PaymentOrder
from payment_links.models import TENANT, PaymentLink, Tenant
from payment_links.new_link import NewItem, line_amounts
from payment_links.vat import PriceBasis, VatTreatment
from payment_links.vat_rates import VAT_RATES
from tests.builders import DEMO_MERCHANT_ID, NOON, SEK_ORDER_ID, make_demo_merchant, new_link
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db
ORDER = PaymentOrder(SEK_ORDER_ID, "OPEN", "SEK")
RATES = sorted({rate.vat for rate in VAT_RATES} | {Decimal("11.1")})
TREATED = st.tuples(st.just(Decimal(0)), st.sampled_from(VatTreatment))
TAXED = st.tuples(st.sampled_from(RATES), st.just(VatTreatment.TAXED))


@st.composite
def items(draw: st.DrawFn) -> list[NewItem]:
    """1 to 25 lines over all rates and treatments, discounts among them."""
    lines = st.tuples(st.integers(-20_000, 100_000), st.integers(1, 99), TAXED | TREATED)
    return [
        NewItem("x", price, quantity, vat, DEMO_MERCHANT_ID, vat_treatment=treatment)
        for price, quantity, (vat, treatment) in draw(st.lists(lines, min_size=1, max_size=25))
    ]


def made_link(wanted: list[NewItem], price_basis: PriceBasis) -> PaymentLink:
    total = sum(line_amounts(wanted, price_basis))
    new = new_link(items=wanted, price_basis=price_basis, total_amount=total)
    return links.create_link(Tenant.objects.get(), new, order=ORDER, actor=TENANT, now=NOON)


def sums_of_lines(lines: list[InvoiceLine]) -> list[tuple[Decimal, str, int, int]]:
    """Rate, treatment, gross and net; highest rate first, as documents print them."""
    sums: dict[tuple[Decimal, str], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        sums[line.vat, line.vat_treatment][0] += line.gross_amount
        sums[line.vat, line.vat_treatment][1] += line.net_amount
    ordered = sorted(sums.items(), key=lambda entry: (-entry[0][0], entry[0][1]))
    return [(vat, treatment, gross, net) for (vat, treatment), (gross, net) in ordered]


def sums_per_rate(document: Invoice | Receipt) -> list[tuple[Decimal, str, int, int]]:
    return [
        (
            Decimal(total["vat"]),
            total["vat_treatment"],
            total["gross_amount"],
            total["net_amount"],
        )
        for total in document.vat_totals
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items(), st.sampled_from(PriceBasis))
def test_lines_rates_and_total_of_an_invoice_are_one_sum(
    wanted: list[NewItem], price_basis: PriceBasis
) -> None:
    assume(sum(line_amounts(wanted, price_basis)) > 0)
    if not Tenant.objects.exists():
        make_demo_merchant()
    link = made_link(wanted, price_basis)

    invoice = make_invoice(link)

    lines = list(invoice.lines.order_by("position"))
    assert sum(line.gross_amount for line in lines) == link.total_amount == invoice.total_amount
    assert sums_per_rate(invoice) == sums_of_lines(lines)
    assert sum(total["net_amount"] + total["vat_amount"] for total in invoice.vat_totals) == sum(
        item.amount for item in link.items.all()
    )
    if price_basis == PriceBasis.NET:
        assert [line.net_amount for line in lines] == [i.price * i.quantity for i in wanted]


@pytest.mark.parametrize("price_basis", PriceBasis)
def test_a_receipt_says_what_the_invoice_says(price_basis: PriceBasis) -> None:
    make_demo_merchant()
    wanted = [
        NewItem("Kaffe", 3990, 3, Decimal(6), DEMO_MERCHANT_ID),
        NewItem("Mugg", 4995, 7, Decimal(25), DEMO_MERCHANT_ID),
        NewItem("Lunch", 12900, 1, Decimal(12), DEMO_MERCHANT_ID),
        NewItem("Frakt", 7, 1, Decimal(25), DEMO_MERCHANT_ID),
    ]
    link = made_link(wanted, price_basis)
    invoice = make_invoice(link)
    PaymentLink.objects.filter(pk=link.pk).update(status="COMPLETED", completed_at=NOON)

    receipt = make_receipt(link)

    amounts = [(line.gross_amount, line.net_amount) for line in invoice.lines.order_by("position")]
    assert [(line["gross_amount"], line["net_amount"]) for line in receipt.lines] == amounts
    assert receipt.vat_totals == invoice.vat_totals
    assert receipt.total_amount == {"GROSS": 59842, "NET": 70851}[price_basis]
