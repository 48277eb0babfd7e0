"""What a payer does in tests: starts a payment, decides on the provider's page, is late."""

from datetime import datetime
from typing import Any

from payment_links.models import PAYER, Payment, PaymentLink
from payment_links.payments import initiate_payment
from tests.builders import NOON
from tests.doors import Sandbox

# What browsers send with every page that somebody opens.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "sv-SE,sv;q=0.9",
}


def start(
    link: PaymentLink,
    method: str = "payment_iq/card",
    *,
    now: datetime = NOON,
    parameters: dict[str, Any] | None = None,
) -> Payment:
    """A click on the pay button; method is provider/method."""
    provider, name = method.split("/")
    return initiate_payment(link.pk, provider, name, parameters or {}, actor=PAYER, now=now)


def decide(sandbox: Sandbox, payment: Payment, decision: str) -> None:
    """approve, decline, abort, crash, expire or late_money on the provider's page."""
    answer = sandbox.post(f"/provider/{payment.payment_id}", data={"decision": decision})
    assert answer.status_code == 302, answer.text


def outside(sandbox: Sandbox) -> list[str]:
    """The statuses of all payments begun in the test, as the sandbox's ledger has them, in order.

    The demo's own payment, which is there from the start, is left out.
    """
    return [
        row["status"]
        for row in sandbox.ledger("payments")
        if row["payment_id"] != "d43b87f9-9e28-4802-8eaa-6ee91a40ea71"
    ]
