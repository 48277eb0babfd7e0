"""The stored documents of links: found by number, downloaded by those who may see them."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from invoicing import documents
from invoicing.download_names import content_type_of
from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.models import LinkDocument

# How staff search for the customer of a document.
CUSTOMER_NAMES = ("payment_link__customer__last_name", "payment_link__customer__company_name")


@admin.register(LinkDocument)
class LinkDocumentAdmin(StaffAdmin[LinkDocument]):
    """Files are written once by their job; here they are only read."""

    merchant_path = "payment_link__merchant_id"
    menu_section = gettext_lazy("Documents")
    menu_icon = "folder_open"
    list_display = ("number", "kind", "customer", "issued", "state_cell", "size_cell", "file")
    list_filter: ClassVar[Any] = (
        ("kind", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
        MerchantFilter,
        ("issued_at", DaysFilter),
    )
    list_select_related = ("payment_link__customer",)
    id_search_fields = ("id", "payment_link_id")
    search_fields = ("=number", "sha256", *CUSTOMER_NAMES)
    search_help_text = gettext_lazy("Number, SHA-256, last name, company or link id")
    fields = (
        "number",
        "kind",
        "link",
        "file_name",
        "file",
        "sha256",
        "size_cell",
        "issued",
        "stored",
        "state_cell",
        "last_error",
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_view)
        name = "payment_links_linkdocument_download"
        return [path("<path:object_id>/download/", view, name=name), *super().get_urls()]

    def download_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The file, for members of the document's merchant; anybody else finds nothing."""
        document = self.get_object(request, unquote(object_id))
        if document is None or not self.has_view_permission(request, document):
            return self.gone(request)
        try:
            content = documents.read_document(document)
        except (documents.DocumentUnavailableError, documents.DocumentDamagedError) as error:
            messages.error(request, _("The file cannot be read: %(why)s") % {"why": error})
            return HttpResponseRedirect(
                display.change_url("payment_links.linkdocument", document.pk)
            )
        name = content_disposition_header(as_attachment=True, filename=document.file_name)
        headers = {"Content-Disposition": name or "attachment", "Cache-Control": "no-store"}
        content_type = content_type_of(document.file_name)
        return HttpResponse(content, content_type=content_type, headers=headers)

    @admin.display(description=gettext_lazy("Customer"))
    def customer(self, document: LinkDocument) -> str:
        return document.payment_link.customer.buyer_name

    @admin.display(description=gettext_lazy("Payment link"))
    def link(self, document: LinkDocument) -> SafeString:
        return display.row_link(document.payment_link)

    @admin.display(description=gettext_lazy("Issued"), ordering="issued_at")
    def issued(self, document: LinkDocument) -> str:
        return display.moment_text(document.issued_at)

    @admin.display(description=gettext_lazy("Stored"), ordering="stored_at")
    def stored(self, document: LinkDocument) -> str:
        return display.moment_text(document.stored_at)

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def state_cell(self, document: LinkDocument) -> SafeString:
        return display.state_tag(document.state, document.get_state_display(), display.OUTBOX_LOOKS)

    @admin.display(description=gettext_lazy("Size"), ordering="size")
    def size_cell(self, document: LinkDocument) -> str:
        return display.size_text(document.size)

    @admin.display(description=gettext_lazy("File"))
    def file(self, document: LinkDocument) -> SafeString:
        return download_link(document)


def download_link(document: LinkDocument) -> SafeString:
    """A link to the document's file through the admin, which checks who asks."""
    address = reverse("admin:payment_links_linkdocument_download", args=[document.pk])
    is_e_invoice = document.kind == LinkDocument.Kind.E_INVOICE
    label = _("Download e-invoice") if is_e_invoice else _("Download PDF")
    return format_html('<a class="pl-link" href="{}">{}</a>', address, label)
