"""Payment links in the admin: the list and the actions on its rows."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import (
    access,
    display,
    link_actions,
    link_page,
    new_link_customers,
    new_link_page,
)
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.admin.link_detail import LinkPages, perform
from payment_links.admin.link_filters import AttentionFilter, CurrencyFilter, ViewFilter
from payment_links.admin.link_search import find_links
from payment_links.models import Distribution, LinkException, PaymentLink

BulkAction = Callable[[Any, HttpRequest, QuerySet[PaymentLink]], HttpResponse | None]
LINKS_PREVIEWED = 50


@admin.register(PaymentLink)
class PaymentLinkAdmin(LinkPages, StaffAdmin[PaymentLink]):
    """Links are made over the API or with a form, and changed by verbs; nothing edits a row."""

    merchant_path = "merchant_id"
    menu_section = gettext_lazy("Payments")
    menu_icon = "link"
    menu_order = 1
    list_display = ("state", "customer_cell", "amount", "due", "last_message", "merchant", "made")
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
    list_select_related = ("customer", "merchant")
    search_fields = ("ocr",)
    search_help_text = gettext_lazy("Name, phone, e-mail, OCR, invoice number or id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PaymentLink], search_term: str
    ) -> tuple[QuerySet[PaymentLink], bool]:
        if not search_term.strip():
            return queryset, False
        merchants = None
        if not access.sees_everything(request):
            merchants = list(access.roles_by_merchant(request))
        return find_links(queryset, search_term, merchants=merchants), False

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Without the merchant's column for somebody who works for only one."""
        works_for_one = (
            not access.sees_everything(request) and len(access.roles_by_merchant(request)) == 1
        )
        shown = tuple(self.list_display)
        return tuple(c for c in shown if c != "merchant") if works_for_one else shown

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows of the shown page bring their messages and exceptions: two queries for all."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = changelist.result_list.prefetch_related(
            Prefetch("distributions", Distribution.objects.order_by("-pk")),
            Prefetch("exceptions", LinkException.objects.filter(resolved_at__isnull=True)),
        )
        return changelist

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def state(self, link: PaymentLink) -> SafeString:
        shown = link_page.status_tag(link)
        for exception in link.exceptions.all():
            shown += display.tag(exception.get_kind_display(), "danger", "error")
        return shown

    @admin.display(description=gettext_lazy("Customer"), ordering="customer__last_name")
    def customer_cell(self, link: PaymentLink) -> SafeString:
        contact = link.customer.phone or link.customer.email
        return display.two_lines(link.customer.full_name, contact)

    @admin.display(description=gettext_lazy("Amount"), ordering="total_amount")
    def amount(self, link: PaymentLink) -> SafeString:
        return display.amount_cell(link.total_amount, link.currency)

    @admin.display(description=gettext_lazy("Due date"), ordering="due_date")
    def due(self, link: PaymentLink) -> SafeString:
        return link_page.due_cell(link)

    @admin.display(description=gettext_lazy("Last message"))
    def last_message(self, link: PaymentLink) -> SafeString | str:
        for message in link.distributions.all():
            text = f"{message.get_channel_display()}: {message.get_status_display()}"
            return display.state_tag(message.status, text, display.MESSAGE_LOOKS)
        return display.NOTHING

    @admin.display(description=gettext_lazy("Created"), ordering="created_at")
    def made(self, link: PaymentLink) -> SafeString:
        return display.moment_cell(link.created_at)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not access.may_act_somewhere(request):
            return {}
        return {
            action.name: (_in_bulk(action), action.name, action.label)
            for action in link_actions.offered()
            if action.is_bulk
        }

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview_view)
        customers = self.admin_site.admin_view(self.customers_view)
        return [
            path("add/preview/", preview, name="payment_links_paymentlink_preview"),
            path("add/customers/", customers, name="payment_links_paymentlink_customers"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.may_act_somewhere(request)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form that makes a link; one that was sent twice makes it once."""
        return new_link_page.add_view(self, request)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """What the form comes to while it is filled in."""
        return new_link_page.preview_view(self, request)

    def customers_view(self, request: HttpRequest) -> HttpResponse:
        """The known customers that the form offers."""
        return new_link_customers.customers_view(self, request)


def _in_bulk(action: link_actions.LinkAction) -> BulkAction:
    """The action as Django's list calls it: refusals row by row, one line for all successes."""

    def run(page: Any, request: HttpRequest, links: QuerySet[PaymentLink]) -> HttpResponse | None:
        if action.warning and "confirmed" not in request.POST:
            return _ask(page, request, action, links)
        done = 0
        for link in links.select_related("customer", "merchant").order_by("pk"):
            if not access.may_act_for(request, link.merchant_id):
                text = _("You may only read this merchant's links.")
                messages.error(request, f"{link.customer} ({link.pk}): {text}")
                continue
            level, text = perform(request, action, link, {})
            if level == messages.SUCCESS:
                done += 1
            else:
                messages.add_message(request, level, f"{link.customer} ({link.pk}): {text}")
        if done:
            text = ngettext("Done for %(count)d link.", "Done for %(count)d links.", done)
            messages.success(request, f"{action.label}: {text % {'count': done}}")
        return None

    run.__name__ = action.name
    return run


def _ask(
    page: Any,
    request: HttpRequest,
    action: link_actions.LinkAction,
    links: QuerySet[PaymentLink],
) -> HttpResponse:
    """What will happen to which links, before it happens."""
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": action.label,
        "action": action,
        "count": links.count(),
        "preview": links.select_related("customer", "merchant").order_by("pk")[:LINKS_PREVIEWED],
        "fields": [
            (name, value)
            for name in ("action", "select_across", "_selected_action")
            for value in request.POST.getlist(name)
        ],
        "page": page,
    }
    return TemplateResponse(request, "admin/payment_links/paymentlink/confirm.html", context)
