"""Pages that the rows of the matrix reach only as redirects, with rows that make them pages."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from payment_links.models import Customer, Merchant, PaymentLink
from tests.back_office import Rows
from tests.builders import make_customer, make_link
from tests.invoicing.issuing import make_invoice


def further_pages(rows: Rows) -> Iterator[tuple[str, str]]:
    """Merging two customers, crediting an invoice, and closing a month that has ended."""
    merchant, kept = rows[Merchant], rows[Customer]
    assert isinstance(merchant, Merchant)
    other = make_customer(merchant, first_name="Berit", phone="070-174 06 16")
    yield "merge", reverse("admin:payment_links_customer_merge", args=[kept.pk, other.pk])
    paid = make_link(merchant, status=PaymentLink.Status.COMPLETED)
    make_invoice(paid)
    yield "credit", reverse("admin:invoicing_creditnote_credit", args=[paid.pk])
    asked = urlencode({"merchant": merchant.pk, "through": "2026-10-31"})
    yield "close", f"{reverse('admin:invoicing_bookentry_close')}?{asked}"
