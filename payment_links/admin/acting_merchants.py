"""The merchants that somebody may act for: to be chosen from, and the one that was chosen."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from payment_links.admin import access
from payment_links.admin.base import as_uuid
from payment_links.models import Merchant

MOST_MERCHANTS = 500


def listed(request: HttpRequest) -> list[Merchant]:
    """Those that the user may act for, by name."""
    merchants = Merchant.objects.select_related("tenant").order_by("name", "pk")
    if not access.sees_everything(request):
        own = [pk for pk in access.roles_by_merchant(request) if access.may_act_for(request, pk)]
        merchants = merchants.filter(pk__in=own)
    return list(merchants[:MOST_MERCHANTS])


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
