"""The page of one link and what its buttons post to."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from payment_links import clock
from payment_links.admin import access, display, link_actions, link_page
from payment_links.admin.base import StaffAdmin
from payment_links.admin.refusals import refusal_text
from payment_links.errors import DomainError
from payment_links.models import PaymentLink

if TYPE_CHECKING:
    Base = StaffAdmin[PaymentLink]
else:
    Base = object


class LinkPages(Base):
    """What PaymentLinkAdmin shows of one link; a link is only looked at and changed by verbs."""

    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(self.act_view)
        name = "payment_links_paymentlink_act"
        return [path("<path:object_id>/do/<slug:name>/", act, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one link; it is only looked at, its buttons post to act_view."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        link = self._link(request, object_id)
        if link is None:
            return self.gone(request)
        if not self.has_view_permission(request, link):
            raise PermissionDenied
        page = link_page.gather(link, may_act=access.may_act_for(request, link.merchant_id))
        context = {
            **self.admin_site.each_context(request),
            "title": link.customer.full_name,
            "subtitle": None,
            "opts": self.opts,
            "original": link.customer.full_name,
            "page": page,
            "is_popup": False,
            "media": self.media,
            **(extra_context or {}),
        }
        template = "admin/payment_links/paymentlink/page.html"
        return TemplateResponse(request, template, context)

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Run one action on one link and come back to its page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        link = self._link(request, object_id)
        action = link_actions.find(name)
        if link is None or action is None:
            return self.gone(request)
        if not access.may_act_for(request, link.merchant_id):
            raise PermissionDenied
        level, text = perform(request, action, link, request.POST.dict())
        messages.add_message(request, level, text)
        return HttpResponseRedirect(display.change_url("payment_links.paymentlink", link.pk))

    def _link(self, request: HttpRequest, object_id: str) -> PaymentLink | None:
        # get_object adds no joins; this page needs these rows anyway.
        link = self.get_object(request, unquote(object_id))
        if link is None:
            return None
        related = PaymentLink.objects.select_related(
            "customer", "merchant", "tenant", "delivery_address", "invoice_address"
        )
        return related.get(pk=link.pk)


def perform(
    request: HttpRequest,
    action: link_actions.LinkAction,
    link: PaymentLink,
    values: dict[str, str],
) -> tuple[int, str]:
    """Run the verb; returns the level and the text of the message that tells the outcome."""
    try:
        text = action.verb(link, values, actor=access.acting_user(request), now=clock.now())
    except DomainError as error:
        return messages.ERROR, refusal_text(error)
    return messages.SUCCESS, text
