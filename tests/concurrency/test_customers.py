"""Races about customers: merged both ways, merged while links are made, erased while written to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from payment_links import links
from payment_links.customers import erase_customer, merge_customers
from payment_links.customers.contacts import contacts_of, version_of
from payment_links.distribution import distribute
from payment_links.errors import DomainError
from payment_links.gateways.payments_api import PaymentOrder
from payment_links.models import SYSTEM, Customer, Distribution, PaymentLink
from tests.builders import (
    NOON,
    SEK_ORDER_ID,
    make_customer,
    make_demo_merchant,
    make_link,
    make_merchant,
    new_link,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
OPEN_ORDER = PaymentOrder(id=SEK_ORDER_ID, currency="SEK", status="OPEN")
TIMES = 8


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Let all act at the same moment; returns for each whether it was done."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        barrier.wait()
        try:
            act()
        except DomainError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def merging(kept: Customer, other: Customer) -> Callable[[], object]:
    versions = version_of(kept), version_of(other)
    return partial(
        merge_customers,
        kept.pk,
        other.pk,
        versions=versions,
        taken=(),
        actor=SYSTEM,
        now=NOON,
    )


def test_two_who_merge_in_opposite_directions_leave_one_customer() -> None:
    merchant = make_merchant()
    pairs = [
        (make_link(merchant).customer, make_link(merchant).customer) for _ in range(TIMES // 2)
    ]

    for one, two in pairs:
        done = at_once(merging(one, two), merging(two, one))

        kept = Customer.objects.in_use().get(pk__in=[one.pk, two.pk])
        assert (done.count(True), kept.payment_links.count()) == (1, 2)


def test_no_link_is_made_for_a_customer_that_is_being_merged() -> None:
    merchant = make_demo_merchant()
    kept, other = make_customer(merchant, last_name="Ek"), make_customer(merchant)
    wanted = new_link(customer=contacts_of(other))
    creating = partial(
        links.create_link, merchant.tenant, wanted, order=OPEN_ORDER, actor=SYSTEM, now=NOON
    )

    done = at_once(merging(kept, other), *[creating] * TIMES)

    assert done.count(True) == TIMES + 1
    assert PaymentLink.objects.count() == TIMES
    assert not PaymentLink.objects.filter(customer__merged_into__isnull=False).exists()


def test_nobody_is_erased_and_written_to() -> None:
    link = make_link(status=PaymentLink.Status.COMPLETED)
    erasing = partial(erase_customer, link.customer_id, reason="ASKED", actor=SYSTEM, now=NOON)
    sending = partial(distribute, link.pk, ["sms"], actor=SYSTEM, now=NOON)

    done = at_once(erasing, sending)

    assert done.count(True) == 1
    is_erased = Customer.objects.get().erased_at is not None
    assert Distribution.objects.count() == (0 if is_erased else 1)
