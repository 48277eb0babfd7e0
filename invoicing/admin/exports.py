"""Downloads of the books: for every role of the merchant, each one logged."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing.admin.export_form import ExportForm, last_month
from invoicing.exports.export import Export, make_export, record_export
from invoicing.exports.selection import bring_up_to_date
from invoicing.exports.words import words_now
from invoicing.models import BookExport
from payment_links import clock
from payment_links.admin import access, display
from payment_links.admin.base import StaffAdmin, as_uuid
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.models import Merchant


@admin.register(BookExport)
class BookExportAdmin(StaffAdmin[BookExport]):
    """The log of downloads, so that nobody books a period twice; and the downloads themselves."""

    merchant_path = "merchant_id"
    menu_section = gettext_lazy("Documents")
    menu_icon = "download"
    list_display = ("exported", "period", "format", "merchant", "user")
    list_filter: ClassVar[Any] = (
        MerchantFilter,
        ("format", ChoicesDropdownFilter),
        ("exported_at", DaysFilter),
    )
    list_select_related = ("merchant", "exported_by")
    id_search_fields = ("merchant_id",)
    search_fields = ("merchant__name",)
    search_help_text = gettext_lazy("Merchant's name")
    fields = ("merchant", "period", "format", "exported", "user")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_view)
        return [path("download/", view, name="invoicing_bookexport_download"), *super().get_urls()]

    def download_view(self, request: HttpRequest) -> HttpResponseBase:
        """A file of the books; without a format the form that asks for one, also after an error."""
        if request.method != "GET":
            # A HEAD takes nothing away, and would be logged as if it did.
            return HttpResponseNotAllowed(["GET"])
        if not access.may_see_something(request):
            return self.gone(request)
        merchants = _merchants_of(request)
        if not _is_one_of(merchants, request.GET.get("merchant", "")):
            return self.gone(request)
        if "format" not in request.GET:
            return self._form_page(
                request, ExportForm(initial=_initial(request), merchants=merchants)
            )
        form = ExportForm(request.GET, merchants=merchants)
        if not form.is_valid():
            return self._form_page(request, form, status=400)
        return _download(request, form)

    def _form_page(self, request: HttpRequest, form: ExportForm, status: int = 200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Download books"),
            "opts": self.opts,
            "form": form,
        }
        template = "admin/invoicing/bookexport/download.html"
        return TemplateResponse(request, template, context, status=status)

    @admin.display(description=gettext_lazy("Downloaded"), ordering="exported_at")
    def exported(self, export: BookExport) -> str:
        return display.moment_text(export.exported_at)

    @admin.display(description=gettext_lazy("Period"), ordering="from_date")
    def period(self, export: BookExport) -> str:
        return f"{export.from_date.isoformat()} – {export.to_date.isoformat()}"

    @admin.display(description=gettext_lazy("By"))
    def user(self, export: BookExport) -> str:
        return str(export.exported_by or display.NOTHING)


def _merchants_of(request: HttpRequest) -> QuerySet[Merchant]:
    merchants = Merchant.objects.order_by("name", "pk")
    if access.sees_everything(request):
        return merchants
    return merchants.filter(pk__in=list(access.roles_by_merchant(request)))


def _is_one_of(merchants: QuerySet[Merchant], wanted: str) -> bool:
    """Whether the merchant of the address, if it names one, is among these."""
    merchant_id = as_uuid(wanted)
    return not wanted or (merchant_id is not None and merchants.filter(pk=merchant_id).exists())


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What the address says already, else the last month as a ZIP."""
    asked = {name: request.GET[name] for name in ("merchant", "from", "to") if name in request.GET}
    offered = {**last_month(clock.today(settings.TIME_ZONE)), "format": "zip"}
    return {**offered, **asked, "kind": request.GET.getlist("kind")}


def _download(request: HttpRequest, form: ExportForm) -> HttpResponseBase:
    selection, file_format = form.selection, form.file_format
    now, today = clock.now(), clock.today(selection.merchant.time_zone)
    bring_up_to_date(selection.merchant, now=now)
    export = make_export(selection, file_format, words=words_now(), today=today)
    record_export(selection, file_format, user=access.acting_user(request).user, now=now)
    return streamed(export)


def streamed(export: Export) -> StreamingHttpResponse:
    """The export as a download; with its length, when it is known, browsers show the progress."""
    name = content_disposition_header(as_attachment=True, filename=export.file_name)
    headers = {"Content-Disposition": name or "attachment", "Cache-Control": "no-store"}
    if export.size is not None:
        headers["Content-Length"] = str(export.size)
    return StreamingHttpResponse(export.pieces, content_type=export.content_type, headers=headers)
