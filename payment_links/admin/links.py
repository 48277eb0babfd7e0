"""Payment links in the admin: the columns, filters and search of their list."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import access, display, link_page
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.admin.link_bulk import BulkPages
from payment_links.admin.link_detail import LinkPages
from payment_links.admin.link_filters import AttentionFilter, CurrencyFilter, ViewFilter
from payment_links.admin.link_list import ListHead
from payment_links.admin.link_search import find_links
from payment_links.admin.link_totals import TotalsPages
from payment_links.admin.new_link_pages import NewLinkPages
from payment_links.models import Distribution, LinkException, PaymentLink

# Columns of which days can be chosen.
DAY_COLUMNS = ("due_date", "created_at", "completed_at")


@admin.register(PaymentLink)
class PaymentLinkAdmin(LinkPages, BulkPages, NewLinkPages, TotalsPages, StaffAdmin[PaymentLink]):
    """Links are made over the API or with a form, and changed by verbs; nothing edits a row."""

    merchant_path = "merchant_id"
    menu_section = gettext_lazy("Payments")
    menu_icon = "link"
    menu_order = 1
    list_display = (
        *("state", "exception", "customer_cell", "amount", "due", "last_message", "merchant_name"),
    )
    list_display_links = ("customer_cell",)
    list_filter: ClassVar[Any] = (
        ViewFilter,
        ("status", ChoicesDropdownFilter),
        AttentionFilter,
        ("sms_status", ChoicesDropdownFilter),
        MerchantFilter,
        CurrencyFilter,
        ("due_date", DaysFilter),
        ("created_at", DaysFilter),
        ("completed_at", DaysFilter),
    )
    list_before_template = "admin/payment_links/paymentlink/list_head.html"
    search_fields = ("ocr",)
    search_help_text = gettext_lazy("Name, phone, e-mail, OCR, invoice, order or amount")

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["payment_links/admin/links.css"]}
        js: ClassVar[list[str]] = ["payment_links/admin/links.js"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PaymentLink], search_term: str
    ) -> tuple[QuerySet[PaymentLink], bool]:
        if not search_term.strip():
            return queryset, False
        merchants = None
        if not access.sees_everything(request):
            merchants = list(access.roles_by_merchant(request))
        return find_links(queryset, search_term, merchants=merchants), False

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """By the column whose days are chosen, else newest first.

        Rows of certain days in the order of their keys are found by reading all newer ones.
        """
        chosen = [c for c in DAY_COLUMNS if {f"{c}_from", f"{c}_to"} & request.GET.keys()]
        return (f"-{chosen[0]}", "-pk") if chosen else ("-pk",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Without the merchant's column for somebody who sees only one."""
        shown = tuple(self.list_display)
        sees_one = access.sees_one_merchant(request)
        return tuple(c for c in shown if c != "merchant_name") if sees_one else shown

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The shown page is found by its keys; then its rows come with what they show of others.

        Rows that are sorted or skipped on the way there would bring customer and merchant along.
        """
        changelist = super().get_changelist_instance(request)
        found = changelist.result_list.select_related(None).values_list("pk", flat=True)
        changelist.result_list = SimpleLazyObject(lambda: _rows(found))
        changelist.head = ListHead(request, changelist, may_add=self.has_add_permission(request))
        return changelist

    @admin.display(description=gettext_lazy("Status"))
    def state(self, link: PaymentLink) -> SafeString:
        return link_page.status_tag(link)

    @admin.display(description=gettext_lazy("Exception"))
    def exception(self, link: PaymentLink) -> SafeString | str:
        shown = SafeString("")
        for exception in link.exceptions.all():
            shown += display.tag(exception.get_kind_display(), "danger", "error")
        return shown or display.NOTHING

    @admin.display(description=gettext_lazy("Customer"))
    def customer_cell(self, link: PaymentLink) -> SafeString:
        contact = link.customer.phone or link.customer.email
        return display.two_lines(link.customer.full_name, contact)

    @admin.display(description=gettext_lazy("Amount"), ordering="total_amount")
    def amount(self, link: PaymentLink) -> SafeString:
        return display.amount_cell(link.total_amount, link.currency)

    @admin.display(description=gettext_lazy("Due date"), ordering="due_date")
    def due(self, link: PaymentLink) -> SafeString:
        return display.in_one_cell(link_page.due_cell(link))

    @admin.display(description=gettext_lazy("Last message"))
    def last_message(self, link: PaymentLink) -> SafeString | str:
        for message in link.distributions.all():
            text = f"{message.get_channel_display()}: {message.get_status_display()}"
            tag = display.state_tag(message.status, text, display.MESSAGE_LOOKS)
            moment = message.delivered_at or message.sent_at or message.created_at
            return display.in_one_cell(display.two_lines(tag, display.moment_text(moment)))
        return display.NOTHING

    @admin.display(description=gettext_lazy("Merchant"))
    def merchant_name(self, link: PaymentLink) -> str:
        return link.merchant.name


def _rows(found: QuerySet[PaymentLink, UUID]) -> list[PaymentLink]:
    """The links with these keys, in their order."""
    keys = list(found)
    rows = (
        PaymentLink.objects.select_related("customer", "merchant")
        .prefetch_related(
            Prefetch("distributions", Distribution.objects.order_by("-pk")),
            Prefetch("exceptions", LinkException.objects.filter(resolved_at__isnull=True)),
        )
        .in_bulk(keys)
    )
    return [rows[key] for key in keys if key in rows]
