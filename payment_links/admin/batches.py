"""Batches in the admin: upload a file, choose its columns, look, and have its links made."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links import clock
from payment_links.admin import access, acting_merchants, batch_actions, batch_page, display
from payment_links.admin.batch_forms import ColumnsForm, UploadForm
from payment_links.admin.batch_rows import ActingAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.admin.refusals import refusal_text
from payment_links.batches import uploads
from payment_links.batches.files import (
    CONTENT_TYPES,
    TableFile,
    problems_file,
    result_file,
    template_file,
)
from payment_links.batches.sheets import unpack_rows
from payment_links.errors import DomainError
from payment_links.models import LinkBatch

TEMPLATES = "admin/payment_links/linkbatch"
ROWS_PREVIEWED = 5
FILES: dict[str, Callable[[LinkBatch], TableFile]] = {
    "errors": problems_file,
    "links": result_file,
}


@admin.register(LinkBatch)
class LinkBatchAdmin(ActingAdmin[LinkBatch]):
    """The list of batches and everything that is done with one."""

    merchant_path = "merchant_id"
    menu_section = gettext_lazy("Payments")
    menu_icon = "upload_file"
    menu_order = 2
    list_display = ("state_cell", "file_name", "links", "sum", "merchant", "uploaded")
    list_display_links = ("file_name",)
    list_filter: ClassVar[Any] = (
        ("state", ChoicesDropdownFilter),
        MerchantFilter,
        ("created_at", DaysFilter),
    )
    list_select_related = ("merchant", "uploaded_by")
    search_fields = ("file_name",)
    search_help_text = gettext_lazy("File name or id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkBatch]:
        return super().get_queryset(request).defer("cells")

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def state_cell(self, batch: LinkBatch) -> SafeString:
        tag: SafeString = batch_page.state_tag(batch)
        return tag

    @admin.display(description=gettext_lazy("Links"), ordering="link_count")
    def links(self, batch: LinkBatch) -> str:
        return str(batch.link_count) if batch.checked_at else display.NOTHING

    @admin.display(description=gettext_lazy("Sum"))
    def sum(self, batch: LinkBatch) -> str:
        return batch_page.sums_text(batch) or display.NOTHING

    @admin.display(description=gettext_lazy("Uploaded"), ordering="created_at")
    def uploaded(self, batch: LinkBatch) -> SafeString:
        moment = display.moment_text(batch.created_at)
        return display.two_lines(moment, str(batch.uploaded_by or ""))

    def get_urls(self) -> list[URLPattern]:
        views: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
            ("upload/", "upload", self.upload_view),
            ("template.<slug:file_format>", "template", self.template_view),
            ("<uuid:batch_id>/columns/", "columns", self.columns_view),
            ("<uuid:batch_id>/do/<slug:name>/", "act", self.act_view),
            ("<uuid:batch_id>/progress/", "progress", self.progress_view),
            ("<uuid:batch_id>/<slug:name>.<slug:file_format>", "file", self.file_view),
        ]
        ours = [
            path(route, self.admin_site.admin_view(view), name=f"payment_links_linkbatch_{name}")
            for route, name, view in views
        ]
        return [*ours, *super().get_urls()]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file in and go on to its columns; a known one leads to its batch."""
        if not access.may_act_somewhere(request):
            return self.gone(request)
        merchants = acting_merchants.by_name(request)
        if request.method != "POST":
            return self._page(request, "upload", form=UploadForm(merchants=merchants))
        form = UploadForm(request.POST, request.FILES, merchants=merchants)
        if not form.is_valid():
            return self._page(request, "upload", form=form, status=422)
        file = form.cleaned_data["file"]
        try:
            batch = uploads.store_upload(
                form.cleaned_data["merchant"],
                file.name,
                file.read(),
                actor=access.acting_user(request),
                now=clock.now(),
            )
        except uploads.AlreadyUploadedError as error:
            messages.warning(request, _("This file was uploaded already: here it is."))
            return _to_page(error.batch_id)
        except DomainError as error:
            form.add_error("file", refusal_text(error))
            return self._page(request, "upload", form=form, status=422)
        return HttpResponseRedirect(_address("columns", batch.pk))

    def template_view(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """A file to fill in."""
        if not access.may_act_somewhere(request) or file_format not in CONTENT_TYPES:
            return self.gone(request)
        return _download(template_file(clock.office_today()), file_format)

    def columns_view(self, request: HttpRequest, batch_id: UUID) -> HttpResponse:
        """Which column of the file says what; choosing them is followed by the dry run."""
        batch = self._batch(request, batch_id)
        if batch is None:
            return self.gone(request)
        if not batch.is_open:
            return _to_page(batch.pk)
        rows = unpack_rows(bytes(batch.cells))
        form = ColumnsForm(request.POST or None, batch=batch, rows=rows[:ROWS_PREVIEWED])
        if request.method == "POST" and form.is_valid():
            try:
                uploads.check_batch(batch.pk, form.mapping, now=clock.now())
            except DomainError as error:
                messages.error(request, refusal_text(error))
            return _to_page(batch.pk)
        return self._page(
            request,
            "columns",
            form=form,
            batch=batch,
            written_as=batch_page.written_as(batch),
            preview=rows[:ROWS_PREVIEWED],
            status=422 if form.errors else 200,
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What a batch is good for and how far it is; its buttons post to act_view."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        batch = self._batch(request, object_id)
        if batch is None:
            return self.gone(request)
        if batch.state == LinkBatch.State.UPLOADED:
            return HttpResponseRedirect(_address("columns", batch.pk))
        page = batch_page.gather(batch, request.GET.get("show", ""), request.GET.get("page", ""))
        return self._page(request, "page", original=batch, title=batch.file_name, **page)

    def act_view(self, request: HttpRequest, batch_id: UUID, name: str) -> HttpResponse:
        """Run one verb on a batch and come back to its page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        batch = self._batch(request, batch_id)
        action = batch_actions.ACTIONS.get(name)
        if batch is None or action is None:
            return self.gone(request)
        try:
            action(batch.pk, request.POST.dict(), access.acting_user(request), clock.now())
        except DomainError as error:
            messages.error(request, refusal_text(error))
        return _to_page(batch.pk)

    def progress_view(self, request: HttpRequest, batch_id: UUID) -> HttpResponse:
        """How far a batch is, for the page to tell."""
        batch = self._batch(request, batch_id)
        if batch is None:
            return self.gone(request)
        progress = batch_page.progress_of(batch)
        figures = {
            "state": progress.state,
            "done": progress.done,
            "total": progress.total,
            "text": progress.text,
        }
        return JsonResponse(figures, headers={"Cache-Control": "no-store"})

    def file_view(
        self, request: HttpRequest, batch_id: UUID, name: str, file_format: str
    ) -> HttpResponseBase:
        """The errors or the links of a batch, as CSV or workbook."""
        batch = self._batch(request, batch_id)
        if batch is None or name not in FILES or file_format not in CONTENT_TYPES:
            return self.gone(request)
        return _download(FILES[name](batch), file_format, of=batch.file_name)

    def _batch(self, request: HttpRequest, batch_id: UUID | str) -> LinkBatch | None:
        found = self.get_object(request, str(batch_id))
        if found is None:
            return None
        related = LinkBatch.objects.select_related("merchant", "uploaded_by", "started_by")
        return related.defer("cells").get(pk=found.pk)

    def _page(
        self, request: HttpRequest, name: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        titles = {"upload": _("Upload a file"), "columns": _("What the columns mean")}
        shown = {
            **self.admin_site.each_context(request),
            "title": titles.get(name, ""),
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, f"{TEMPLATES}/{name}.html", shown, status=status)


def _address(view: str, *arguments: Any) -> str:
    return reverse(f"admin:payment_links_linkbatch_{view}", args=arguments)


def _to_page(batch_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address("change", batch_id))


def _download(file: TableFile, file_format: str, *, of: str = "") -> StreamingHttpResponse:
    """The file, named after what it is and the file that it tells about."""
    stem = f"{file.stem} {of.rpartition('.')[0] or of}".strip()
    name = content_disposition_header(as_attachment=True, filename=f"{stem}.{file_format}")
    return StreamingHttpResponse(
        file.pieces(file_format),
        content_type=CONTENT_TYPES[file_format],
        headers={"Content-Disposition": name or "attachment", "Cache-Control": "no-store"},
    )
