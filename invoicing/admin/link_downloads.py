"""What invoicing adds to the downloads of chosen links: their documents."""

from uuid import UUID

from django.db.models import Count
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from invoicing.admin.exports import streamed
from invoicing.exports.link_documents import export_documents
from invoicing.exports.words import words_now
from payment_links.admin.link_downloads import LinkDownload, offer_download
from payment_links.models import LinkDocument


def download_documents(ids: list[UUID]) -> HttpResponseBase:
    """The documents of the links, sent while they are read."""
    return streamed(export_documents(ids, words_now(), title=_("Documents")))


def document_notes(ids: list[UUID]) -> dict[UUID, str]:
    """How many files there are of each link."""
    counts = dict(
        LinkDocument.objects.filter(payment_link__in=ids)
        .order_by()
        .values_list("payment_link_id")
        .annotate(count=Count("pk"))
    )
    return {link_id: _files(counts.get(link_id, 0)) for link_id in ids}


def _files(count: int) -> str:
    if not count:
        return _("No document")
    return ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}


offer_download(
    LinkDownload(
        "documents",
        gettext_lazy("Download documents"),
        "folder_zip",
        gettext_lazy(
            "A ZIP with the invoices, receipts and credit notes of these links, the e-invoices "
            "beside them, and an index. Links without documents are left out."
        ),
        download_documents,
        document_notes,
    )
)
