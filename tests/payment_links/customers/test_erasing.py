"""Erasure: at once what no law demands, the name when its date has come, documents never."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from payment_links import distribution, extensions
from payment_links.api.link_objects import link_object
from payment_links.customers import erase_customer, erase_kept_parts
from payment_links.customers.contacts import CustomerNotInUseError, contacts_of
from payment_links.errors import CustomerErasedError, DomainError
from payment_links.message_requests import request_receipt
from payment_links.models import (
    SYSTEM,
    Address,
    Customer,
    CustomerEvent,
    Distribution,
    InboundEvent,
    Item,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.new_link import NewCustomer
from tests.builders import NOON, make_customer, make_distribution, make_link, make_payment
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db
KEPT_UNTIL = date(2033, 12, 31)


def erase(customer: Customer) -> date | None:
    return erase_customer(customer.pk, reason="ASKED", actor=SYSTEM, now=NOON)


def settled_link(**values: Any) -> PaymentLink:
    return make_link(**{"status": PaymentLink.Status.CANCELLED, **values})


def paid_link() -> PaymentLink:
    link = make_link(status=PaymentLink.Status.COMPLETED, customer={"company_name": "Ek AB"})
    make_payment(link, status=Payment.Status.COMPLETED)
    make_receipt(link)
    return link


def test_without_bookkeeping_everything_goes_at_once() -> None:
    link = settled_link()
    address = Address.objects.create(customer=link.customer, street_address="Nygatan 1")

    kept_until = erase(link.customer)

    customer = Customer.objects.get()
    address.refresh_from_db()
    assert kept_until is None
    assert contacts_of(customer) == NewCustomer("", "")
    assert (customer.erased_at, customer.kept_until, str(address)) == (NOON, None, "")
    assert str(customer) == customer.buyer_name == "Erased customer"
    assert CustomerEvent.objects.values_list("kind", "details").get() == (
        "ERASED",
        {"reason": "ASKED", "kept_until": None},
    )


def test_a_sale_keeps_the_name_and_not_the_contacts() -> None:
    link = paid_link()

    kept_until = erase(link.customer)

    customer = Customer.objects.get()
    assert kept_until == customer.kept_until == KEPT_UNTIL
    assert contacts_of(customer) == NewCustomer("Bertil", "Jönsson", company_name="Ek AB")
    assert str(customer) == "Erased customer"


def test_an_issued_document_stays_as_it_is() -> None:
    link = paid_link()
    receipt = make_invoice(link)
    before = receipt.buyer

    erase(link.customer)

    receipt.refresh_from_db()
    assert receipt.buyer == before


def test_fiscal_years_decide_the_date() -> None:
    link = paid_link()
    link.merchant.fiscal_year_start_month = 7
    link.merchant.save(update_fields=["fiscal_year_start_month"])

    assert erase(link.customer) == date(2034, 12, 31)


def test_messages_keep_their_fate_and_lose_their_words() -> None:
    link = settled_link()
    message = make_distribution(
        link,
        status="FAILED",
        state="DONE",
        subject="Faktura",
        text="Hej Bertil",
        failure_reason="+46701740615 is unknown",
        provider_message_id="s1",
    )
    token = message.report_token
    report = InboundEvent.objects.create(
        source="SMS_REPORT",
        distribution=message,
        body="to=+46701740615",
        received_at=NOON,
        not_before=NOON,
    )

    erase(link.customer)

    message.refresh_from_db()
    report.refresh_from_db()
    words = (message.recipient, message.subject, message.text, message.failure_reason, report.body)
    assert words == ("", "", "", "", "")
    assert (message.status, message.provider_message_id) == ("FAILED", "erased")
    assert message.report_token != token


def test_the_events_of_messages_lose_the_providers_words() -> None:
    message = make_distribution(settled_link(), status="FAILED", state="DONE")
    for number in range(2):
        message.message_events.create(
            kind="UNDELIVERED",
            reason="+46701740615 is unknown",
            occurred_at=NOON,
            fingerprint=f"of +46701740615 {number}",
        )

    erase(message.payment_link.customer)

    events = message.message_events.order_by("pk")
    assert [(event.reason, event.fingerprint) for event in events] == [
        ("", str(event.pk)) for event in events
    ]


def test_what_tenants_providers_and_staff_wrote_about_the_payer_goes() -> None:
    link = settled_link(
        metadata={"child": "Elsa"},
        buyer_reference="Elsa",
        payment_provider_methods=[
            {"provider": "swish", "method": "m_commerce", "parameters": {"swish_message": "Elsa"}}
        ],
    )
    Item.objects.update(metadata={"child": "Elsa"}, tags=["Elsa"])
    payment = make_payment(
        link,
        status="DECLINED",
        provider_method_response={"phone": "0701740615"},
        failure_reason="0701740615",
    )
    TimelineEntry.objects.record(link, "NOTE", actor=SYSTEM, now=NOON, text="Elsa ringde")
    TimelineEntry.objects.record(link, "EXTENDED", actor=SYSTEM, now=NOON, expires_at="2026-12-01")

    erase(link.customer)

    link.refresh_from_db()
    payment.refresh_from_db()
    assert (link.metadata, link.buyer_reference) == ({}, "")
    assert link.payment_provider_methods == [
        {"provider": "swish", "method": "m_commerce", "parameters": {}}
    ]
    assert Item.objects.values_list("metadata", "tags").get() == ({}, [])
    assert (payment.provider_method_response, payment.failure_reason) == ({}, "")
    assert list(TimelineEntry.objects.order_by("pk").values_list("event", "details")) == [
        ("NOTE", {}),
        ("EXTENDED", {"expires_at": "2026-12-01"}),
        ("DATA_ERASED", {}),
    ]


@pytest.mark.parametrize("state", ["merged", "erased"])
def test_who_is_gone_is_not_erased_again(state: str) -> None:
    other = settled_link().customer
    gone = {"merged_into": other} if state == "merged" else {"erased_at": NOON}

    with pytest.raises(CustomerNotInUseError):
        erase(make_customer(other.merchant, **gone))

    assert not CustomerEvent.objects.exists()


def act_refused(error: type[DomainError], act: Any) -> None:
    with pytest.raises(error):
        act()


def test_nobody_who_is_erased_is_written_to_or_asked_again() -> None:
    link = settled_link(status=PaymentLink.Status.EXPIRED)
    erase(link.customer)
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOON}

    act_refused(
        CustomerErasedError,
        lambda: distribution.distribute(link.pk, ["sms"], customer_phone="0701740615", **who),
    )
    act_refused(CustomerErasedError, lambda: extensions.extend_link(link.pk, days=30, **who))

    assert not Distribution.objects.exists()
    assert PaymentLink.objects.get().status == "EXPIRED"


def test_the_checkout_still_shows_the_receipt_and_no_name(client: Client) -> None:
    link = paid_link()
    erase(link.customer)
    PaymentLink.objects.update(locale="en-US")

    words = client.get(f"/pay/{link.checkout_token}").content.decode()

    assert "Thank you. The payment is done." in words
    assert "Open the receipt (PDF)" in words
    assert "Bertil" not in words


def test_no_receipt_is_mailed_to_who_is_erased() -> None:
    link = paid_link()
    erase(link.customer)

    link.customer.refresh_from_db()

    assert request_receipt(link, now=NOON) is None


def test_the_api_answers_with_empty_names_while_the_books_keep_them() -> None:
    link = paid_link()
    erase(link.customer)

    assert link_object(link, link.tenant)["customer"] == {
        "email": None,
        "first_name": "",
        "last_name": "",
        "phone": None,
        "reference": None,
        "company_name": None,
        "organization_number": None,
        "vat_number": None,
    }


@pytest.fixture
def kept_customer() -> Customer:
    link = paid_link()
    erase(link.customer)
    return Customer.objects.get()


def erase_at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> Customer:
    monkeypatch.setattr("payment_links.clock.now", lambda: moment)
    erase_kept_parts()
    return Customer.objects.get()


def test_the_name_goes_when_its_date_has_passed(
    kept_customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    day_after = datetime(2034, 1, 1, 3, 0, tzinfo=UTC)

    assert contacts_of(erase_at(day_after - timedelta(days=1), monkeypatch)) == contacts_of(
        kept_customer
    )
    gone = erase_at(day_after, monkeypatch)

    assert (contacts_of(gone), gone.kept_until) == (NewCustomer("", ""), None)
    erase_kept_parts()
    assert list(CustomerEvent.objects.order_by("pk").values_list("kind", "actor")) == [
        ("ERASED", "SYSTEM"),
        ("KEPT_PART_ERASED", "SYSTEM"),
    ]


def test_what_was_booked_since_begins_the_years_anew(
    kept_customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = NOON + timedelta(days=800)
    link = PaymentLink.objects.get()
    make_payment(link, status="COMPLETED", completed_at=late)

    kept = erase_at(datetime(2034, 1, 1, 3, 0, tzinfo=UTC), monkeypatch)

    assert contacts_of(kept) == contacts_of(kept_customer)
    assert kept.kept_until == date(2036, 12, 31)
