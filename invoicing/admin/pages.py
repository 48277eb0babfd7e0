"""The pages of documents, registered when this index is imported."""

from invoicing.admin import (
    credit_notes,
    documents,
    invoices,
    link_actions,
    number_series,
    receipts,
)

__all__ = ["credit_notes", "documents", "invoices", "link_actions", "number_series", "receipts"]
