"""Attempts to pay and the exceptions of links, to be looked at."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import CUSTOMER_NAME, StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.models import LinkException, Payment
from payment_links.models.payments import method_text


@admin.register(Payment)
class PaymentAdmin(StaffAdmin[Payment]):
    """What the payments service said about each attempt."""

    merchant_path = "payment_link__merchant_id"
    menu_section = _("Payments")
    menu_icon = "payments"
    menu_order = 2
    list_display = ("state", "customer", "amount_cell", "method_text", "started", "paid")
    list_display_links = ("customer",)
    list_filter: ClassVar[Any] = (
        ("status", ChoicesDropdownFilter),
        MerchantFilter,
        ("created_at", DaysFilter),
    )
    list_select_related = ("payment_link__customer",)
    id_search_fields = ("id", "payment_id", "payment_link_id", "payment_link__payment_order_id")
    customer_path = "payment_link__customer"
    search_fields = ("provider", "method", CUSTOMER_NAME)
    search_help_text = _("Payment id, order id, link id or last name")
    fields = (
        "state",
        "amount_cell",
        "method_text",
        "failure_reason",
        "customer",
        "link",
        "payment_id",
        "order_id",
        "started",
        "paid",
        "checks",
        "next_check_at",
    )

    @admin.display(description=_("Status"), ordering="status")
    def state(self, payment: Payment) -> SafeString:
        return display.state_tag(
            payment.status, payment.get_status_display(), display.PAYMENT_LOOKS
        )

    @admin.display(description=_("Customer"))
    def customer(self, payment: Payment) -> str:
        return payment.payment_link.customer.full_name

    @admin.display(description=_("Amount"), ordering="amount")
    def amount_cell(self, payment: Payment) -> SafeString:
        return display.amount_cell(payment.amount, payment.currency)

    @admin.display(description=_("Method"))
    def method_text(self, payment: Payment) -> str:
        return method_text(payment.provider, payment.method)

    @admin.display(description=_("Payment link"))
    def link(self, payment: Payment) -> SafeString:
        return display.row_link(payment.payment_link)

    @admin.display(description=_("Payment order"))
    def order_id(self, payment: Payment) -> str:
        return str(payment.payment_link.payment_order_id)

    @admin.display(description=_("Started"), ordering="created_at")
    def started(self, payment: Payment) -> str:
        return display.moment_text(payment.created_at)

    @admin.display(description=_("Paid"), ordering="completed_at")
    def paid(self, payment: Payment) -> str:
        return display.moment_text(payment.completed_at)


@admin.register(LinkException)
class LinkExceptionAdmin(StaffAdmin[LinkException]):
    """Work items about money; they are resolved on the link's page."""

    merchant_path = "payment_link__merchant_id"
    menu_section = _("Payments")
    menu_icon = "report"
    menu_order = 4
    list_display = ("kind_tag", "customer", "description", "raised", "resolved", "resolver")
    list_display_links = ("customer",)
    list_filter: ClassVar[Any] = (
        ("kind", ChoicesDropdownFilter),
        ("resolved_at", admin.EmptyFieldListFilter),
        MerchantFilter,
    )
    list_select_related = ("payment_link__customer", "resolved_by")
    id_search_fields = ("payment_link_id", "payment__payment_id")
    customer_path = "payment_link__customer"
    search_fields = ("description", CUSTOMER_NAME)
    search_help_text = _("Link id, payment id, last name or text")
    fields = ("kind_tag", "description", "link", "raised", "resolved", "resolver")

    @admin.display(description=_("Kind"), ordering="kind")
    def kind_tag(self, exception: LinkException) -> SafeString:
        if exception.resolved_at:
            return display.tag(exception.get_kind_display(), "muted", "task_alt")
        return display.tag(exception.get_kind_display(), "danger", "error")

    @admin.display(description=_("Customer"))
    def customer(self, exception: LinkException) -> str:
        return exception.payment_link.customer.full_name

    @admin.display(description=_("Payment link"))
    def link(self, exception: LinkException) -> SafeString:
        return display.row_link(exception.payment_link)

    @admin.display(description=_("Raised"), ordering="created_at")
    def raised(self, exception: LinkException) -> str:
        return display.moment_text(exception.created_at)

    @admin.display(description=_("Resolved"), ordering="resolved_at")
    def resolved(self, exception: LinkException) -> str:
        return display.moment_text(exception.resolved_at)

    @admin.display(description=_("Resolved by"))
    def resolver(self, exception: LinkException) -> str:
        return str(exception.resolved_by or display.NOTHING)
