"""Credit notes: what is left of an invoice, what a credit takes back, the verb that issues it."""

from invoicing.credit_notes.issuing import (
    LONGEST_REASON,
    CreditedMeanwhileError,
    InvoiceNotCreatedError,
    LinkNotCompletedError,
    ReasonNotUsableError,
    close_open_link,
    credit_invoice,
    is_creditable,
    is_creditable_in_part,
    issue_credit_note,
    usable_reason,
)
from invoicing.credit_notes.left import Left, LeftLine, left_of
from invoicing.credit_notes.reckoning import (
    Credit,
    CreditedAmount,
    CreditedQuantity,
    CreditExceedsInvoiceError,
    CreditNotPositiveError,
    InvoiceAlreadyCreditedError,
    LineNotCreditableError,
    WantedLine,
    reckon,
)

__all__ = [
    "LONGEST_REASON",
    "Credit",
    "CreditExceedsInvoiceError",
    "CreditNotPositiveError",
    "CreditedAmount",
    "CreditedMeanwhileError",
    "CreditedQuantity",
    "InvoiceAlreadyCreditedError",
    "InvoiceNotCreatedError",
    "Left",
    "LeftLine",
    "LineNotCreditableError",
    "LinkNotCompletedError",
    "ReasonNotUsableError",
    "WantedLine",
    "close_open_link",
    "credit_invoice",
    "is_creditable",
    "is_creditable_in_part",
    "issue_credit_note",
    "left_of",
    "reckon",
    "usable_reason",
]
