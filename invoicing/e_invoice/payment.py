"""How an invoice is paid: accounts with the payment reference, and terms."""

from invoicing import texts
from invoicing.document import PrintedCreditNote, PrintedDocument, PrintedInvoice
from invoicing.e_invoice.elements import Element, add_part, add_text
from invoicing.snapshot import digits_of

# UNCL 4461. Transfers are 30 in Sweden (SE-R-012) and 58 in Denmark (DK-R-005).
CREDIT_TRANSFER = "30"
SEPA_TRANSFER = "58"
ONLINE_PAYMENT = "68"
INSTRUMENT_NOT_DEFINED = "1"


def add_payment(document: Element, printed: PrintedDocument) -> None:
    """Write where and when to pay; a credit note and a paid invoice name no account."""
    if isinstance(printed, PrintedInvoice) and printed.paid_at is None:
        for account, branch in _accounts(printed) or [("", "")]:
            _add_means(document, printed, account, branch)
    add_text(add_part(document, "PaymentTerms"), "Note", _terms(printed))


def _accounts(printed: PrintedInvoice) -> list[tuple[str, str]]:
    """The seller's accounts and their branches, as rules SE-R-007 to SE-R-010 have them."""
    details = printed.payment_details
    found = [
        (digits_of(details.bankgiro), "SE:BANKGIRO"),
        (digits_of(details.plusgiro), "SE:PLUSGIRO"),
        (details.iban.replace(" ", ""), ""),
    ]
    return [(account, branch) for account, branch in found if account]


def _add_means(document: Element, printed: PrintedInvoice, account: str, branch: str) -> None:
    means = add_part(document, "PaymentMeans")
    add_text(means, "PaymentMeansCode", _code(printed, account))
    add_text(means, "PaymentID", printed.reference)
    payee = add_part(means, "PayeeFinancialAccount")
    add_text(payee, "ID", account)
    add_text(add_part(payee, "FinancialInstitutionBranch"), "ID", branch)


def _code(printed: PrintedInvoice, account: str) -> str:
    is_danish = printed.seller.country == "DK"
    if account:
        return SEPA_TRANSFER if is_danish else CREDIT_TRANSFER
    return INSTRUMENT_NOT_DEFINED if is_danish else ONLINE_PAYMENT


def _terms(printed: PrintedDocument) -> str:
    """The terms as printed; a credit note's say what it is set off against (BR-CO-25)."""
    wording = texts.texts_in(texts.language_of(printed.locale))
    if isinstance(printed, PrintedCreditNote):
        return f"{wording['refers_to_invoice']} {printed.invoice_number}."
    if not isinstance(printed, PrintedInvoice) or printed.paid_at is not None:
        return ""
    sentences = []
    if printed.net_days > 0:
        sentences.append(f"{wording['net_days'].format(days=printed.net_days)}.")
    if printed.seller.country == "SE":
        sentences.append(wording["late_interest"])
    return " ".join(sentences)
