"""Receipts as they were issued."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from invoicing.admin.documents import CUSTOMER_NAMES
from invoicing.admin.invoices import vat_table
from invoicing.admin.issued import IssuedDocumentAdmin
from invoicing.document import PrintedDocument, receipt_as_printed
from invoicing.models import Receipt
from payment_links.admin import display
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.models.payments import method_text


@admin.register(Receipt)
class ReceiptAdmin(IssuedDocumentAdmin):
    """A receipt comes by itself once a link is paid."""

    menu_icon = "receipt"
    menu_order = 2
    list_display = ("number", "customer", "amount_cell", "paid", "method", "file")
    list_filter: ClassVar[Any] = (MerchantFilter, ("paid_at", DaysFilter))
    id_search_fields = ("id", "payment_link_id")
    search_fields = ("=number", *CUSTOMER_NAMES)
    search_help_text = _("Number, last name, company or link id")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    ("number", "amount_cell"),
                    ("paid", "method"),
                    ("link", "invoice"),
                    ("file", "issued"),
                    "sha256",
                    "missing",
                )
            },
        ),
        (_("Parties"), {"fields": (("seller_text", "buyer_text"),)}),
        (_("VAT"), {"fields": ("vat_rows",)}),
    )

    def as_printed(self, issued: Receipt) -> PrintedDocument:
        return receipt_as_printed(issued)

    @admin.display(description=_("Paid"), ordering="paid_at")
    def paid(self, receipt: Receipt) -> str:
        return display.moment_text(receipt.paid_at)

    @admin.display(description=_("Payment method"), ordering="payment_method")
    def method(self, receipt: Receipt) -> str:
        provider, _slash, method = receipt.payment_method.partition("/")
        return method_text(provider, method) if provider else display.NOTHING

    @admin.display(description=_("VAT per rate"))
    def vat_rows(self, receipt: Receipt) -> SafeString:
        return vat_table(receipt.vat_totals, receipt.currency)
