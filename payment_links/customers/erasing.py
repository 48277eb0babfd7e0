"""Erasing a person's data: at once what no law demands, the rest when its date has come.

Source: GDPR art. 17.1 and 17.3 b, bokföringslagen 7 kap. 2 §. Issued documents are not touched:
they are final in the database and hold the buyer as they were issued. Links keep their amounts.
"""

from datetime import date, datetime
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast

from payment_links import clock
from payment_links.customers.contacts import CONTACT_FIELDS, CustomerNotInUseError
from payment_links.customers.plans import Obstacle, name_kept_until, obstacles_of
from payment_links.errors import DomainError
from payment_links.models import (
    SYSTEM,
    Actor,
    Address,
    Customer,
    CustomerEvent,
    Distribution,
    InboundEvent,
    Item,
    LinkBatchRow,
    MessageEvent,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.models.fields import random_token

# What the books of a sale may need: who bought.
IDENTITY = ("first_name", "last_name", "company_name", "organization_number", "vat_number")
ERASED_MESSAGE_ID = "erased"
WRITTEN_AT_ONCE = 500


class ErasureRefusedError(DomainError):
    """The deal is not done; obstacles: what has to be settled, with how often."""

    code = "customer_in_business"
    http_status = 409
    description = "Nothing was erased: something has to be settled first."

    def __init__(self, obstacles: dict[Obstacle, int]) -> None:
        self.obstacles = obstacles
        super().__init__()


def erase_customer(customer_id: UUID, *, reason: str, actor: Actor, now: datetime) -> date | None:
    """Erase what no law demands; returns until when the name is kept, None when nothing is.

    reason: a word of the office's list, never about the person. Raises ErasureRefusedError,
    CustomerNotInUseError and Customer.DoesNotExist; nothing is erased then.
    """
    with transaction.atomic():
        customer = _lock(customer_id)
        # Nobody makes, sends, pays or extends a link meanwhile: all of them lock it first.
        links = list(customer.payment_links.select_for_update(of=("self",)).order_by("pk"))
        messages = _lock_messages(customer)
        obstacles = obstacles_of(customer)
        if obstacles:
            raise ErasureRefusedError(obstacles)
        today = clock.day_of(now, customer.merchant.time_zone)
        kept_until = name_kept_until(customer, today)
        _erase_contacts(customer, kept_until, now)
        _erase_messages(messages)
        _erase_payments(customer)
        _erase_links(links, now)
        _tell_links(links, actor=actor, now=now)
        CustomerEvent.objects.record(
            customer,
            CustomerEvent.Kind.ERASED,
            actor=actor,
            now=now,
            reason=reason,
            kept_until=kept_until.isoformat() if kept_until else None,
        )
    return kept_until


@shared_task(name="payment_links.customers.erase_kept_parts")
def erase_kept_parts() -> None:
    """Erase the names that the law demanded until yesterday; one whose books went on waits on."""
    today = clock.office_today()
    due = Customer.objects.filter(kept_until__lt=today).order_by("kept_until", "pk")
    for pk in list(due.values_list("pk", flat=True)[:WRITTEN_AT_ONCE]):
        _erase_kept_part(pk, today, clock.now())


def _erase_kept_part(customer_id: UUID, today: date, now: datetime) -> None:
    with transaction.atomic():
        customer = Customer.objects.lock(customer_id)[customer_id]
        if customer.kept_until is None or customer.kept_until >= today:
            return
        # Money that came late, and credit notes, begin the seven years anew.
        customer.kept_until = name_kept_until(customer, today)
        changed = ["kept_until"]
        if customer.kept_until is None:
            for name in IDENTITY:
                setattr(customer, name, "")
            changed += IDENTITY
            CustomerEvent.objects.record(
                customer, CustomerEvent.Kind.KEPT_PART_ERASED, actor=SYSTEM, now=now
            )
        customer.save(update_fields=changed)


def _lock(customer_id: UUID) -> Customer:
    customer = Customer.objects.lock(customer_id).get(customer_id)
    if customer is None:
        raise Customer.DoesNotExist
    if customer.merged_into_id is not None or customer.is_erased:
        raise CustomerNotInUseError
    return customer


def _lock_messages(customer: Customer) -> list[Distribution]:
    """Workers claim messages without the link's lock."""
    messages = Distribution.objects.filter(payment_link__customer=customer)
    return list(messages.select_for_update(of=("self",)).order_by("pk"))


def _erase_contacts(customer: Customer, kept_until: date | None, now: datetime) -> None:
    kept = IDENTITY if kept_until else ()
    for name in CONTACT_FIELDS:
        if name not in kept:
            setattr(customer, name, "")
    customer.erased_at = now
    customer.kept_until = kept_until
    customer.save(update_fields=[*CONTACT_FIELDS, "erased_at", "kept_until"])
    Address.objects.filter(customer=customer).update(street_address="", zip="", city="")


def _erase_messages(messages: list[Distribution]) -> None:
    """Recipients and texts; a late report no longer finds its message, for it names the person."""
    for message in messages:
        message.recipient = message.subject = message.text = ""
        message.failure_reason = message.last_error = ""
        message.provider_message_id = ERASED_MESSAGE_ID
        message.report_token = random_token()
    changed = ["recipient", "subject", "text", "failure_reason", "last_error"]
    Distribution.objects.bulk_update(
        messages, [*changed, "provider_message_id", "report_token"], batch_size=WRITTEN_AT_ONCE
    )
    # A fingerprint is reckoned from the words.
    MessageEvent.objects.filter(distribution__in=messages).update(
        reason="", fingerprint=Cast("pk", CharField())
    )
    reports = InboundEvent.objects.filter(distribution__in=messages)
    reports.update(body="")


def _erase_payments(customer: Customer) -> None:
    """What providers told of the payer; amounts, methods and ids belong to the books."""
    payments = Payment.objects.filter(payment_link__customer=customer)
    payments.update(provider_method_response={}, failure_reason="")
    InboundEvent.objects.filter(payment__payment_link__customer=customer).update(body="")


def _erase_links(links: list[PaymentLink], now: datetime) -> None:
    """What the tenant wrote about the payer beside the items, and free text on the timeline."""
    for link in links:
        link.metadata = {}
        link.buyer_reference = ""
        link.payment_provider_methods = [
            {**method, "parameters": {}} for method in link.payment_provider_methods
        ]
        link.updated_at = now
    changed = ["metadata", "buyer_reference", "payment_provider_methods", "updated_at"]
    PaymentLink.objects.bulk_update(links, changed, batch_size=WRITTEN_AT_ONCE)
    Item.objects.filter(payment_link__in=links).update(metadata={}, tags=[])
    TimelineEntry.objects.filter(payment_link__in=links).erase_words()
    # The row of a batch that a link was made of has the link's id.
    LinkBatchRow.objects.filter(pk__in=[link.pk for link in links]).update(
        name="", own_reference="", fingerprint="", problems=[]
    )


def _tell_links(links: list[PaymentLink], *, actor: Actor, now: datetime) -> None:
    TimelineEntry.objects.bulk_create(
        (
            TimelineEntry(
                payment_link=link,
                event=TimelineEntry.Event.DATA_ERASED,
                actor=actor.kind,
                user=actor.user,
                occurred_at=now,
            )
            for link in links
        ),
        batch_size=WRITTEN_AT_ONCE,
    )
