"""Addresses of the document endpoints, below /api/v1."""

from django.urls import path

from invoicing.api.credit_notes import CreditNotesView
from invoicing.api.views import InvoiceView, ReceiptView

urlpatterns = [
    path("payment_links/<str:payment_link_id>/invoice", InvoiceView.as_view()),
    path("payment_links/<str:payment_link_id>/credit_notes", CreditNotesView.as_view()),
    path("payment_links/<str:payment_link_id>/receipt", ReceiptView.as_view()),
]
