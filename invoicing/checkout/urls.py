"""Addresses of documents for payers and holders of a signed address, below /pay.

A slug holds every checkout token and no NUL, which PostgreSQL refuses to look for.
"""

from django.urls import path

from invoicing.checkout import views

app_name = "documents"
urlpatterns = [
    path("documents/<str:token>/<str:file_name>", views.signed_document, name="signed"),
    path("<slug:checkout_token>/invoice", views.invoice, name="invoice"),
    path("<slug:checkout_token>/receipt", views.receipt, name="receipt"),
]
