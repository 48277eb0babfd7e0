"""Links as their own tenant sees them: the only way from an address to a link."""

from rest_framework.request import Request

from payment_links.api.authentication import TenantCredentials
from payment_links.api.errors import NotFoundError
from payment_links.api.identifiers import read_uuid
from payment_links.models import PaymentLink, Tenant


def credentials_of(request: Request) -> TenantCredentials:
    """The credentials that a view's request came with."""
    credentials = request.auth
    if not isinstance(credentials, TenantCredentials):
        raise TypeError("The view lets in requests without credentials.")
    return credentials


def tenant_of(request: Request) -> Tenant:
    """The tenant a view's request acts for."""
    return credentials_of(request).tenant


def get_link(request: Request, payment_link_id: str) -> PaymentLink:
    """The tenant's link with this id, as it stands in the address.

    Raises NotFoundError (404) for text that is no UUID, an unknown id and another tenant's link.
    """
    link_id = read_uuid(payment_link_id)
    if link_id is None:
        raise NotFoundError
    link = PaymentLink.objects.for_tenant(tenant_of(request).pk).filter(pk=link_id).first()
    if link is None:
        raise NotFoundError
    return link
