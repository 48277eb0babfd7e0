"""The pages of documents, registered when this index is imported."""

from invoicing.admin import documents, exports, invoices, link_actions, number_series, receipts

__all__ = ["documents", "exports", "invoices", "link_actions", "number_series", "receipts"]
