"""A link that staff make: what is saved, sent and refused, and that it happens once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from payment_links.admin import new_link_saving
from payment_links.admin.new_link_form import NewLinkForm
from payment_links.admin.new_link_preview import reckon
from payment_links.admin.new_link_start import blank
from payment_links.models import (
    Customer,
    Distribution,
    Item,
    Merchant,
    PaymentLink,
    Tenant,
    TimelineEntry,
)
from payment_links.new_link import line_amounts
from payment_links.vat import PriceBasis
from tests.back_office import member
from tests.builders import DUMMY, NOON, SWISH, TODAY, make_link, make_merchant
from tests.doors import Sandbox
from tests.payment_links.admin.new_link_forms import (
    ADD,
    as_sent,
    faults,
    form_of,
    make_seller,
)

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


@pytest.fixture
def merchant() -> Merchant:
    return make_seller()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


def told(client: Client, form: dict[str, Any]) -> list[str]:
    """The messages on the page that the form leads to."""
    answer = client.post(ADD, form, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_a_saved_form_is_a_link_with_an_order_of_its_own(
    merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    form = form_of(merchant)

    answer = staff.post(ADD, form)

    link = PaymentLink.objects.get(pk=form["link_id"])
    assert answer["Location"].endswith(f"/{link.pk}/change/")
    assert (link.merchant, link.tenant, link.status) == (merchant, merchant.tenant, "CREATED")
    assert (link.total_amount, link.currency, link.locale) == (14000, "SEK", "sv-SE")
    assert (link.due_date, link.payment_provider_methods) == (date(2026, 12, 22), [SWISH])
    assert link.supplier == {}
    assert Distribution.objects.count() == 0


def test_the_timeline_says_who_made_the_link(
    merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    staff.post(ADD, form_of(merchant))

    entry = TimelineEntry.objects.select_related("user").get()
    assert entry.user is not None
    assert (entry.event, entry.actor, entry.user.username) == (
        "CREATED",
        "STAFF",
        f"staff-{merchant.pk}",
    )


def test_everything_under_more_is_kept(merchant: Merchant, staff: Client, sandbox: Sandbox) -> None:
    company = {"company_name": "Ek AB", "organization_number": "556703-7485", "reference": "K7"}
    delivery = {"delivery_date": "2026-12-01", "delivery_city": "Örebro"}
    invoice = {"invoice_street_address": "Nygatan 1", "invoice_zip": "702 10"}

    staff.post(ADD, form_of(merchant, buyer_reference="Eva", **company, **delivery, **invoice))

    link = PaymentLink.objects.select_related("customer").get()
    assert link.customer.company_name == "Ek AB"
    assert (link.customer.organization_number, link.customer.reference) == ("556703-7485", "K7")
    assert (link.buyer_reference, link.delivery_date) == ("Eva", date(2026, 12, 1))
    assert str(link.invoice_address) == "Nygatan 1, 702 10"
    assert str(link.delivery_address) == "Örebro"


@pytest.mark.parametrize(
    ("send", "channels"),
    [("sms", ["SMS"]), ("email", ["EMAIL"]), ("sms+email", ["SMS", "EMAIL"])],
)
def test_save_and_send_queues_the_messages_in_the_users_name(
    send: str, channels: list[str], merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    staff.post(ADD, form_of(merchant, do="send", send=send))

    messages = Distribution.objects.select_related("requested_by").order_by("pk")
    assert [message.channel for message in messages] == channels
    assert {str(message.requested_by) for message in messages} == {f"staff-{merchant.pk}"}


def test_a_form_that_is_sent_twice_makes_one_link_and_sends_once(
    merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    form = form_of(merchant, do="send")

    first, second = told(staff, form), told(staff, form)

    assert "Queued to be sent to +46701740615." in first[0]
    assert second == [
        "This form was saved before: nothing was made or sent again. Here is its link."
    ]
    assert (PaymentLink.objects.count(), Distribution.objects.count()) == (1, 1)


def test_the_slower_of_two_clicks_finds_the_link_and_sends_nothing(
    merchant: Merchant, staff: Client, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(merchant, do="send")
    staff.post(ADD, form)
    # As if both had looked before either had written.
    monkeypatch.setattr(new_link_saving, "made_before", lambda _link_id: None)

    said = told(staff, form)

    assert said[-1].startswith("This form was saved before")
    assert (PaymentLink.objects.count(), Distribution.objects.count()) == (1, 1)


def test_an_id_of_a_foreign_link_is_replaced(
    merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    foreign = make_link(make_merchant(merchant.tenant, name="Annan AB"))

    staff.post(ADD, form_of(merchant, link_id=str(foreign.pk), do="send"))

    made = PaymentLink.objects.exclude(pk=foreign.pk).get()
    assert made.merchant == merchant
    assert Distribution.objects.get().payment_link == made


@pytest.mark.parametrize("kind", ["status_500", "cut_connection"])
def test_without_the_payments_service_nothing_is_written_and_all_values_come_back(
    kind: str, merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    sandbox.fault("payments", kind, times=3)
    form = form_of(merchant, do="send", buyer_reference="Eva")

    answer = staff.post(ADD, form)

    words = answer.content.decode()
    assert "Nothing was saved: The payments service does not answer." in words
    for kept in (form["link_id"], "Hawaii Pizza", "70,00", "Bertil", "Eva", "2026-12-22"):
        assert kept in words
    assert (PaymentLink.objects.count(), Customer.objects.count()) == (0, 0)


def test_a_refusal_to_send_leaves_the_link_saved_and_says_so(
    merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    merchant.tenant.mode, merchant.tenant.sms_daily_limit = "LIVE", 0
    merchant.tenant.save(update_fields=["mode", "sms_daily_limit"])

    said = told(staff, form_of(merchant, do="send"))

    assert said == [
        "The payment link is saved but was not sent: The tenant's SMS for today are used up."
    ]
    assert (PaymentLink.objects.count(), Distribution.objects.count()) == (1, 0)


def test_prices_without_vat_are_saved_as_such(staff: Client, sandbox: Sandbox) -> None:
    merchant = Merchant.objects.get()
    merchant.price_basis = "NET"
    merchant.save(update_fields=["price_basis"])

    staff.post(ADD, form_of(merchant, ("Rim", "100", "1", "25"), ("Ram", "-10", "1", "25")))

    link = PaymentLink.objects.get()
    assert (link.price_basis, link.total_amount) == ("NET", 11250)
    assert [item.price for item in link.items.order_by("position")] == [10000, -1000]


def test_empty_lines_are_left_out(merchant: Merchant, staff: Client, sandbox: Sandbox) -> None:
    lines = [("Rim", "1", "1", "25"), ("", "", "1", "25"), ("Ram", "2", "3", "EXEMPT")]

    staff.post(ADD, form_of(merchant, *lines))

    kept = Item.objects.order_by("position").values_list("position", "price", "vat_treatment")
    assert list(kept) == [(0, 100, "TAXED"), (1, 200, "EXEMPT")]


def test_a_dummy_of_a_live_tenant_is_no_choice(
    merchant: Merchant, staff: Client, sandbox: Sandbox
) -> None:
    merchant.payment_provider_methods = [DUMMY]
    merchant.save(update_fields=["payment_provider_methods"])
    merchant.tenant.mode = "LIVE"
    merchant.tenant.save(update_fields=["mode"])

    marked = faults(staff, form_of(merchant, payment_methods=["dummy/dummy"]))

    assert list(marked) == ["payment_methods"]
    assert PaymentLink.objects.count() == 0


LINES = st.lists(
    st.tuples(
        st.just("Rad"),
        st.integers(-500_000, 500_000).map(lambda amount: f"{amount / 100:.2f}"),
        st.integers(1, 40).map(str),
        st.sampled_from(["25", "12", "6", "0", "EXEMPT"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=20, deadline=None)
@given(lines=LINES, basis=st.sampled_from(PriceBasis))
def test_the_preview_says_what_is_saved(
    lines: list[tuple[str, str, str, str]], basis: PriceBasis
) -> None:
    merchant = Merchant(tenant=Tenant(), payment_provider_methods=[SWISH], price_basis=basis)
    form = NewLinkForm(
        blank(merchant, today=TODAY),
        as_sent(form_of(merchant, *lines)),
        merchants=[merchant],
        today=TODAY,
    )

    preview = reckon(form, NOON)

    if form.is_complete:
        new = form.new_link(merchant.pk)
        assert preview.total_amount == new.total_amount > 0
        assert sum(line_amounts(new.items, basis)) == preview.total_amount
        assert len(new.items) == len(lines)
    else:
        assert preview.total_amount <= 0
