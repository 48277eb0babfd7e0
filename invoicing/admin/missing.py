"""What documents lack, in sentences for staff: of issued documents and before issuing."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from invoicing import completeness, invoices
from invoicing.completeness import Level, Missing
from invoicing.document import PrintedDocument
from payment_links import clock
from payment_links.models import PaymentLink


def missing_box(printed: PrintedDocument) -> SafeString:
    """A short box that says what the document lacks and where to enter it next time."""
    sentences = _sentences(completeness.missing_for(printed))
    if not sentences:
        return format_html("{}", _("Nothing"))
    lines = format_html_join("", "<p>{}</p>", ((sentence,) for sentence in sentences))
    return format_html('<div class="pl-notice">{}</div>', lines)


def missing_before_issuing(link: PaymentLink) -> list[str]:
    """What an invoice of the link would lack now; selected with its parties and addresses."""
    return _sentences(completeness.missing_for(invoices.draft_of(link, now=clock.now())))


def _sentences(missing: list[Missing]) -> list[str]:
    """One sentence per level; Peppol's leaves out what the norm demands anyway."""
    beginnings = {
        Level.LAW: _("Missing for a full invoice: %(things)s."),
        Level.EN16931: _("Missing for an e-invoice, so that none is made: %(things)s."),
        Level.PEPPOL: _("Missing for a Peppol invoice: %(things)s."),
    }
    sentences = []
    for level, beginning in beginnings.items():
        found = [one for one in missing if level in one.levels]
        if level == Level.PEPPOL:
            found = [one for one in found if Level.EN16931 not in one.levels]
        if found:
            things = ", ".join(f"{one.what} ({one.where})" for one in found)
            sentences.append(beginning % {"things": things})
    return sentences
