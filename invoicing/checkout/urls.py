"""Addresses of documents for payers and holders of a signed address, below /pay."""

from django.urls import path

from invoicing.checkout import views

app_name = "documents"
urlpatterns = [
    path("documents/<str:token>/<str:file_name>", views.signed_document, name="signed"),
    path("<str:checkout_token>/invoice", views.invoice, name="invoice"),
    path("<str:checkout_token>/receipt", views.receipt, name="receipt"),
]
