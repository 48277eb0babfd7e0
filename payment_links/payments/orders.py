"""The payments of an order at the payments service, to find one whose start went unanswered."""

from collections.abc import Iterator
from uuid import UUID

from payment_links.gateways import payments_api
from payment_links.models import Payment

# The service lists the oldest first; what is looked for is young.
MOST_LOOKED_AT = 100


def payments_of_the_order(
    credentials: payments_api.Credentials, order_id: UUID
) -> Iterator[payments_api.FetchedPayment]:
    """The order's payments that no attempt of ours is known to be, newest first, one call each."""
    ids = payments_api.list_order_payment_ids(credentials, order_id)
    known = set(
        Payment.objects.filter(payment_id__in=ids[-MOST_LOOKED_AT:]).values_list(
            "payment_id", flat=True
        )
    )
    for payment_id in reversed(ids[-MOST_LOOKED_AT:]):
        if payment_id not in known:
            yield payments_api.get_payment(credentials, order_id, payment_id)
