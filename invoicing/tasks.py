"""The index of invoicing's background jobs; Celery finds them here."""

from invoicing.bookkeeping.missing import book_everything_missing, book_payments
from invoicing.documents import store_document, sweep_documents
from invoicing.receipts import issue_missing_receipts, issue_new_receipts

__all__ = [
    "book_everything_missing",
    "book_payments",
    "issue_new_receipts",
    "issue_missing_receipts",
    "store_document",
    "sweep_documents",
]
