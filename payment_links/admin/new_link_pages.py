"""The addresses at which staff make a link with a form, and who may use them."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from payment_links.admin import access, new_link_customers, new_link_page
from payment_links.admin.base import StaffAdmin
from payment_links.models import PaymentLink

if TYPE_CHECKING:
    Base = StaffAdmin[PaymentLink]
else:
    Base = object


class NewLinkPages(Base):
    """What PaymentLinkAdmin shows of a link that is being made."""

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview_view)
        customers = self.admin_site.admin_view(self.customers_view)
        return [
            path("add/preview/", preview, name="payment_links_paymentlink_preview"),
            path("add/customers/", customers, name="payment_links_paymentlink_customers"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.may_act_somewhere(request)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form that makes a link; one that was sent twice makes it once."""
        return new_link_page.add_view(self, request)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """What the form comes to while it is filled in."""
        return new_link_page.preview_view(self, request)

    def customers_view(self, request: HttpRequest) -> HttpResponse:
        """The known customers that the form offers."""
        return new_link_customers.customers_view(self, request)
