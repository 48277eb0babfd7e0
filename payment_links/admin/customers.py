"""The payers of the user's merchants: the list, the page of one, and the ways to change it."""

from collections.abc import Callable
from typing import Any, ClassVar, cast
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from payment_links import clock
from payment_links.admin import access, customer_changes, customer_page, display
from payment_links.admin.base import ShortPaginator, StaffAdmin, as_uuid
from payment_links.admin.customer_search import find_customers
from payment_links.admin.customer_totals import Totals, totals_of
from payment_links.admin.filters import MerchantFilter
from payment_links.models import Customer
from payment_links.models.customers import CustomerQuerySet

LONGEST_REFERENCE_SHOWN = 40
Change = Callable[[HttpRequest, Customer, dict[str, Any]], HttpResponse]


@admin.register(Customer)
class CustomerAdmin(StaffAdmin[Customer]):
    """Customers are what tenants said they are; staff correct, merge and erase them by verbs."""

    merchant_path = "merchant_id"
    paginator = ShortPaginator
    menu_section = _("Customers")
    menu_icon = "group"
    menu_order = 1
    list_display = ("name", "contact", "reference_cell", "links", "outstanding", "merchant_cell")
    list_filter: ClassVar[Any] = (MerchantFilter,)
    list_select_related = ("merchant",)
    search_fields = ("last_name",)
    search_help_text = _("Name, phone, e-mail, reference or id")

    class Media:
        css: ClassVar[Any] = {"all": ["payment_links/admin/customers.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Customer]:
        """Without those that were merged into others: nothing of them is left."""
        return super().get_queryset(request).filter(merged_into__isnull=True)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Customer], search_term: str
    ) -> tuple[QuerySet[Customer], bool]:
        if not search_term.strip():
            return queryset, False
        return find_customers(cast(CustomerQuerySet, queryset), search_term), False

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Without the merchant's column for somebody who sees only one."""
        shown = tuple(self.list_display)
        sees_one = access.sees_one_merchant(request)
        return tuple(c for c in shown if c != "merchant_cell") if sees_one else shown

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows of the shown page bring their totals: one query for all."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        totals = totals_of([row.pk for row in rows], clock.office_today())
        for row in rows:
            row.totals = totals[row.pk]
        changelist.result_list = rows
        return changelist

    @admin.display(description=_("Name"), ordering="last_name")
    def name(self, customer: Customer) -> SafeString:
        return customer_page.name_cell(customer)

    @admin.display(description=_("Contacts"))
    def contact(self, customer: Customer) -> SafeString:
        first = customer.phone or customer.email or display.NOTHING
        lines = display.two_lines(first, customer.email if customer.phone else "")
        # A phone sets the parts of a cell side by side.
        return format_html("<div>{}</div>", lines)

    @admin.display(description=_("Reference"), ordering="reference")
    def reference_cell(self, customer: Customer) -> str:
        return Truncator(customer.reference).chars(LONGEST_REFERENCE_SHOWN) or display.NOTHING

    @admin.display(description=_("Payment links"))
    def links(self, customer: Customer) -> str:
        totals: list[Totals] = getattr(customer, "totals", [])
        return str(sum(entry.links for entry in totals))

    @admin.display(description=_("Outstanding"))
    def outstanding(self, customer: Customer) -> SafeString | str:
        totals: list[Totals] = getattr(customer, "totals", [])
        amounts = [
            display.amount_text(entry.outstanding, entry.currency)
            for entry in totals
            if entry.outstanding
        ]
        shown = format_html_join("", '<span class="pl-amount">{}</span>', ((a,) for a in amounts))
        return shown or display.NOTHING

    @admin.display(description=_("Merchant"), ordering="merchant__name")
    def merchant_cell(self, customer: Customer) -> str:
        return customer.merchant.name

    def get_urls(self) -> list[URLPattern]:
        views: list[tuple[str, str, Any]] = [
            ("<uuid:customer_id>/correct/", "correct", self.correct_view),
            ("<uuid:customer_id>/merge/<uuid:other_id>/", "merge", self.merge_view),
            ("<uuid:customer_id>/erase/", "erase", self.erase_view),
        ]
        ours = [
            path(route, self.admin_site.admin_view(view), name=f"payment_links_customer_{name}")
            for route, name, view in views
        ]
        return [*ours, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one customer; the id of a merged one leads to the kept one."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        customer_id = as_uuid(unquote(object_id))
        customer = self._customer(request, customer_id) if customer_id else None
        if customer is None:
            return self.gone(request)
        if not self.has_view_permission(request, customer):
            raise PermissionDenied
        if customer.pk != customer_id:
            return HttpResponseRedirect(display.change_url("payment_links.customer", customer.pk))
        page = customer_page.gather(
            customer,
            may_act=access.may_act_for(request, customer.merchant_id),
            may_erase=access.may_keep_books(request, customer.merchant_id),
        )
        context = self._context(request, customer.buyer_name) | {
            "original": customer.buyer_name,
            "page": page,
            "is_popup": False,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/payment_links/customer/page.html", context)

    def correct_view(self, request: HttpRequest, customer_id: UUID) -> HttpResponse:
        """Correct the contacts."""
        title = gettext("Correct customer")
        return self._change(request, customer_id, title, customer_changes.correct)

    def erase_view(self, request: HttpRequest, customer_id: UUID) -> HttpResponse:
        """Erase the personal data; for those who decide on the books."""
        customer = self._customer(request, customer_id)
        if customer and not access.may_keep_books(request, customer.merchant_id):
            raise PermissionDenied
        title = gettext("Erase personal data")
        return self._change(request, customer_id, title, customer_changes.erase)

    def merge_view(self, request: HttpRequest, customer_id: UUID, other_id: UUID) -> HttpResponse:
        """Merge another customer of the same merchant into this one."""
        other = self._customer(request, other_id)
        kept = self._customer(request, customer_id)
        if not other or not kept or other.is_erased or other.merchant_id != kept.merchant_id:
            return self.gone(request)

        def merge(request: HttpRequest, found: Customer, context: dict[str, Any]) -> HttpResponse:
            if found == other:
                return HttpResponseRedirect(display.change_url("payment_links.customer", other.pk))
            return customer_changes.merge(request, found, other, context)

        return self._change(request, customer_id, gettext("Merge customers"), merge)

    def _change(
        self, request: HttpRequest, customer_id: UUID, title: str, change: Change
    ) -> HttpResponse:
        """Run a page that changes a customer, for those who may act and as long as it is there."""
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        customer = self._customer(request, customer_id)
        if customer is None:
            return self.gone(request)
        if not access.may_act_for(request, customer.merchant_id):
            raise PermissionDenied
        if customer.pk != customer_id or customer.is_erased:
            return HttpResponseRedirect(display.change_url("payment_links.customer", customer.pk))
        return change(request, customer, self._context(request, title))

    def _customer(self, request: HttpRequest, customer_id: UUID) -> Customer | None:
        """The customer with that id, or the one it was merged into, when the user may see it."""
        related = super().get_queryset(request).select_related("merchant", "tenant", "merged_into")
        found = related.filter(pk=customer_id).first()
        if found is None or found.merged_into_id is None:
            return found
        return related.filter(pk=found.merged_into_id).first()

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "opts": self.opts,
            "media": self.media,
        }
