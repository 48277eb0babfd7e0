"""Credit notes as they were issued, and the page on which a part of an invoice is credited."""

import hashlib
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from invoicing.admin.credit_form import CreditForm
from invoicing.admin.documents import CUSTOMER_NAMES
from invoicing.admin.invoices import vat_table
from invoicing.admin.issued import IssuedDocumentAdmin, table
from invoicing.admin.link_actions import credited_text
from invoicing.credit_notes import Credit, issue_credit_note, left_of
from invoicing.document import PrintedDocument, credit_note_as_printed
from invoicing.models import CreditNote, Invoice
from payment_links import clock
from payment_links.admin import access, display
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.admin.refusals import refusal_text
from payment_links.errors import DomainError
from payment_links.models import PaymentLink


@admin.register(CreditNote)
class CreditNoteAdmin(IssuedDocumentAdmin):
    """Whole credits are made on the link's page or over the API, partial ones on a page here."""

    menu_icon = "undo"
    menu_order = 2
    list_display = (
        "number",
        "customer",
        "amount_cell",
        "issued_on",
        "credited",
        "reason_cell",
        "file",
    )
    list_filter: ClassVar[Any] = (MerchantFilter, ("issue_date", DaysFilter))
    list_select_related: ClassVar[Any] = (*IssuedDocumentAdmin.list_select_related, "invoice")
    id_search_fields = ("id", "payment_link_id", "invoice_id")
    search_fields = ("=number", "=invoice__number", *CUSTOMER_NAMES)
    search_help_text = _("Number of the credit note or invoice, last name, company or link id")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    ("number", "amount_cell"),
                    ("issued_on", "credited"),
                    "reason",
                    ("link", "issued"),
                    ("file", "e_invoice_file"),
                    "sha256",
                    "missing",
                )
            },
        ),
        (_("Parties"), {"fields": (("seller_text", "buyer_text"),)}),
        (_("Lines"), {"fields": ("lines_table", "vat_rows")}),
    )

    def as_printed(self, issued: CreditNote) -> PrintedDocument:
        return credit_note_as_printed(issued)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.credit_view)
        name = "invoicing_creditnote_credit"
        return [path("credit/<uuid:link_id>/", view, name=name), *super().get_urls()]

    def credit_view(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        """Choose what to credit of a link's invoice, see what it comes to, then issue it."""
        invoice = (
            Invoice.objects.select_related("payment_link__customer")
            .filter(payment_link_id=link_id)
            .first()
        )
        if invoice is None or not access.may_see_merchant(request, invoice.merchant_id):
            return self.gone(request)
        if not access.may_act_for(request, invoice.merchant_id):
            raise PermissionDenied
        left = left_of(invoice)
        if left.is_nothing or invoice.payment_link.status != PaymentLink.Status.COMPLETED:
            messages.error(request, gettext("This invoice cannot be credited in part."))
            return _back_to(link_id)
        form = CreditForm(left, request.POST if request.method == "POST" else None)
        credit = form.credit if form.is_valid() else None
        if credit is not None and request.POST.get("seen") == _seen(form):
            return self._issue(request, link_id, form)
        return TemplateResponse(
            request,
            "admin/invoicing/creditnote/credit.html",
            {
                **self.admin_site.each_context(request),
                "title": gettext("Credit a part of invoice %(number)s")
                % {"number": invoice.number},
                "opts": self.opts,
                "invoice": invoice,
                "link_url": display.change_url("payment_links.paymentlink", link_id),
                "left": display.amount_text(left.total_amount, left.currency),
                "form": form,
                "preview": _preview(form, credit),
                "media": self.media,
            },
        )

    def _issue(self, request: HttpRequest, link_id: UUID, form: CreditForm) -> HttpResponse:
        try:
            note = issue_credit_note(
                link_id,
                form.wanted,
                reason=form.cleaned_data["reason"],
                actor=access.acting_user(request),
                now=clock.now(),
                known_credit_notes=form.left.credit_notes,
            )
        except DomainError as refusal:
            messages.error(request, refusal_text(refusal))
        else:
            messages.success(request, credited_text(note))
        return _back_to(link_id)

    @admin.display(description=_("Date"), ordering="issue_date")
    def issued_on(self, note: CreditNote) -> SafeString:
        return format_html('<span class="pl-date">{}</span>', note.issue_date.isoformat())

    @admin.display(description=_("Invoice"), ordering="invoice__number")
    def credited(self, note: CreditNote) -> SafeString:
        return display.row_link(note.invoice, note.invoice.number)

    @admin.display(description=_("Reason"), ordering="reason")
    def reason_cell(self, note: CreditNote) -> str:
        return Truncator(note.reason).chars(60)

    @admin.display(description=_("Lines"))
    def lines_table(self, note: CreditNote) -> SafeString:
        heads = [_("Description"), _("Quantity"), _("VAT"), _("Amount incl. VAT")]
        rows = [
            [
                line.description,
                f"{line.quantity} {line.unit}",
                display.percent_text(line.vat),
                display.amount_text(line.gross_amount, note.currency),
            ]
            for line in credit_note_as_printed(note).lines
        ]
        return table(heads, rows)

    @admin.display(description=_("VAT per rate"))
    def vat_rows(self, note: CreditNote) -> SafeString:
        return vat_table(note.vat_totals, note.currency)


def _seen(form: CreditForm) -> str:
    """What somebody looked at who presses the button to issue: anything else is shown again."""
    looked_at = repr((form.left.credit_notes, form.wanted))
    return hashlib.sha256(looked_at.encode()).hexdigest()


def _preview(form: CreditForm, credit: Credit | None) -> dict[str, Any] | None:
    if credit is None:
        return None

    def text(amount: int) -> str:
        return display.amount_text(amount, form.left.currency)

    return {
        "amount": text(credit.total_amount),
        "rates": [
            {
                "vat": display.percent_text(total.vat),
                "net": text(total.net_amount),
                "vat_amount": text(total.vat_amount),
            }
            for total in credit.vat_totals
        ],
        "seen": _seen(form),
    }


def _back_to(link_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(display.change_url("payment_links.paymentlink", link_id))
