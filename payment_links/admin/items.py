"""The items of payment links, to be found across links."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import MerchantFilter
from payment_links.models import Item


@admin.register(Item)
class ItemAdmin(StaffAdmin[Item]):
    """What is sold, line by line."""

    merchant_path = "payment_link__merchant_id"
    menu_section = _("Payments")
    menu_icon = "list_alt"
    menu_order = 6
    list_display = ("description", "customer", "quantity_text", "price_cell", "vat_text", "sum")
    list_filter: ClassVar[Any] = (MerchantFilter,)
    list_select_related = ("payment_link__customer",)
    id_search_fields = ("payment_link_id",)
    search_fields = ("description", "=item_number")
    search_help_text = _("Description, item number or link id")
    fields = (
        "description",
        "item_number",
        "quantity_text",
        "price_cell",
        "vat_text",
        "sum",
        "merchant",
        "link",
        "metadata_text",
        "tags_text",
    )

    @admin.display(description=_("Customer"))
    def customer(self, item: Item) -> str:
        return item.payment_link.customer.full_name

    @admin.display(description=_("Quantity"), ordering="quantity")
    def quantity_text(self, item: Item) -> str:
        return f"{item.quantity} {item.unit}"

    @admin.display(description=_("Price"), ordering="price")
    def price_cell(self, item: Item) -> SafeString:
        link = item.payment_link
        return display.price_cell(item.price, link.currency, link.price_basis)

    @admin.display(description=_("VAT"), ordering="vat")
    def vat_text(self, item: Item) -> SafeString:
        rate = display.percent_text(item.vat)
        return display.two_lines(rate, display.treatment_text(item.vat_treatment))

    @admin.display(description=_("Amount"))
    def sum(self, item: Item) -> SafeString:
        return display.amount_cell(item.amount, item.payment_link.currency)

    @admin.display(description=_("Metadata"))
    def metadata_text(self, item: Item) -> str:
        pairs = (f"{name}: {value}" for name, value in item.metadata.items())
        return ", ".join(pairs) or display.NOTHING

    @admin.display(description=_("Tags"))
    def tags_text(self, item: Item) -> str:
        return ", ".join(map(str, item.tags)) or display.NOTHING

    @admin.display(description=_("Payment link"))
    def link(self, item: Item) -> SafeString:
        return display.row_link(item.payment_link)
