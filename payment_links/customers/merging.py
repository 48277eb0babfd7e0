"""Making two customers one: the kept one takes over links and addresses, the other points at it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from payment_links.customers.contacts import CONTACT_FIELDS, lock_in_use
from payment_links.errors import DomainError
from payment_links.models import (
    Actor,
    Address,
    Customer,
    CustomerEvent,
    PaymentLink,
    TimelineEntry,
)

ENTRIES_WRITTEN_AT_ONCE = 1000


class DifferentMerchantsError(DomainError):
    description = "Customers of different merchants are never merged."


class SameCustomerError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "A customer is not merged into itself."


def merge_customers(
    kept_id: UUID,
    other_id: UUID,
    *,
    versions: tuple[str, str],
    taken: Collection[str],
    actor: Actor,
    now: datetime,
) -> int:
    """Move the other customer's links and addresses to the kept one; returns how many links.

    versions: version_of both as they were looked at. taken: the names of the values that the kept
    customer takes from the other; the other's remaining values are dropped, its id leads to the
    kept one from now on. Documents stay as they were issued. Raises the refusals of this module,
    CustomerChangedError and CustomerNotInUseError; nothing is moved then.
    """
    if kept_id == other_id:
        raise SameCustomerError
    with transaction.atomic():
        kept, other = lock_in_use({kept_id: versions[0], other_id: versions[1]})
        if kept.merchant_id != other.merchant_id:
            raise DifferentMerchantsError
        fields = [name for name in CONTACT_FIELDS if name in taken]
        for name in fields:
            setattr(kept, name, getattr(other, name))
        kept.save(update_fields=fields)
        moved = _move(other, kept, actor=actor, now=now)
        _bury(other, kept)
        CustomerEvent.objects.record(
            kept,
            CustomerEvent.Kind.MERGED,
            actor=actor,
            now=now,
            merged=str(other.pk),
            links=moved,
            fields=fields,
        )
    return moved


def _move(other: Customer, kept: Customer, *, actor: Actor, now: datetime) -> int:
    """Links that were made until now: create_link waits for the lock of the customer."""
    TimelineEntry.objects.bulk_create(
        (
            TimelineEntry(
                payment_link_id=link_id,
                event=TimelineEntry.Event.CUSTOMER_MERGED,
                actor=actor.kind,
                user=actor.user,
                occurred_at=now,
            )
            for link_id in other.payment_links.order_by("pk").values_list("pk", flat=True)
        ),
        batch_size=ENTRIES_WRITTEN_AT_ONCE,
    )
    # The kept customer's own links show the values that it took.
    PaymentLink.objects.filter(customer=kept).update(updated_at=now)
    Address.objects.filter(customer=other).update(customer=kept)
    return other.payment_links.update(customer=kept, updated_at=now)


def _bury(other: Customer, kept: Customer) -> None:
    """Leave nothing of the other but the way to the kept one, however often that is merged."""
    Customer.objects.filter(merged_into=other).update(merged_into=kept)
    Customer.objects.filter(pk=other.pk).update(
        merged_into=kept, **dict.fromkeys(CONTACT_FIELDS, "")
    )
