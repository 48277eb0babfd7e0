"""What the overview is asked for: whose links, in which period, and where its lists are."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from payment_links import clock
from payment_links.admin import access
from payment_links.admin.base import as_uuid
from payment_links.admin.dashboard import period
from payment_links.admin.filters import MERCHANTS_OFFERED
from payment_links.models import Merchant, PaymentLink


@dataclass(frozen=True, slots=True)
class Scope:
    """merchants: whose links are shown, None for everybody's; merchant: the one that was chosen.

    offered: the merchants to choose from, id and name; acting: for which of them the user may do
    more than read, None for all.
    """

    period: period.Period
    merchants: tuple[UUID, ...] | None
    merchant: UUID | None
    offered: tuple[tuple[UUID, str], ...]
    acting: frozenset[UUID] | None

    @property
    def links(self) -> QuerySet[PaymentLink]:
        """The links that are shown."""
        links = PaymentLink.objects.all()
        return links if self.merchants is None else links.filter(merchant__in=self.merchants)

    @property
    def shows_several(self) -> bool:
        """Whether a row must say whose it is."""
        return self.merchant is None and len(self.offered) > 1

    def may_act_for(self, merchant_id: UUID) -> bool:
        return self.acting is None or merchant_id in self.acting

    def list_address(self, **parameters: str) -> str:
        """The list of links, narrowed to the chosen merchant and by the parameters."""
        if self.merchant is not None:
            parameters["merchant"] = str(self.merchant)
        return f"{reverse('admin:payment_links_paymentlink_changelist')}?{urlencode(parameters)}"

    def address(self, slug: str) -> str:
        """This overview for another period."""
        parameters = {"period": slug}
        if self.merchant is not None:
            parameters["merchant"] = str(self.merchant)
        return f"{reverse('admin:index')}?{urlencode(parameters)}"


def choose(request: HttpRequest) -> Scope | None:
    """What the address asks for; None when it names a merchant that the user may not see."""
    offered = _offered(request)
    merchants, merchant = _seen(request), None
    if wanted := request.GET.get("merchant", ""):
        merchant = as_uuid(wanted)
        if merchant is None or not _is_seen(request, merchant):
            return None
        merchants = (merchant,)
    acting = None
    if not access.sees_everything(request):
        acting = frozenset(access.merchants_acted_for(request))
    return Scope(
        period=period.find(request.GET.get("period", ""), clock.office_today()),
        merchants=merchants,
        merchant=merchant,
        offered=offered,
        acting=acting,
    )


def _seen(request: HttpRequest) -> tuple[UUID, ...] | None:
    if access.sees_everything(request):
        return None
    return tuple(sorted(access.roles_by_merchant(request)))


def _is_seen(request: HttpRequest, merchant: UUID) -> bool:
    if access.sees_everything(request):
        return Merchant.objects.filter(pk=merchant).exists()
    return access.may_see_merchant(request, merchant)


def _offered(request: HttpRequest) -> tuple[tuple[UUID, str], ...]:
    merchants = Merchant.objects.order_by("name", "pk")
    seen = _seen(request)
    if seen is not None:
        merchants = merchants.filter(pk__in=seen)
    return tuple(merchants.values_list("pk", "name")[:MERCHANTS_OFFERED])
