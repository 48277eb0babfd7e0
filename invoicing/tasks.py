"""The index of invoicing's background jobs; Celery finds them here."""

from invoicing.bookkeeping.missing import book_everything_missing, book_payments
from invoicing.documents import store_document, sweep_documents
from invoicing.receipts import email_pending_receipts, issue_missing_receipts

__all__ = [
    "book_everything_missing",
    "book_payments",
    "email_pending_receipts",
    "issue_missing_receipts",
    "store_document",
    "sweep_documents",
]
