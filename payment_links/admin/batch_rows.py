"""The rows of all batches, and who may look at them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import access, display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import MerchantFilter
from payment_links.admin.theme import ModelT
from payment_links.models import LinkBatchRow


class ActingAdmin(StaffAdmin[ModelT]):
    """Rows for those who act for their merchant; who only reads has nothing to do with them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelT]:
        rows = super().get_queryset(request)
        if access.sees_everything(request):
            return rows
        return rows.filter(**{f"{self.merchant_path}__in": access.merchants_acted_for(request)})

    def has_view_permission(self, request: HttpRequest, obj: ModelT | None = None) -> bool:
        if obj is None:
            return access.may_act_somewhere(request)
        return access.may_act_for(request, self.merchant_id_of(obj))


@admin.register(LinkBatchRow)
class LinkBatchRowAdmin(ActingAdmin[LinkBatchRow]):
    """The rows of all batches, to look at; work happens on the batch's page."""

    merchant_path = "merchant_id"
    list_display = ("batch", "first_row", "name", "own_reference", "amount", "state")
    list_filter: ClassVar[Any] = (("state", ChoicesDropdownFilter), MerchantFilter)
    list_select_related = ("batch",)
    id_search_fields = ("id", "batch_id")
    search_fields = ("name", "own_reference")
    search_help_text = gettext_lazy("Name or own reference")
    fields = (
        *("batch", "first_row", "last_row", "name", "own_reference", "amount", "state"),
        *("last_error", "attempts", "payment_order_id"),
    )

    @admin.display(description=gettext_lazy("Amount"), ordering="total_amount")
    def amount(self, row: LinkBatchRow) -> SafeString | str:
        if not row.total_amount:
            return display.NOTHING
        return display.amount_cell(row.total_amount, row.currency)
