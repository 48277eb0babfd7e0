"""Callbacks are written with the change itself."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from payment_links.lifecycle import change_status
from payment_links.models import SYSTEM, CallbackEndpoint, StatusCallback
from payment_links.status_callbacks import schedule
from tests.builders import NOON, make_link
from tests.payment_links.status_callbacks.timeline import callback_link, tell
from tests.tenant_endpoint import URL

pytestmark = pytest.mark.django_db


def test_a_change_of_status_writes_exactly_the_contracts_body() -> None:
    link = callback_link()
    moment = datetime(2026, 11, 22, 13, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))

    change_status(link, "EXPIRED", actor=SYSTEM, now=moment)

    [callback] = StatusCallback.objects.all()
    assert json.loads(callback.body) == {
        "payment_link_id": str(link.pk),
        "status": "EXPIRED",
        "occured_at": "2026-11-22T12:00:00.000005Z",
    }
    assert (callback.state, callback.endpoint.url) == ("PENDING", URL)
    assert callback.occurred_at == moment.astimezone(UTC)


def test_a_whole_second_is_told_with_microseconds() -> None:
    callback = tell(callback_link())

    assert json.loads(callback.body)["occured_at"] == "2026-11-22T12:00:00.000000Z"


def test_without_an_address_nothing_is_written() -> None:
    assert schedule(make_link(), "COMPLETED", now=NOON) is None

    assert not StatusCallback.objects.exists()
    assert not CallbackEndpoint.objects.exists()


def test_links_of_one_tenant_share_an_endpoint_and_tenants_do_not() -> None:
    link = callback_link()
    tell(link)
    tell(callback_link(merchant=link.merchant))
    tell(callback_link())

    assert CallbackEndpoint.objects.filter(tenant=link.tenant).count() == 1
    assert CallbackEndpoint.objects.count() == 2
