"""Number series: what the next document will be called."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing.models import NumberSeries, ReferenceSeries
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import MerchantFilter


@admin.register(NumberSeries)
class NumberSeriesAdmin(StaffAdmin[NumberSeries]):
    """Counters without gaps are moved by issuing documents and by nothing else."""

    merchant_path = "merchant_id"
    menu_section = _("Documents")
    menu_icon = "format_list_numbered"
    list_display = ("merchant", "kind", "fiscal_year", "prefix", "next_number")
    list_filter: ClassVar[Any] = (MerchantFilter, ("kind", ChoicesDropdownFilter))
    list_select_related = ("merchant",)
    id_search_fields = ("merchant_id",)
    search_fields = ("merchant__name", "=fiscal_year")
    fields = ("merchant", "kind", "fiscal_year", "prefix", "next_number")


@admin.register(ReferenceSeries)
class ReferenceSeriesAdmin(StaffAdmin[ReferenceSeries]):
    """Merchants may share an account, so only superusers see what has been counted on it."""

    menu_section = _("Documents")
    menu_icon = "tag"
    list_display = ("payee_account", "next_number")
    id_search_fields = ()
    search_fields = ("=payee_account",)
    fields = ("payee_account", "next_number")
