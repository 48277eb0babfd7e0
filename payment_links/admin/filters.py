"""The filters that several lists share: merchant, and those that must not show foreign names."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from payment_links.admin import access
from payment_links.admin.base import as_uuid
from payment_links.admin.theme import DropdownFilter
from payment_links.models import Merchant

MERCHANTS_OFFERED = 200


class MerchantFilter(DropdownFilter):
    """Rows of one merchant; offers only the user's own, and nothing when there is but one."""

    title = _("merchant")
    parameter_name = "merchant"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.merchant_path = model_admin.merchant_path
        merchants = Merchant.objects.order_by("name", "pk")
        if not access.sees_everything(request):
            merchants = merchants.filter(pk__in=list(access.roles_by_merchant(request)))
        found = merchants.values_list("pk", "name")[:MERCHANTS_OFFERED]
        offered = [(str(pk), name) for pk, name in found]
        return offered if len(offered) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if not wanted:
            return queryset
        merchant_id: UUID | None = as_uuid(wanted)
        if merchant_id is None:
            return queryset.none()
        return queryset.filter(**{self.merchant_path: merchant_id})
