"""The filters that several lists share: by merchant and by days."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payment_links.admin import access
from payment_links.admin.base import as_uuid
from payment_links.admin.theme import DropdownFilter, RangeDateFilter
from payment_links.models import Merchant

MERCHANTS_OFFERED = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100


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


class DaysFilter(RangeDateFilter):
    """Rows from one day to another, both included, by the office's calendar.

    The theme's own filter compares a time with a date, which loses the last day.
    """

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = self._day("from"), self._day("to")
        if first is not None:
            queryset = queryset.filter(**{f"{self.field_path}__gte": self._start(first)})
        if last is not None:
            after = self._start(last + timedelta(days=1))
            queryset = queryset.filter(**{f"{self.field_path}__lt": after})
        return queryset

    def _day(self, end: str) -> date | None:
        """The day that was chosen, or None when it is none on which anything can have happened."""
        try:
            day = date.fromisoformat(str(self.used_parameters.get(f"{self.field_path}_{end}", "")))
        except ValueError:
            return None
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None

    def _start(self, day: date) -> date | datetime:
        """The value of the column with which the day begins."""
        if not isinstance(self.field, DateTimeField):
            return day
        return timezone.make_aware(datetime.combine(day, time.min))
