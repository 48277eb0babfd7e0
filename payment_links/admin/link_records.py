"""The rows around one link, read with one query per kind, newest first."""

from dataclasses import dataclass

from django.db.models import Prefetch

from payment_links.models import (
    CallbackAttempt,
    Distribution,
    Item,
    LinkDocument,
    LinkException,
    Payment,
    PaymentLink,
    StatusCallback,
)
from payment_links.models.outbox import OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecords:
    """What the page of a link is made of. exceptions: those that nobody has resolved."""

    items: list[Item]
    payments: list[Payment]
    exceptions: list[LinkException]
    messages: list[Distribution]
    documents: list[LinkDocument]
    callbacks: list[StatusCallback]

    @property
    def is_credited(self) -> bool:
        return any(row.kind == LinkDocument.Kind.CREDIT_NOTE for row in self.documents)

    @property
    def is_tenant_told(self) -> bool:
        """Whether no callback was given up without being sent again since."""
        dead = {_original(row) for row in self.callbacks if row.state == OutboxRow.State.DEAD}
        others = {_original(row) for row in self.callbacks if row.state != OutboxRow.State.DEAD}
        return dead <= others


def read_records(link: PaymentLink) -> LinkRecords:
    """All rows of the link that its page shows, except its timeline."""
    items = Item.objects.filter(payment_link=link).select_related("merchant")
    exceptions = LinkException.objects.filter(payment_link=link, resolved_at__isnull=True)
    messages = Distribution.objects.filter(payment_link=link).select_related(
        "requested_by", "reminder"
    )
    attempts = Prefetch("callback_attempts", CallbackAttempt.objects.order_by("-pk"))
    callbacks = StatusCallback.objects.filter(payment_link=link).select_related("endpoint")
    return LinkRecords(
        items=list(items.order_by("pk")),
        payments=list(Payment.objects.filter(payment_link=link).order_by("-pk")),
        exceptions=list(exceptions.select_related("payment").order_by("-pk")),
        messages=list(messages.prefetch_related("message_events").order_by("-pk")),
        documents=list(LinkDocument.objects.filter(payment_link=link).order_by("-pk")),
        callbacks=list(callbacks.prefetch_related(attempts).order_by("-pk")),
    )


def _original(callback: StatusCallback) -> object:
    return callback.replay_of_id or callback.pk
