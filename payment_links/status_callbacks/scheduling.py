"""Writing a status callback in the transaction that changes the link."""

import json
from datetime import UTC, datetime

from payment_links.models import CallbackEndpoint, PaymentLink, StatusCallback
from payment_links.status_callbacks import endpoints


def schedule(link: PaymentLink, status: str, *, now: datetime) -> StatusCallback | None:
    """Write the callback that tells the tenant about the link's new status.

    Called inside the transaction that changes the status, under the link's lock; a worker sends
    it afterwards. Returns None when the link has no callback address.
    """
    url = link.payment_link_status_callback_url
    if not url:
        return None
    endpoint, _ = CallbackEndpoint.objects.get_or_create(tenant_id=link.tenant_id, url=url)
    return StatusCallback.objects.create(
        payment_link=link,
        endpoint=endpoint,
        status=status,
        occurred_at=now,
        body=_body(link, status, now),
        created_at=now,
        not_before=now,
        **endpoints.initial_state(endpoint),
    )


def _body(link: PaymentLink, status: str, now: datetime) -> str:
    """The contract's JSON; `occured_at` is spelt so by the API (contract §4)."""
    occurred_at = now.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(
        {
            "payment_link_id": str(link.pk),
            "status": str(status),
            "occured_at": occurred_at.replace("+00:00", "Z"),
        },
        separators=(",", ":"),
    )
