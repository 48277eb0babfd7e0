"""A link in every state that a payer can find it in, and the state its page is to be in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from payment_links.models import LinkDocument, LinkException, Merchant, Payment, PaymentLink
from tests.builders import ItemValues, make_link, make_payment
from tests.invoicing.issuing import make_invoice, make_receipt

ITEMS: list[ItemValues] = [
    ("Hawaii Pizza", 9500, 2, "6"),
    ("Läsk", 2500, 1, "11.1"),
    ("Donaudampfschifffahrtsgesellschaftskapitänsmützenständerhalterung " * 2, 129_900, 3, "25"),
]
SWISH_ANSWER = {
    "url": "swish://paymentrequest?token=ab12",
    "payment_request_token": "ab12",
    "sandbox_url": "http://127.0.0.1:8001/provider/1",
}
CARD_ANSWER = {"pay_url": "http://127.0.0.1:8001/provider/1"}


class PayerPages:
    """Makes the links at one merchant. now: of the clock that the pages are shown by."""

    def __init__(self, merchant: Merchant, now: datetime) -> None:
        self.merchant = merchant
        self.now = now

    def all(self) -> dict[str, tuple[str, str]]:
        """What the page is called, with its address and its state; an unknown link has none."""
        makers: dict[str, Callable[[], PaymentLink]] = {
            "open": self._open,
            "open_invoiced": self._invoiced,
            "waiting_swish": lambda: self._attempted("PENDING"),
            "waiting_card": self._at_the_provider,
            "checking": lambda: self._attempted("UNKNOWN"),
            "failed_declined": lambda: self._attempted("DECLINED"),
            "failed_aborted": lambda: self._attempted("ABORTED"),
            "failed_crashed": lambda: self._attempted("CRASHED"),
            "review": self._under_review,
            "paid": lambda: self._paid(self.now),
            "paid_long_ago": lambda: self._paid(self.now - timedelta(days=31)),
            "expired": lambda: self._open(status=PaymentLink.Status.EXPIRED),
            "cancelled": lambda: self._open(status=PaymentLink.Status.CANCELLED),
        }
        return {
            name: (f"/pay/{make().checkout_token}", name.split("_")[0])
            for name, make in makers.items()
        }

    def _open(self, **values: Any) -> PaymentLink:
        times = {
            "due_date": self.now.date() + timedelta(days=9),
            "expires_at": self.now + timedelta(days=20),
        }
        return make_link(self.merchant, items=ITEMS, **{**times, **values})

    def _invoiced(self) -> PaymentLink:
        return make_invoice(self._open(), now=self.now).payment_link

    def _attempted(self, status: str) -> PaymentLink:
        link = self._open()
        self._attempt(link, status=status, provider_method_response=SWISH_ANSWER)
        return link

    def _at_the_provider(self) -> PaymentLink:
        link = self._open()
        self._attempt(
            link, provider="payment_iq", method="card", provider_method_response=CARD_ANSWER
        )
        return link

    def _attempt(self, link: PaymentLink, **values: Any) -> Payment:
        return make_payment(link, created_at=self.now, **values)

    def _under_review(self) -> PaymentLink:
        link = self._open()
        LinkException.objects.create(
            payment_link=link,
            payment=self._attempt(link, status="COMPLETED"),
            kind=LinkException.Kind.AMOUNT_MISMATCH,
            created_at=self.now,
        )
        return link

    def _paid(self, at: datetime) -> PaymentLink:
        link = self._open(status=PaymentLink.Status.COMPLETED, completed_at=at)
        self._attempt(link, status="COMPLETED", completed_at=at)
        document = make_receipt(link).link_document
        assert document.kind == LinkDocument.Kind.RECEIPT
        return link
