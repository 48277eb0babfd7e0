"""The merchants that somebody may act for: to be chosen from, and the one that was chosen."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from payment_links.admin import access
from payment_links.admin.base import as_uuid
from payment_links.models import Merchant

MOST_MERCHANTS = 500


def by_name(request: HttpRequest) -> QuerySet[Merchant]:
    """All that the user may act for, by name."""
    merchants = Merchant.objects.order_by("name", "pk")
    if access.sees_everything(request):
        return merchants
    return merchants.filter(pk__in=access.merchants_acted_for(request))


def listed(request: HttpRequest) -> list[Merchant]:
    """Those that a form offers, with their tenants."""
    return list(by_name(request).select_related("tenant")[:MOST_MERCHANTS])


def chosen(request: HttpRequest, text: str) -> Merchant:
    """The merchant of that id; Http404 for a foreign one, PermissionDenied for a read-only one."""
    merchant_id = as_uuid(text)
    if merchant_id is None:
        raise Http404
    merchant = Merchant.objects.select_related("tenant").filter(pk=merchant_id).first()
    if merchant is None or not access.may_see_merchant(request, merchant.pk):
        raise Http404
    if not access.may_act_for(request, merchant.pk):
        raise PermissionDenied
    return merchant
