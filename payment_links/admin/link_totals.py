"""What the links of a list add up to: at once while they are few, else at an address of its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from payment_links.admin import access, display
from payment_links.admin.base import StaffAdmin, as_uuid, has_nul
from payment_links.models import Merchant, PaymentLink
from payment_links.models.tenants import CURRENCIES

if TYPE_CHECKING:
    Base = StaffAdmin[PaymentLink]
else:
    Base = object

Links = QuerySet[PaymentLink]
Status = PaymentLink.Status
# A list of more links is shown before they are added up.
MOST_AT_ONCE = 250
TEMPLATES = "admin/payment_links/paymentlink"


@dataclass(frozen=True, slots=True)
class Total:
    """What the links of the filter add up to in one currency; amounts are texts."""

    currency: str
    count: str
    amount: str
    paid: str
    outstanding: str


class TotalsPages(Base):
    """Where the list of links asks for its totals, and who reads without scripts opens them."""

    def get_urls(self) -> list[URLPattern]:
        totals = self.admin_site.admin_view(self.totals_view)
        return [
            path("totals/", totals, name="payment_links_paymentlink_totals"),
            *super().get_urls(),
        ]

    def totals_view(self, request: HttpRequest) -> HttpResponse:
        """The totals of the list with the same query: a page, or for its script the box alone."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        if has_nul(request.GET):
            return self.gone(request)
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return self.gone(request)
        if request.headers.get("X-Requested-With") == "fetch":
            return TemplateResponse(request, f"{TEMPLATES}/totals.html", {"cl": changelist})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Totals of these links"),
            "cl": changelist,
            "back": changelist.get_query_string(),
        }
        return TemplateResponse(request, f"{TEMPLATES}/totals_page.html", context)


def add_up(links: Links, *, most: int) -> list[Total]:
    """Count and sums of the first of the links, per currency in which there is one; one query."""
    found = links.values("currency", "status", "total_amount")[:most].aggregate(**_sums())
    return [_total(currency, found) for currency in CURRENCIES if found[f"{currency}_count"]]


def expected_totals(request: HttpRequest) -> list[Total]:
    """The lines to expect of the list that is asked for, before its links are added up.

    Merchants sell in one currency as a rule; where one did not, a line more arrives.
    """
    merchants = Merchant.objects.order_by()
    if wanted := as_uuid(request.GET.get("merchant", "")):
        merchants = merchants.filter(pk=wanted)
    elif not access.sees_everything(request):
        merchants = merchants.filter(pk__in=list(access.roles_by_merchant(request)))
    used = {request.GET.get("currency")}
    if not used & set(CURRENCIES):
        used = set(merchants.values_list("currency", flat=True).distinct())
    return [Total(currency, *"…" * 4) for currency in CURRENCIES if currency in used]


def _sums() -> dict[str, Any]:
    """The figures of all currencies, by currency and name."""
    sums: dict[str, Any] = {}
    for currency in CURRENCIES:
        one = Q(currency=currency)
        sums |= {
            f"{currency}_count": Count("pk", filter=one),
            f"{currency}_amount": Sum("total_amount", filter=one),
            f"{currency}_paid": Sum("total_amount", filter=one & Q(status=Status.COMPLETED)),
            f"{currency}_outstanding": Sum("total_amount", filter=one & Q(status=Status.CREATED)),
        }
    return sums


def _total(currency: str, found: dict[str, int | None]) -> Total:
    amounts = {
        name: display.amount_text(found[f"{currency}_{name}"] or 0, currency)
        for name in ("amount", "paid", "outstanding")
    }
    return Total(currency=currency, count=str(found[f"{currency}_count"]), **amounts)
