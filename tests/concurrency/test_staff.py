"""Races between people: a third secret, and two who resolve the same exception."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from payment_links.api_secrets import create_api_secret
from payment_links.errors import DomainError
from payment_links.link_exceptions import resolve_exceptions
from payment_links.models import SYSTEM, ApiSecret, LinkException, TimelineEntry
from tests.builders import NOON, make_link, make_payment, make_tenant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

PEOPLE = 8


def at_once(act: Callable[[], object]) -> int:
    """Let everybody act at the same moment; returns how many were refused."""
    barrier = threading.Barrier(PEOPLE)

    def run(_number: int) -> bool:
        barrier.wait()
        try:
            act()
        except DomainError:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(PEOPLE) as threads:
        return sum(threads.map(run, range(PEOPLE)))


def test_a_tenant_never_has_three_secrets_in_use() -> None:
    tenant = make_tenant()

    refused = at_once(lambda: create_api_secret(tenant, now=NOON))

    assert (refused, ApiSecret.objects.count()) == (PEOPLE - 2, 2)


def test_one_person_resolves_an_exception() -> None:
    link = make_link(status="COMPLETED")
    payment = make_payment(link, status="COMPLETED")
    LinkException.objects.create(
        payment_link=link, payment=payment, kind="PAID_TWICE", created_at=NOON
    )

    refused = at_once(lambda: resolve_exceptions(link.pk, actor=SYSTEM, now=NOON))

    assert (refused, TimelineEntry.objects.count()) == (PEOPLE - 1, 1)
