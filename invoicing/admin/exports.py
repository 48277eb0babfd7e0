"""Exports: who took which period of a merchant's books away, and when."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing.models import BookExport
from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter


@admin.register(BookExport)
class BookExportAdmin(StaffAdmin[BookExport]):
    """Written when a file is taken away, and only read here."""

    merchant_path = "merchant_id"
    list_display = ("format", "merchant", "from_date", "to_date", "exported", "exported_by")
    list_filter: ClassVar[Any] = (
        MerchantFilter,
        ("format", ChoicesDropdownFilter),
        ("exported_at", DaysFilter),
    )
    list_select_related = ("merchant", "exported_by")
    id_search_fields = ("merchant_id",)
    search_fields = ("merchant__name", "=exported_by__username")
    fields = ("merchant", "format", ("from_date", "to_date"), ("exported", "exported_by"))

    @admin.display(description=_("Exported"), ordering="exported_at")
    def exported(self, export: BookExport) -> str:
        return display.moment_text(export.exported_at)
