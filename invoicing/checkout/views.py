"""The documents that open without headers: by a signed address, or by the link's checkout token."""

import logging

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from invoicing import documents
from invoicing.download_names import content_type_of
from invoicing.models import Invoice, Receipt
from invoicing.receipts import LinkNotCompletedError, issue_receipt
from payment_links import clock
from payment_links.checkout.headers import as_file
from payment_links.checkout.language import language_of, read_language
from payment_links.checkout.payer_view import payer_view, private
from payment_links.checkout.refusals import refuse
from payment_links.checkout.visits import is_browser
from payment_links.document_urls import InvalidDocumentTokenError, read_document_token
from payment_links.models import LinkDocument, PaymentLink

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 30


@require_safe
def signed_document(request: HttpRequest, token: str, file_name: str) -> HttpResponseBase:
    """Download a document: the token decides, the file name only makes the address readable."""
    try:
        link_document_id = read_document_token(token)
    except InvalidDocumentTokenError:
        return _not_found(request)
    link_document = LinkDocument.objects.filter(pk=link_document_id).first()
    if link_document is None:
        return _not_found(request)
    return _serve(request, link_document, disposition="attachment")


@payer_view("GET", "HEAD")
def invoice(request: HttpRequest, link: PaymentLink) -> HttpResponseBase:
    """Show the invoice of a link to its payer."""
    issued = Invoice.objects.select_related("link_document").filter(payment_link=link).first()
    if issued is None:
        return _not_found(request, link)
    return _serve(request, issued.link_document, disposition="inline")


@payer_view("GET", "HEAD")
def receipt(request: HttpRequest, link: PaymentLink) -> HttpResponseBase:
    """Show the receipt of a paid link to its payer; issued now when there is none yet.

    A program that follows links gets the one that is issued.
    """
    if not (is_browser(request) or Receipt.objects.filter(payment_link=link).exists()):
        return _unavailable(request, link)
    try:
        issued = issue_receipt(link.pk, now=clock.now())
    except LinkNotCompletedError:
        return _not_found(request, link)
    return _serve(request, issued.link_document, disposition="inline")


def _serve(
    request: HttpRequest, link_document: LinkDocument, *, disposition: str
) -> HttpResponseBase:
    is_payer = disposition == "inline"
    if is_payer and link_document.stored_at is None and not is_browser(request):
        # Rendered when a browser asks, else by the job that waits for it.
        return _unavailable(request, link_document.payment_link)
    try:
        content = documents.read_document(link_document)
    except documents.DocumentUnavailableError:
        logger.warning("document %s is not available", link_document.pk, exc_info=True)
        return _unavailable(request, link_document.payment_link)
    except documents.DocumentDamagedError:
        logger.exception("document %s is damaged", link_document.pk)
        return _unavailable(request, link_document.payment_link)
    response = _file(content, link_document.file_name, disposition=disposition)
    # Documents are written in the language of the link, whatever the page was read in.
    response.headers["Content-Language"] = language_of(link_document.payment_link)
    return response


def _file(content: bytes, file_name: str, *, disposition: str) -> HttpResponseBase:
    response = HttpResponse(content, content_type=content_type_of(file_name))
    response.headers["Content-Disposition"] = (
        content_disposition_header(disposition == "attachment", file_name) or disposition
    )
    return private(as_file(response))


def _not_found(request: HttpRequest, link: PaymentLink | None = None) -> HttpResponse:
    message = {
        "title": _("The document cannot be found"),
        "text": _("The address is not complete, or it has expired. Ask the seller for a new one."),
    }
    return private(refuse(request, message, status=404, link=link))


def _unavailable(request: HttpRequest, link: PaymentLink) -> HttpResponse:
    """503, in the payer's language."""
    language = read_language(request, link)
    with translation.override(language):
        message = {
            "title": _("The document cannot be shown right now"),
            "text": _("Try again in a while. If it still does not work, contact the seller."),
        }
        response = refuse(request, message, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Content-Language"] = language
    return private(response)
