"""The addresses of the API under /api/v1."""

from django.urls import path

from payment_links.api import health
from payment_links.api.schema import extensions
from payment_links.api.schema.views import DocsView, SchemaView
from payment_links.api.views import actions, links

app_name = "api"
# Importing them registers them with the schema generator.
__all__ = ["app_name", "extensions", "urlpatterns"]

urlpatterns = [
    path("ping", health.read_only(health.ping), name="ping"),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
    path("payment_links", links.PaymentLinks.as_view(), name="payment_links"),
    path(
        "payment_links/<str:payment_link_id>",
        links.PaymentLinkDetail.as_view(),
        name="payment_link",
    ),
    path(
        "payment_links/<str:payment_link_id>/cancel",
        actions.CancelPaymentLink.as_view(),
        name="cancel",
    ),
    path(
        "payment_links/<str:payment_link_id>/distribute",
        actions.DistributePaymentLink.as_view(),
        name="distribute",
    ),
    path(
        "payment_links/<str:payment_link_id>/payments",
        actions.PaymentLinkPayments.as_view(),
        name="payments",
    ),
]
