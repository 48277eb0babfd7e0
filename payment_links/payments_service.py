"""The payments service seen from a tenant: credentials, orders, and what it may refuse."""

from uuid import UUID

from payment_links import sealing
from payment_links.errors import DomainError
from payment_links.gateways import payments_api
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import Tenant


class PaymentOrderNotFoundError(DomainError):
    code = "payment_order_not_found"
    description = "The payment order does not exist."
    property = "payment_order_id"


class PaymentOrderClosedError(DomainError):
    code = "payment_order_closed"
    description = "The payment order is not open."
    property = "payment_order_id"


class PaymentInProgressError(DomainError):
    code = "payment_in_progress"
    description = "A payment is under way and cannot be stopped."


class PaymentsServiceUnavailableError(DomainError):
    code = "payments_service_unavailable"
    http_status = 502
    description = "The payments service does not answer. Try again later."


def payments_api_credentials(tenant: Tenant) -> payments_api.Credentials:
    """With what we call the payments service for this tenant."""
    sealed = tenant.sealed_payments_api_secret
    return payments_api.Credentials(tenant.id, sealing.unseal(sealed) if sealed else "")


def fetch_payment_order(tenant: Tenant, order_id: UUID) -> payments_api.PaymentOrder:
    """The tenant's payment order, asked of the payments service; call it outside transactions.

    Raises PaymentOrderNotFoundError or PaymentsServiceUnavailableError.
    """
    try:
        return payments_api.get_payment_order(payments_api_credentials(tenant), order_id)
    except GatewayRejected as error:
        raise PaymentOrderNotFoundError from error
    except GatewayUnavailable as error:
        raise PaymentsServiceUnavailableError from error
