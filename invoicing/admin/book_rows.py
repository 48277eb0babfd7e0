"""The rows behind the books: accounts, closed periods, and what only operators need to see."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing.models import BookAccount, BookedRate, Books, BooksVisit, PeriodClosing
from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter


@admin.register(BookAccount)
class BookAccountAdmin(StaffAdmin[BookAccount]):
    """Accounts that differ from the usual ones; chosen on the page of all accounts."""

    merchant_path = "merchant_id"
    list_display = ("number", "name", "role", "merchant")
    list_filter: ClassVar[Any] = (MerchantFilter, ("role", ChoicesDropdownFilter))
    list_select_related = ("merchant",)
    id_search_fields = ("merchant_id",)
    search_fields = ("=number", "name")
    search_help_text = _("Account number or name")
    fields = ("merchant", "role", ("number", "name"))


@admin.register(PeriodClosing)
class PeriodClosingAdmin(StaffAdmin[PeriodClosing]):
    """Who closed what; never undone."""

    merchant_path = "merchant_id"
    list_display = ("through_date", "merchant", "closed", "closed_by")
    list_filter: ClassVar[Any] = (MerchantFilter, ("closed_at", DaysFilter))
    list_select_related = ("merchant", "closed_by")
    id_search_fields = ("merchant_id",)
    search_fields = ("merchant__name",)
    search_help_text = _("Merchant's name")
    fields = ("merchant", "through_date", ("closed", "closed_by"))

    @admin.display(description=_("Closed at"), ordering="closed_at")
    def closed(self, closing: PeriodClosing) -> str:
        return display.moment_text(closing.closed_at)


@admin.register(Books)
class BooksAdmin(StaffAdmin[Books]):
    """The row that is locked while an entry gets its date."""

    list_display = ("merchant", "closed_through")
    list_select_related = ("merchant",)
    id_search_fields = ("merchant_id",)
    search_fields = ("merchant__name",)
    search_help_text = _("Merchant's name")
    fields = ("merchant", "closed_through")


@admin.register(BookedRate)
class BookedRateAdmin(StaffAdmin[BookedRate]):
    """Amounts per rate; members see them on the page of their entry."""

    list_display = ("entry", "vat_text", "treatment", "net_cell", "vat_cell")
    list_filter: ClassVar[Any] = (("treatment", ChoicesDropdownFilter),)
    list_select_related = ("entry",)
    id_search_fields = ("entry_id", "entry__payment_link_id")
    search_fields = ()
    fields = ("entry", "vat_text", "treatment", "net_cell", "vat_cell")

    @admin.display(description=_("VAT"), ordering="vat")
    def vat_text(self, rate: BookedRate) -> str:
        return display.percent_text(rate.vat)

    @admin.display(description=_("Amount excl. VAT"), ordering="net_amount")
    def net_cell(self, rate: BookedRate) -> SafeString:
        return display.amount_cell(rate.net_amount, rate.entry.currency)

    @admin.display(description=_("VAT amount"), ordering="vat_amount")
    def vat_cell(self, rate: BookedRate) -> SafeString:
        return display.amount_cell(rate.vat_amount, rate.entry.currency)


@admin.register(BooksVisit)
class BooksVisitAdmin(StaffAdmin[BooksVisit]):
    """When people looked at the books."""

    list_display = ("user", "visited", "visited_before")
    list_select_related = ("user",)
    id_search_fields = ()
    search_fields = ("=user__username",)
    search_help_text = _("Username")
    fields = ("user", "visited", "visited_before")

    @admin.display(description=_("Visited"), ordering="visited_at")
    def visited(self, visit: BooksVisit) -> str:
        return display.moment_text(visit.visited_at)

    @admin.display(description=_("Visited before"), ordering="previous_visit_at")
    def visited_before(self, visit: BooksVisit) -> str:
        return display.moment_text(visit.previous_visit_at)
