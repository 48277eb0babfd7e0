"""Actions on several links of the list: what will happen, and then what happened to each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin import access, link_actions, link_downloads
from payment_links.admin.base import StaffAdmin, as_uuid
from payment_links.admin.link_actions import LinkAction
from payment_links.admin.link_downloads import LinkDownload
from payment_links.admin.link_previews import preview_context
from payment_links.admin.link_results import result_context
from payment_links.admin.link_runs import Run, keep_run, last_run, run_action
from payment_links.admin.link_verbs import LONGEST_REASON
from payment_links.admin.refusals import refusal_text
from payment_links.models import BulkRun, PaymentLink

if TYPE_CHECKING:
    Base = StaffAdmin[PaymentLink]
else:
    Base = object

Links = QuerySet[PaymentLink]
BulkChoice = Callable[[Any, HttpRequest, Links], HttpResponse | None]
TEMPLATES = "admin/payment_links/paymentlink"


class BulkPages(Base):
    """What PaymentLinkAdmin does with rows that were chosen in the list."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Actions for those who may act somewhere, downloads for everybody."""
        offered: list[LinkAction | LinkDownload] = []
        if access.may_act_somewhere(request):
            offered += [action for action in link_actions.offered() if action.is_bulk]
        offered += link_downloads.offered_downloads()
        return {choice.name: (_ask_first(choice), choice.name, choice.label) for choice in offered}

    def get_urls(self) -> list[URLPattern]:
        run = self.admin_site.admin_view(self.bulk_view)
        result = self.admin_site.admin_view(self.bulk_result_view)
        return [
            path("bulk/result/", result, name="payment_links_paymentlink_bulk_result"),
            path("bulk/<slug:name>/", run, name="payment_links_paymentlink_bulk"),
            *super().get_urls(),
        ]

    def preview(
        self, request: HttpRequest, choice: LinkAction | LinkDownload, links: Links, *, back: str
    ) -> HttpResponse | None:
        """What will happen to which links; None, and a message, when they are too many.

        back: the query of the list from which they were chosen.
        """
        most = most_links(choice)
        ids = list(links.order_by("-pk").values_list("pk", flat=True)[: most + 1])
        if len(ids) > most:
            messages.error(request, too_many(most))
            return None
        context = {
            **self._bulk_context(request, str(choice.label)),
            **preview_context(request, choice, ids),
            "back": back,
            "run_key": uuid4().hex,
        }
        return TemplateResponse(request, f"{TEMPLATES}/confirm.html", context)

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """Do what the preview asked about, or answer with the file that it described."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        choice = link_actions.find(name) or link_downloads.find_download(name)
        if choice is None or (isinstance(choice, LinkAction) and not choice.is_bulk):
            return self.gone(request)
        if isinstance(choice, LinkAction) and not access.may_act_somewhere(request):
            raise PermissionDenied
        ids = _ids(request.POST.get("links", ""))
        if len(ids) > most_links(choice):
            messages.error(request, too_many(most_links(choice)))
            return HttpResponseRedirect(reverse("admin:payment_links_paymentlink_changelist"))
        links = self.get_queryset(request).filter(pk__in=ids).order_by("-pk")
        if isinstance(choice, LinkDownload):
            found = list(links.values_list("pk", flat=True))
            return choice.make(found) if found else self.gone(request)
        return self._run(request, choice, links)

    def bulk_result_view(self, request: HttpRequest) -> HttpResponse:
        """What became of every link of the user's last run; it can be read again and printed."""
        run = last_run(request)
        action = link_actions.find(run.action) if run else None
        if run is None or action is None:
            return self.gone(request)
        links = self.get_queryset(request).select_related("customer", "merchant")
        context = {
            **self._bulk_context(request, str(action.label)),
            **result_context(run, links),
            "action": action,
        }
        return TemplateResponse(request, f"{TEMPLATES}/result.html", context)

    def _run(self, request: HttpRequest, action: LinkAction, links: Links) -> HttpResponse:
        """Run it, unless this very form was sent before: then only show what it did."""
        address = reverse("admin:payment_links_paymentlink_bulk_result")
        # Only a form that the preview did not make has none; nothing else can be its double.
        key = as_uuid(request.POST.get("run_key", "")) or uuid4()
        before = last_run(request)
        if before is not None and before.key == key.hex:
            return HttpResponseRedirect(address)
        chosen = list(links.select_related("customer", "merchant"))
        if not chosen:
            return self.gone(request)
        reason, back = request.POST.get("reason", "").strip(), request.POST.get("back", "")
        if action.needs_reason and not reason:
            messages.error(request, refusal_text(link_actions.ReasonMissingError()))
            return self.preview(request, action, links, back=back) or self.gone(request)
        if not BulkRun.objects.claim(key, access.signed_in_user(request), clock.now()):
            return self._under_way(request, address, back)
        values = {"reason": reason[:LONGEST_REASON]}
        outcomes = run_action(request, action, chosen, values)
        keep_run(request, Run(key.hex, action.name, back, outcomes))
        return HttpResponseRedirect(address)

    def _under_way(self, request: HttpRequest, address: str, back: str) -> HttpResponse:
        """Where the outcomes will stand, for the double of a form that is still worked on."""
        told = _(
            "This was sent before, and nothing is done twice. What became of each link stands on "
            '<a href="{address}">the page of the outcomes</a> as soon as all are done.'
        )
        messages.warning(request, format_html(told, address=address))
        links = reverse("admin:payment_links_paymentlink_changelist")
        return HttpResponseRedirect(f"{links}?{back}" if back else links)

    def _bulk_context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
        }


def most_links(choice: LinkAction | LinkDownload) -> int:
    """How many links may be chosen for it at once."""
    return choice.most if isinstance(choice, LinkDownload) else link_downloads.MOST_LINKS


def too_many(most: int) -> str:
    """The advice to somebody who chose too many links."""
    return _(
        "At most %(most)s links at once. Narrow the list with a filter, for instance to the days "
        "of one month or to one merchant, and take the parts one after the other."
    ) % {"most": most}


def _ask_first(choice: LinkAction | LinkDownload) -> BulkChoice:
    """The choice as Django's list calls it."""

    def ask(page: Any, request: HttpRequest, links: Links) -> HttpResponse | None:
        back = request.GET.urlencode()
        answer: HttpResponse | None = page.preview(request, choice, links, back=back)
        return answer

    ask.__name__ = choice.name
    return ask


def _ids(text: str) -> list[UUID]:
    """The keys that the preview's form carries; what is none is left out."""
    found = (as_uuid(part) for part in text.split(","))
    return [link_id for link_id in found if link_id is not None]
