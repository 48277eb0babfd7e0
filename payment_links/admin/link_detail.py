"""The page of one link and what its buttons post to."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from payment_links import clock
from payment_links.admin import access, display, link_actions, link_page, link_qr
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
        guard, name = self.admin_site.admin_view, "payment_links_paymentlink"
        code = guard(self.qr_file_view)
        return [
            path("<path:object_id>/do/<slug:name>/", guard(self.act_view), name=f"{name}_act"),
            path("<path:object_id>/qr/", guard(self.qr_view), name=f"{name}_qr"),
            path("<path:object_id>/qr.<str:file_format>", code, name=f"{name}_qr_file"),
            *super().get_urls(),
        ]

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
        may_act = access.may_act_for(request, link.merchant_id)
        may_add = may_act and self.has_add_permission(request)
        page = link_page.gather(link, may_act=may_act, may_add=may_add, now=clock.now())
        context = {**self._context(request, link), "page": page, **(extra_context or {})}
        template = "admin/payment_links/paymentlink/page.html"
        return TemplateResponse(request, template, context)

    def qr_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The QR code of the payer's page, to be shown, printed or downloaded."""
        link = self._link(request, object_id)
        if link is None:
            return self.gone(request)
        amount = display.amount_text(link.total_amount, link.currency)
        context = {**self._context(request, link), "link": link, "amount": amount}
        return TemplateResponse(request, "admin/payment_links/paymentlink/qr.html", context)

    def qr_file_view(self, request: HttpRequest, object_id: str, file_format: str) -> HttpResponse:
        """The QR code as a file, PNG or SVG."""
        link = self._link(request, object_id)
        if link is None or file_format not in link_qr.CONTENT_TYPES:
            return self.gone(request)
        name = f"qr-{link.ocr or str(link.pk)[-12:]}.{file_format}"
        return HttpResponse(
            link_qr.draw_qr_code(link, file_format),
            content_type=link_qr.CONTENT_TYPES[file_format],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

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
        values = request.POST.dict()
        if action.needs_reason and not values.get("reason", "").strip():
            messages.error(request, refusal_text(link_actions.ReasonMissingError()))
        else:
            messages.add_message(request, *perform(request, action, link, values))
        return HttpResponseRedirect(_page_they_came_from(request, link))

    def _context(self, request: HttpRequest, link: PaymentLink) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": link.customer.full_name,
            "subtitle": None,
            "opts": self.opts,
            "original": link.customer.full_name,
            "is_popup": False,
            "media": self.media,
        }

    def _link(self, request: HttpRequest, object_id: str) -> PaymentLink | None:
        # get_object adds no joins; this page needs these rows anyway.
        link = self.get_object(request, unquote(object_id))
        if link is None:
            return None
        related = PaymentLink.objects.select_related(
            "customer", "merchant", "tenant", "delivery_address", "invoice_address"
        )
        return related.get(pk=link.pk)


def _page_they_came_from(request: HttpRequest, link: PaymentLink) -> str:
    """The link's page, which still knows the list that it was opened from."""
    page = display.change_url("payment_links.paymentlink", link.pk)
    before = urlsplit(request.headers.get("Referer", ""))
    return f"{page}?{before.query}" if before.path == page and before.query else page


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
