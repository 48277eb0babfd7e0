"""The application of links, payments, messages and callbacks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentLinksConfig(AppConfig):
    name = "payment_links"
    verbose_name = _("Payment links")
