"""Races for the last SMS that a limit lets through."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from payment_links.distribution import distribute
from payment_links.distribution.limits import SmsLimitError
from payment_links.models import TENANT, Distribution
from tests.builders import NOON, make_link, make_merchant, make_tenant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

LINKS = 12
SMS_AN_HOUR = 3


def test_links_of_a_tenant_share_the_limit_of_a_number() -> None:
    merchant = make_merchant(make_tenant(mode="LIVE"))
    links = [make_link(merchant).pk for _ in range(LINKS)]
    barrier = Barrier(LINKS)

    def ask(link_id: UUID) -> bool:
        barrier.wait()
        try:
            distribute(link_id, ["sms"], actor=TENANT, now=NOON)
        except SmsLimitError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(LINKS) as threads:
        asked = list(threads.map(ask, links))

    assert asked.count(True) == Distribution.objects.count() == SMS_AN_HOUR
