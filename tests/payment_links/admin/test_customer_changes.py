"""Correcting, merging and erasing customers in the admin, and who may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from payment_links.customers.contacts import CONTACT_FIELDS, version_of
from payment_links.models import (
    SYSTEM,
    Customer,
    CustomerEvent,
    Membership,
    Merchant,
    PaymentLink,
    TimelineEntry,
)
from tests.back_office import member, page, superuser
from tests.builders import (
    NOON,
    make_customer,
    make_link,
    make_merchant,
    make_payment,
)
from tests.invoicing.issuing import make_receipt
from tests.payment_links.admin.customer_pages import address_of, page_of, told, words
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db
COMPLETED = PaymentLink.Status.COMPLETED


def correction(customer: Customer, **values: str) -> dict[str, str]:
    known = {name: getattr(customer, name) for name in CONTACT_FIELDS}
    return {**known, "version": version_of(customer), **values}


def test_staff_correct_a_customer_and_are_named() -> None:
    customer = make_customer(make_merchant())
    client = member(customer.merchant, Membership.Role.SUPPORT)

    answer = client.post(
        address_of("correct", customer), correction(customer, phone="0701740616"), follow=True
    )

    event = CustomerEvent.objects.select_related("user").get()
    assert told(answer) == ["Corrected: Phone."]
    assert Customer.objects.get().phone == "+46701740616"
    assert (event.kind, str(event.user).split("-")[0]) == ("CORRECTED", "support")
    assert "Corrected</strong>" in page_of(client, customer)


def test_a_wrong_correction_is_explained_and_not_saved() -> None:
    customer = make_customer(make_merchant())
    values = correction(customer, phone="019-12 34 56", email="bertil@", first_name="")

    answer = superuser().post(address_of("correct", customer), values)

    assert answer.context["form"].errors == {
        "first_name": ["This field is needed."],
        "phone": ["This is not a mobile number: an SMS would not arrive."],
        "email": ["This is not an e-mail address."],
    }
    assert Customer.objects.get().phone == "070-174 06 15"


def test_a_correction_of_old_values_is_refused() -> None:
    customer = make_customer(make_merchant())
    values = correction(customer, first_name="Berta")
    Customer.objects.update(phone="")

    answer = superuser().post(address_of("correct", customer), values, follow=True)

    assert told(answer) == ["Somebody changed the customer meanwhile. Look again, then repeat it."]
    assert Customer.objects.get().first_name == "Bertil"


def merge_values(kept: Customer, other: Customer, **values: str) -> dict[str, str]:
    return {"kept_version": version_of(kept), "other_version": version_of(other), **values}


def test_the_preview_proposes_what_the_kept_one_lacks() -> None:
    merchant = make_merchant()
    kept, other = make_customer(merchant, phone=""), make_customer(merchant, email="b@example.com")

    form = filled_with(superuser(), address_of("merge", kept, other))["form"]

    choices = {row.name: row.choice for row in form.rows if row.is_different}
    assert choices == {"phone": "taken", "email": "kept"}
    assert CustomerEvent.objects.count() == 0


def test_doubles_are_merged_as_chosen_and_the_others_id_leads_to_the_kept_one() -> None:
    link = make_link(customer={"phone": "0701740616"})
    other, kept = link.customer, make_customer(link.merchant)
    client = member(link.merchant)

    answer = client.post(
        address_of("merge", kept, other), merge_values(kept, other, phone="taken"), follow=True
    )

    kept.refresh_from_db()
    assert told(answer) == ["Merged: 1 link moved."]
    assert (kept.phone, kept.payment_links.get()) == ("0701740616", link)
    assert client.get(page(Customer, "change", other.pk), follow=True).redirect_chain == [
        (page(Customer, "change", kept.pk), 302)
    ]


def test_customers_of_two_merchants_are_not_offered_to_be_merged() -> None:
    merchant = make_merchant()
    kept = make_customer(merchant)
    address = address_of("merge", kept, make_customer(make_merchant(merchant.tenant)))
    client = superuser()

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def erased_customer() -> Customer:
    link = make_link(status=COMPLETED)
    make_payment(link, status="COMPLETED")
    make_receipt(link)
    values = {"reason": "ASKED", "confirmation": "erase "}
    answer = superuser().post(address_of("erase", link.customer), values, follow=True)
    assert told(answer) == [
        "The personal data are erased. Name, company, organisation and VAT number, hidden. "
        "Kept until 2033-12-31 because of the Bookkeeping Act."
    ]
    return Customer.objects.get()


def test_an_erased_customer_is_called_so_and_what_stays_is_said() -> None:
    customer = erased_customer()
    client = member(customer.merchant)

    shown = page_of(client, customer)

    assert "Erased customer" in shown
    assert "Kept until 2033-12-31 because of the Bookkeeping Act." in shown
    assert "Jönsson" not in shown
    assert "bertil@example.com" not in shown
    assert "Jönsson" not in words(client, page(Customer, "changelist"))
    assert "Jönsson" not in words(client, page(PaymentLink, "changelist"))
    link_words = words(client, page(PaymentLink, "change", PaymentLink.objects.get().pk))
    assert "Personal data erased" in link_words
    assert "Jönsson" not in link_words
    assert "Send by" not in link_words


def test_documents_that_the_law_no_longer_demands_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    customer = erased_customer()
    monkeypatch.setattr("payment_links.clock.now", lambda: datetime(2034, 1, 2, tzinfo=UTC))

    shown = page_of(member(customer.merchant), customer)

    assert "not demanded since 2033-12-31" in shown
    assert "No longer demanded" in shown


def test_the_preview_says_what_goes_and_what_stays() -> None:
    link = make_link(status=COMPLETED)
    make_receipt(link)
    TimelineEntry.objects.record(link, "NOTE", actor=SYSTEM, now=NOON, text="Bertil ringde")

    context = superuser().get(address_of("erase", link.customer)).context

    assert (context["obstacles"], context["going"], context["staying"]) == (
        [],
        [
            "Phone, e-mail and reference.",
            "The words of 1 note or failed message on the timelines.",
            "Metadata, tags and buyer's reference of 1 link, and what providers answered about "
            "the payer.",
        ],
        [
            "Name, company, organisation and VAT number, hidden. Kept until 2033-12-31 because of "
            "the Bookkeeping Act.",
            "1 issued document stays as it was issued, with the buyer on it.",
            "Links, items, amounts, dates and payments, without a name.",
        ],
    )


def test_an_open_link_is_named_as_the_obstacle_and_nothing_can_be_pressed() -> None:
    customer = make_link().customer
    client = superuser()
    address = address_of("erase", customer)

    shown = words(client, address)
    answer = client.post(address, {"reason": "ASKED", "confirmation": "ERASE"}, follow=True)

    assert "1 link waits for payment: cancel it or let it expire." in shown
    assert 'name="confirmation"' not in shown
    assert told(answer) == ["Nothing was erased: something has to be settled first."]
    assert Customer.objects.get().erased_at is None


@pytest.mark.parametrize(
    "values", [{}, {"reason": "ASKED", "confirmation": "yes"}, {"confirmation": "ERASE"}]
)
def test_nothing_is_erased_without_reason_and_word(values: dict[str, str]) -> None:
    customer = make_customer(make_merchant())

    assert superuser().post(address_of("erase", customer), values).context["form"].errors
    assert Customer.objects.get().erased_at is None


VERBS = ["correct", "merge", "erase"]
MAY = {
    "OWNER": {"correct": 200, "merge": 200, "erase": 200},
    "FINANCE": {"correct": 200, "merge": 200, "erase": 200},
    "STAFF": {"correct": 200, "merge": 200, "erase": 403},
    "SUPPORT": {"correct": 200, "merge": 200, "erase": 403},
    "ACCOUNTANT": {"correct": 403, "merge": 403, "erase": 403},
}


def answers(client: Client, merchant: Merchant) -> dict[str, int]:
    one, two = make_customer(merchant), make_customer(merchant)
    addresses = {verb: address_of(verb, one) for verb in ("correct", "erase")}
    addresses["merge"] = address_of("merge", one, two)
    posted = {client.post(address).status_code for address in addresses.values()}
    found = {verb: client.get(addresses[verb]).status_code for verb in VERBS}
    assert posted == set(found.values())
    assert Customer.objects.in_use().filter(pk__in=[one.pk, two.pk]).count() == 2
    return found


@pytest.mark.parametrize("role", MAY)
def test_roles_decide_who_may_what(role: str) -> None:
    merchant = make_merchant()

    assert answers(member(merchant, role), merchant) == MAY[role]


def test_foreign_customers_are_not_found() -> None:
    stranger = member(make_merchant(), Membership.Role.OWNER)

    assert answers(stranger, make_merchant()) == dict.fromkeys(VERBS, 404)


@pytest.mark.parametrize("verb", ["correct", "erase"])
def test_who_is_gone_leads_to_the_page(verb: str) -> None:
    merchant = make_merchant()
    erased = make_customer(merchant, erased_at=NOON - timedelta(days=1))

    answer = member(merchant, "OWNER").get(address_of(verb, erased))

    assert (answer.status_code, answer["Location"]) == (302, page(Customer, "change", erased.pk))
