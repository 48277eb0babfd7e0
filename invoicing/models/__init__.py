"""The rows of invoicing, one module per subject."""

from invoicing.models.books import (
    BookAccount,
    BookedRate,
    BookEntry,
    BookExport,
    Books,
    BooksVisit,
    PeriodClosing,
)
from invoicing.models.documents import CreditNote, Invoice, InvoiceLine, IssuedDocument, Receipt
from invoicing.models.series import NumberingRule, NumberSeries, PayeeAccount, ReferenceSeries

__all__ = [
    "BookAccount",
    "BookEntry",
    "BookExport",
    "BookedRate",
    "Books",
    "BooksVisit",
    "CreditNote",
    "Invoice",
    "InvoiceLine",
    "IssuedDocument",
    "NumberSeries",
    "NumberingRule",
    "PayeeAccount",
    "PeriodClosing",
    "Receipt",
    "ReferenceSeries",
]
