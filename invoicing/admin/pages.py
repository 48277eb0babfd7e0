"""The pages of documents and of the books, registered when this index is imported."""

from invoicing.admin import (
    book_rows,
    books,
    credit_notes,
    documents,
    exports,
    invoices,
    link_actions,
    link_downloads,
    number_series,
    receipts,
)

__all__ = [
    "book_rows",
    "books",
    "credit_notes",
    "documents",
    "exports",
    "invoices",
    "link_actions",
    "link_downloads",
    "number_series",
    "receipts",
]
