"""Invoices and their lines as they were issued."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing.admin.documents import CUSTOMER_NAMES
from invoicing.admin.issued import IssuedDocumentAdmin, table
from invoicing.document import PrintedDocument, invoice_as_printed
from invoicing.models import Invoice, InvoiceLine
from invoicing.references import normalise_kid, normalise_ocr, read_rf
from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter

REFERENCE = re.compile(r"[0-9][0-9\s-]+")


@admin.register(Invoice)
class InvoiceAdmin(IssuedDocumentAdmin):
    """Invoices are issued on the link's page or over the API."""

    menu_icon = "receipt_long"
    menu_order = 1
    list_display = (
        "number",
        "customer",
        "amount_cell",
        "issued_on",
        "due_on",
        "reference",
        "link_state",
        "file",
    )
    list_filter: ClassVar[Any] = (
        MerchantFilter,
        ("reference_type", ChoicesDropdownFilter),
        ("issue_date", DaysFilter),
        ("due_date", DaysFilter),
    )
    id_search_fields = ("id", "payment_link_id")
    search_fields = ("=number", "=reference", *CUSTOMER_NAMES)
    search_help_text = _("Number, payment reference, last name, company or link id")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    ("number", "amount_cell"),
                    ("issued_on", "due_on"),
                    ("reference_type", "reference"),
                    ("link", "link_state"),
                    ("file", "e_invoice_file"),
                    ("issued", "sha256"),
                    "missing",
                )
            },
        ),
        (_("Parties"), {"fields": (("seller_text", "buyer_text"),)}),
        (_("Lines"), {"fields": ("lines_table", "vat_table")}),
    )

    def as_printed(self, issued: Invoice) -> PrintedDocument:
        return invoice_as_printed(issued)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Invoice], search_term: str
    ) -> tuple[QuerySet[Invoice], bool]:
        """A payment reference is also found as people and banks write it: in groups, as an RF."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        term = search_term.strip()
        if REFERENCE.fullmatch(term):
            found |= queryset.filter(reference__in=[normalise_ocr(term), normalise_kid(term)])
        elif reference := read_rf(term):
            found |= queryset.filter(reference=reference)
        return found, may_repeat

    @admin.display(description=_("Invoice date"), ordering="issue_date")
    def issued_on(self, invoice: Invoice) -> str:
        return invoice.issue_date.isoformat()

    @admin.display(description=_("Due date"), ordering="due_date")
    def due_on(self, invoice: Invoice) -> str:
        return invoice.due_date.isoformat()

    @admin.display(description=_("Payment"))
    def link_state(self, invoice: Invoice) -> SafeString:
        link = invoice.payment_link
        return display.state_tag(link.status, link.get_status_display(), display.LINK_LOOKS)

    @admin.display(description=_("Lines"))
    def lines_table(self, invoice: Invoice) -> SafeString:
        def text(amount: int) -> str:
            return display.amount_text(amount, invoice.currency)

        heads = [_("Description"), _("Quantity"), _("Price"), _("VAT"), _("Amount incl. VAT")]
        rows = [
            [
                line.description,
                f"{line.quantity} {line.unit}",
                display.price_text(line.price, invoice.currency, invoice.price_basis),
                display.percent_text(line.vat),
                text(line.gross_amount),
            ]
            for line in invoice.lines.order_by("position")
        ]
        return table(heads, rows)

    @admin.display(description=_("VAT per rate"))
    def vat_table(self, invoice: Invoice) -> SafeString:
        return vat_table(invoice.vat_totals, invoice.currency)


@admin.register(InvoiceLine)
class InvoiceLineAdmin(StaffAdmin[InvoiceLine]):
    """Lines of invoices, to be found across invoices."""

    merchant_path = "invoice__merchant_id"
    menu_section = _("Documents")
    menu_icon = "list_alt"
    list_display = ("description", "invoice", "quantity", "price_cell", "vat_text", "amount_cell")
    list_filter: ClassVar[Any] = (MerchantFilter,)
    list_select_related = ("invoice",)
    id_search_fields = ("invoice_id", "invoice__payment_link_id")
    search_fields = ("description", "=item_number", "=invoice__number")
    search_help_text = _("Description, item number or invoice number")
    fields = (
        "invoice",
        "description",
        "item_number",
        "quantity",
        "unit",
        "price_cell",
        "vat_text",
        "amount_cell",
        "net_cell",
    )

    @admin.display(description=_("Price"), ordering="price")
    def price_cell(self, line: InvoiceLine) -> SafeString:
        invoice = line.invoice
        return display.price_cell(line.price, invoice.currency, invoice.price_basis)

    @admin.display(description=_("VAT"), ordering="vat")
    def vat_text(self, line: InvoiceLine) -> str:
        return display.percent_text(line.vat)

    @admin.display(description=_("Amount incl. VAT"), ordering="gross_amount")
    def amount_cell(self, line: InvoiceLine) -> SafeString:
        return display.amount_cell(line.gross_amount, line.invoice.currency)

    @admin.display(description=_("Amount excl. VAT"), ordering="net_amount")
    def net_cell(self, line: InvoiceLine) -> SafeString:
        return display.amount_cell(line.net_amount, line.invoice.currency)


def vat_table(totals: list[dict[str, Any]], currency: str) -> SafeString:
    """VAT per rate as frozen on a document; amounts in minor units."""
    rows = []
    for total in totals:
        gross, vat_amount = int(total["gross_amount"]), int(total["vat_amount"])
        rows.append(
            [
                display.percent_text(Decimal(str(total["vat"]))),
                display.amount_text(gross - vat_amount, currency),
                display.amount_text(vat_amount, currency),
                display.amount_text(gross, currency),
            ]
        )
    return table([_("Rate"), _("Amount excl. VAT"), _("VAT"), _("Amount incl. VAT")], rows)
