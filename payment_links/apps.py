"""The application of links, payments, messages and callbacks."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from payment_links.checks import check_outside_services
from payment_links.name_index import check_name_index


class PaymentLinksConfig(AppConfig):
    name = "payment_links"
    verbose_name = _("Payment links")

    def ready(self) -> None:
        register(check_outside_services)
        register(check_name_index, Tags.database)
