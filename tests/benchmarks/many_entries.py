"""A month of many booked invoices, written in bulk, with or without stored files."""

import hashlib
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from invoicing.models import BookedRate, BookEntry, Invoice
from payment_links.models import LinkDocument, Merchant, PaymentLink
from tests.benchmarks.many_links import BATCH, make_many_links
from tests.builders import NOON, TODAY, make_link
from tests.invoicing.issuing import make_invoice

# The rates of the links that are made: 95.00 at 12 % and 49.00 at 25 %.
RATES = ((Decimal(25), 3920, 980), (Decimal(12), 8482, 1018))


def make_many_entries(merchant: Merchant, count: int, *, content: bytes = b"") -> None:
    """So many invoices and their entries; content: what each has as its stored file."""
    make_many_links(merchant, count)
    links = list(PaymentLink.objects.filter(merchant=merchant).order_by("pk"))
    template = make_invoice(make_link(make_other(merchant)))
    for start in range(0, count, BATCH):
        _make_batch(template, merchant, links[start : start + BATCH], start, content)


def make_other(merchant: Merchant) -> Merchant:
    """Another merchant of the tenant, whose one invoice the others are copied from."""
    return Merchant.objects.create(tenant=merchant.tenant, name="Annan AB", bankgiro="991-2346")


def _make_batch(
    template: Invoice, merchant: Merchant, links: list[PaymentLink], start: int, content: bytes
) -> None:
    numbers = [f"2026{start + position:06}" for position in range(len(links))]
    documents = LinkDocument.objects.bulk_create(
        _document(link, number, content) for link, number in zip(links, numbers, strict=True)
    )
    invoices = [
        _copied(template, merchant, document, sequence=10_000 + start + position)
        for position, document in enumerate(documents)
    ]
    Invoice.objects.bulk_create(invoices)
    entries = BookEntry.objects.bulk_create(
        BookEntry(
            merchant=merchant,
            kind=BookEntry.Kind.INVOICE,
            entry_date=TODAY,
            payment_link=invoice.payment_link,
            invoice=invoice,
            currency="SEK",
            gross_amount=14400,
            recorded_at=NOON,
        )
        for invoice in invoices
    )
    BookedRate.objects.bulk_create(
        BookedRate(entry=entry, vat=vat, net_amount=net, vat_amount=tax)
        for entry in entries
        for vat, net, tax in RATES
    )


def _document(link: PaymentLink, number: str, content: bytes) -> LinkDocument:
    document = LinkDocument(
        payment_link=link,
        kind=LinkDocument.Kind.INVOICE,
        number=number,
        file_name=f"Faktura {number}.pdf",
        issued_at=NOON,
        not_before=NOON,
        state=LinkDocument.State.DONE,
    )
    if content:
        own = content + number.encode()
        document.stored_file = storages["documents"].save(f"{number}.pdf", ContentFile(own))
        document.sha256 = hashlib.sha256(own).hexdigest()
        document.size = len(own)
        document.stored_at = NOON
    return document


def _copied(
    template: Invoice, merchant: Merchant, document: LinkDocument, *, sequence: int
) -> Invoice:
    """The template's frozen values under another number."""
    names = [field.attname for field in Invoice._meta.concrete_fields if field.name != "id"]
    copied = Invoice(**{name: getattr(template, name) for name in names})
    copied.merchant = merchant
    copied.payment_link = document.payment_link
    copied.link_document = document
    copied.number, copied.sequence, copied.reference = document.number, sequence, str(sequence)
    return copied
