"""The e-mail with the receipt: to whom it goes, and when there is none."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from payment_links.message_requests import is_closed, request_receipt
from payment_links.models import Distribution, MessageEvent, PaymentLink
from tests.builders import NOON, make_distribution, make_link, make_merchant, make_tenant

pytestmark = pytest.mark.django_db


def make_paid_link(**values: Any) -> PaymentLink:
    return make_link(status=PaymentLink.Status.COMPLETED, **values)


def close(address: str, link: PaymentLink, kind: str = "HARD_BOUNCE") -> None:
    message = make_distribution(link, channel="EMAIL", recipient=address)
    MessageEvent.objects.create(distribution=message, kind=kind, occurred_at=NOON, fingerprint=kind)


def receipts() -> list[tuple[str, str, str]]:
    rows = Distribution.objects.filter(purpose="RECEIPT")
    return list(rows.values_list("channel", "recipient", "state"))


def test_the_receipt_is_emailed_once() -> None:
    link = make_paid_link()

    asked = [request_receipt(link, now=NOON) for _ in range(2)]

    assert asked[0] is not None
    assert asked[1] is None
    assert receipts() == [("EMAIL", "bertil@example.com", "PENDING")]


def test_the_address_that_the_link_was_sent_to_will_do() -> None:
    link = make_paid_link(customer={"email": ""})
    make_distribution(link, channel="EMAIL", recipient="anna@example.com")

    request_receipt(link, now=NOON)

    assert receipts() == [("EMAIL", "anna@example.com", "PENDING")]


@pytest.mark.parametrize("email", ["", "[email\u00a0protected]"])
def test_without_a_usable_address_there_is_no_receipt_email(email: str) -> None:
    assert request_receipt(make_paid_link(customer={"email": email}), now=NOON) is None
    assert receipts() == []


def test_a_merchant_may_want_no_receipts_by_email() -> None:
    link = make_paid_link(merchant=make_merchant(is_emailing_receipts=False))

    assert request_receipt(link, now=NOON) is None
    assert receipts() == []


@pytest.mark.parametrize("kind", ["HARD_BOUNCE", "COMPLAINT"])
def test_no_receipt_goes_to_an_address_that_is_closed(kind: str) -> None:
    link = make_paid_link()
    close("bertil@example.com", link, kind)

    assert request_receipt(link, now=NOON) is None
    assert receipts() == []


def test_an_address_is_closed_for_the_tenant_whose_email_came_back() -> None:
    link = make_paid_link()
    close("bertil@example.com", link)
    close("anna@example.com", link, "SOFT_BOUNCE")

    assert is_closed("bertil@example.com", link.tenant_id)
    assert not is_closed("anna@example.com", link.tenant_id)
    assert not is_closed("bertil@example.com", make_tenant(name="Another").pk)


@pytest.mark.parametrize("address", ["BERTIL@example.com", "bertil@Example.COM"])
def test_other_capitals_do_not_open_an_address_again(address: str) -> None:
    link = make_paid_link(customer={"email": address})
    close("Bertil@example.com", link)

    assert request_receipt(link, now=NOON) is None
    assert is_closed(address, link.tenant_id)
    assert receipts() == []


def test_whether_an_address_is_closed_is_found_by_an_index() -> None:
    link = make_paid_link()
    sent = [make_distribution(link, channel="EMAIL", recipient="0@example.com")]
    sent += Distribution.objects.bulk_create(
        Distribution(
            payment_link=link,
            channel="EMAIL",
            recipient=f"{number}@example.com",
            created_at=NOON,
            not_before=NOON,
        )
        for number in range(1, 3000)
    )
    MessageEvent.objects.bulk_create(
        MessageEvent(distribution=row, kind="HARD_BOUNCE", occurred_at=NOON, fingerprint="x")
        for row in sent
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

        with CaptureQueriesContext(connection) as asked:
            assert is_closed("2711@Example.com", link.tenant_id)
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {asked.captured_queries[0]['sql']}")

        assert "distribution_by_any_case" in str(cursor.fetchall())


def test_only_known_events_are_kept() -> None:
    with pytest.raises(IntegrityError, match="message_event_kind_known"):
        close("bertil@example.com", make_paid_link(), "BOUNCED")


def test_who_got_a_link_that_was_replaced_gets_no_receipt_with_its_new_address() -> None:
    link = make_paid_link(address_replaced_at=NOON + timedelta(hours=1))
    make_distribution(link, channel="EMAIL", recipient="Bertil@example.com")

    asked = request_receipt(link, now=NOON + timedelta(hours=2))

    assert (asked, receipts()) == (None, [])
