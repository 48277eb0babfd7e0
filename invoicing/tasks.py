"""The index of invoicing's background jobs; Celery finds them here."""

from invoicing.documents import store_document, sweep_documents
from invoicing.receipts import email_pending_receipts

__all__ = ["email_pending_receipts", "store_document", "sweep_documents"]
