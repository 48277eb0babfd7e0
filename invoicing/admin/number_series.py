"""Number series: what the next document will be called, and what references are made of."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing.models import NumberingRule, NumberSeries, PayeeAccount, ReferenceSeries
from invoicing.numbering import PREFIXES, prefixes_of
from invoicing.references import ControlLevel
from payment_links.admin.base import OperatorAdmin, StaffAdmin
from payment_links.admin.filters import MerchantFilter
from payment_links.admin.theme import ModelForm
from payment_links.models import Merchant


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
    search_help_text = _("Merchant's name or fiscal year")
    fields = ("merchant", "kind", "fiscal_year", "prefix", "next_number")


@admin.register(ReferenceSeries)
class ReferenceSeriesAdmin(StaffAdmin[ReferenceSeries]):
    """Merchants may share an account, so only superusers see what has been counted on it."""

    menu_section = _("Documents")
    menu_icon = "tag"
    list_display = ("payee_account", "next_number")
    id_search_fields = ()
    search_fields = ("=payee_account",)
    search_help_text = _("Payee account")
    fields = ("payee_account", "next_number")


class NumberingRuleForm(ModelForm[NumberingRule]):
    """A rule whose prefix no other kind of document has: numbers must tell documents apart."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        merchant = values.get("merchant") or getattr(self.instance, "merchant", None)
        kind = values.get("kind") or self.instance.kind
        if kind and kind not in PREFIXES:
            self.add_error("kind", _("Documents of this kind have no numbers of their own."))
        if isinstance(merchant, Merchant) and "prefix" in values:
            others = prefixes_of(merchant)
            others.pop(kind, None)
            if values["prefix"] in others.values():
                self.add_error("prefix", _("Another kind of document has this prefix."))
        return values


@admin.register(NumberingRule)
class NumberingRuleAdmin(OperatorAdmin[NumberingRule]):
    """Read by the merchant's members, set by the operator, and best before the first document."""

    form = NumberingRuleForm
    merchant_path = "merchant_id"
    menu_section = _("Documents")
    menu_icon = "pin"
    list_display = ("merchant", "kind", "prefix", "first_number")
    list_filter: ClassVar[Any] = (MerchantFilter, ("kind", ChoicesDropdownFilter))
    list_select_related = ("merchant",)
    id_search_fields = ("merchant_id",)
    search_fields = ("merchant__name",)
    search_help_text = _("Merchant's name")
    fields = ("merchant", "kind", "prefix", "first_number")

    def get_readonly_fields(
        self, request: HttpRequest, obj: NumberingRule | None = None
    ) -> tuple[str, ...]:
        """A rule stays with its merchant and kind."""
        return () if obj is None else ("merchant", "kind")


class PayeeAccountForm(ModelForm[PayeeAccount]):
    """An agreement; a fixed length goes with the level that needs it, and with no other."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_fixed = values.get("control_level") == ControlLevel.HARD_FIXED_LENGTH
        if is_fixed and not values.get("ocr_length") and "ocr_length" not in self.errors:
            self.add_error("ocr_length", _("Say which length was agreed with the bank."))
        return values


@admin.register(PayeeAccount)
class PayeeAccountAdmin(OperatorAdmin[PayeeAccount]):
    """Merchants may share an account, so only superusers see what was agreed for it."""

    form = PayeeAccountForm
    menu_section = _("Documents")
    menu_icon = "account_balance"
    list_display = ("account", "control_level", "ocr_length", "kid_algorithm")
    id_search_fields = ()
    search_fields = ("account",)
    search_help_text = _("Payee account")
    fields = ("account", "control_level", "ocr_length", "kid_algorithm")
