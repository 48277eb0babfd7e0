"""What the pages of all issued documents share: frozen parties, amounts and VAT, as they were."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from invoicing.admin.documents import download_link
from invoicing.admin.missing import missing_box
from invoicing.document import PrintedDocument
from payment_links.admin import display
from payment_links.admin.base import StaffAdmin

NOT_PRINTED = {"country", "time_zone"}


class IssuedDocumentAdmin(StaffAdmin[Any]):
    """An issued document is never changed, so its page is all reading."""

    merchant_path = "merchant_id"
    menu_section = _("Documents")
    list_select_related: ClassVar[Any] = ("payment_link__customer", "merchant", "link_document")

    @admin.display(description=_("Customer"))
    def customer(self, issued: Any) -> str:
        return str(issued.payment_link.customer.buyer_name)

    @admin.display(description=_("Amount"), ordering="total_amount")
    def amount_cell(self, issued: Any) -> SafeString:
        return display.amount_cell(issued.total_amount, issued.currency)

    @admin.display(description=_("Payment link"))
    def link(self, issued: Any) -> SafeString:
        return display.row_link(issued.payment_link)

    @admin.display(description=_("Issued"), ordering="issued_at")
    def issued(self, issued: Any) -> str:
        return display.moment_text(issued.issued_at)

    @admin.display(description=_("File"))
    def file(self, issued: Any) -> SafeString:
        return download_link(issued.link_document)

    @admin.display(description=_("E-invoice"))
    def e_invoice_file(self, issued: Any) -> SafeString | str:
        return download_link(issued.e_invoice) if issued.e_invoice else display.NOTHING

    @admin.display(description=_("Missing"))
    def missing(self, issued: Any) -> SafeString:
        return missing_box(self.as_printed(issued))

    def as_printed(self, issued: Any) -> PrintedDocument:
        """What the document says, read from its frozen rows."""
        raise NotImplementedError

    @admin.display(description=_("SHA-256"))
    def sha256(self, issued: Any) -> str:
        return issued.link_document.sha256 or display.NOTHING

    @admin.display(description=_("Seller"))
    def seller_text(self, issued: Any) -> SafeString:
        return _party(issued.seller)

    @admin.display(description=_("Buyer"))
    def buyer_text(self, issued: Any) -> SafeString:
        return _party(issued.buyer)


def table(heads: list[Any], rows: list[list[str]]) -> SafeString:
    """A small table: names its rows in the first column, has figures in the others.

    On a phone each row is a card, in which every figure stands beside the head of its column.
    """
    first, *others = heads
    head = format_html_join("", '<th scope="col" class="pl-right">{}</th>', ((h,) for h in others))
    body = format_html_join("", "<tr>{}</tr>", ((_row(others, row),) for row in rows))
    return format_html(
        '<table class="pl-table pl-stack"><thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        first,
        head,
        body,
    )


def _row(heads: list[Any], row: list[str]) -> SafeString:
    name, *figures = row
    cells = zip(heads, figures, strict=True)
    shown = format_html_join("", '<td class="pl-right" data-label="{}">{}</td>', cells)
    return format_html('<th scope="row">{}</th>{}', name, shown)


def _party(frozen: dict[str, Any]) -> SafeString:
    lines = [str(value) for value in _values(frozen)]
    return format_html_join(
        "", '<span class="pl-party-line">{}</span>', ((line,) for line in lines)
    )


def _values(frozen: dict[str, Any]) -> list[Any]:
    """The values that say something, those of inner parts in their place."""
    found: list[Any] = []
    for name, value in frozen.items():
        if isinstance(value, dict):
            found += _values(value)
        elif name not in NOT_PRINTED and value not in (None, "", False, True, [], {}):
            found.append(value)
    return found
