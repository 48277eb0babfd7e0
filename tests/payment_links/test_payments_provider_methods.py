"""What each provider is told, and where it sends the payer."""

from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from payment_links.api.serializers import METHODS
from payment_links.checkout.method_options import OPTIONS
from payment_links.errors import InvalidInputError
from payment_links.models import Payment, PaymentLink, Tenant
from payment_links.payments.provider_methods import (
    NOT_FOR_SWISH,
    PROVIDER_METHODS,
    can_be_resumed,
    choose,
    offered_methods,
    provider_page_address,
    provider_parameters,
    swish_message,
)
from tests.builders import CARD, DUMMY, SWISH, make_link, make_merchant, make_tenant


def parameters_of(link: PaymentLink, method: str, **told: Any) -> dict[str, Any]:
    provider, name = method.split("/")
    return provider_parameters(choose(link, provider, name, told))


def link_with(*methods: str, **values: Any) -> PaymentLink:
    pairs = [method.split("/") for method in methods]
    entries = [{"provider": provider, "method": method} for provider, method in pairs]
    return make_link(payment_provider_methods=entries, **values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Tack för din betalning", "Tack för din betalning"),
        ("Café & crème brûlée №5", "Cafe creme brulee No5"),
        ("Pizza 🍕 till <Örebro>", "Pizza till Örebro"),
        ("rad 1\nrad 2\t!", "rad 1 rad 2 !"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("x" * 60, "x" * 50),
        ("🍕", ""),
    ],
)
def test_swish_messages_hold_what_swish_takes(text: str, message: str) -> None:
    assert swish_message(text) == message


@given(st.text())
def test_any_text_becomes_a_swish_message(text: str) -> None:
    message = swish_message(text)

    assert len(message) <= 50
    assert not NOT_FOR_SWISH.search(message)
    assert message == message.strip()


@pytest.mark.django_db
class TestProviderParameters:
    def test_swish_carries_the_tenants_message(self) -> None:
        link = make_link()

        assert parameters_of(link, "swish/m_commerce") == {"message": "Tack"}

    def test_swish_without_a_message_names_the_merchant(self) -> None:
        link = link_with("swish/m_commerce")

        assert parameters_of(link, "swish/m_commerce") == {"message": "Pizzeria Vesuvio AB"}

    def test_swish_to_a_number_takes_the_payers_or_the_customers(self) -> None:
        link = link_with("swish/e_commerce")

        told = parameters_of(link, "swish/e_commerce", phone_number="073-912 34 56")
        known = parameters_of(link, "swish/e_commerce")

        assert (told["phone_number"], known["phone_number"]) == ("+46739123456", "+46701740615")

    def test_null_is_as_good_as_nothing(self) -> None:
        link = make_link()

        told = parameters_of(link, "swish/m_commerce", swish_message=None)

        assert told == {"message": "Tack"}

    def test_swish_without_any_number_is_refused(self) -> None:
        link = link_with("swish/e_commerce", customer={"phone": "växeln"})

        with pytest.raises(InvalidInputError) as refusal:
            parameters_of(link, "swish/e_commerce")

        assert refusal.value.errors[0].property == "parameters.phone_number"

    def test_cards_return_to_our_own_page(self) -> None:
        link = make_link()
        address = f"{settings.PUBLIC_URL}/pay/{link.checkout_token}/return"

        told = parameters_of(link, "payment_iq/card")

        assert told == {"success_url": address, "error_url": address, "locale": "sv-SE"}

    @pytest.mark.parametrize("number", ["19850101-2384", "850101-2384", "198501012384"])
    def test_billmate_takes_a_national_id(self, number: str) -> None:
        link = link_with("billmate/invoice")

        told = parameters_of(link, "billmate/invoice", national_id_number=number)

        assert told["national_id_number"] == number

    @pytest.mark.parametrize("number", ["", "1985", "ABCDEF-1234", None])
    def test_billmate_without_a_national_id_is_refused(self, number: Any) -> None:
        link = link_with("billmate/invoice")

        with pytest.raises(InvalidInputError) as refusal:
            parameters_of(link, "billmate/invoice", national_id_number=number)

        assert refusal.value.errors[0].property == "parameters.national_id_number"

    def test_dummy_completes_unless_told_otherwise(self) -> None:
        link = make_link()

        assert parameters_of(link, "dummy/dummy") == {"desired_payment_status": "COMPLETED"}
        with pytest.raises(InvalidInputError):
            parameters_of(link, "dummy/dummy", desired_payment_status="RICH")


@pytest.mark.django_db
class TestChoice:
    def test_retired_card_provider_becomes_the_tenants(self) -> None:
        link = link_with("verifone/card")

        choice = choose(link, "verifone", "card", {})

        assert (choice.provider, choice.method) == ("payment_iq", "card")

    @pytest.mark.parametrize(
        ("method", "property_name"),
        [("billmate/invoice", "provider"), ("swish/e_commerce", "method")],
    )
    def test_methods_the_link_lacks_are_refused(self, method: str, property_name: str) -> None:
        provider, name = method.split("/")

        with pytest.raises(InvalidInputError) as refusal:
            choose(make_link(), provider, name, {})

        assert refusal.value.errors[0].property == property_name

    def test_dummy_is_for_sandbox_tenants_only(self) -> None:
        merchant = make_merchant(make_tenant(mode=Tenant.Mode.LIVE))
        link = make_link(merchant)

        assert offered_methods(link) == [SWISH, CARD]
        assert offered_methods(make_link()) == [SWISH, CARD, DUMMY]


@pytest.mark.parametrize(
    ("response", "address"),
    [
        ({"pay_url": "https://pay.example/1"}, "https://pay.example/1"),
        ({"pay_url": "javascript:alert(1)"}, ""),
        ({"pay_url": 7}, ""),
        ({"redirect_url": "https://pay.example/1"}, ""),
        ({}, ""),
    ],
)
def test_only_web_pages_are_provider_pages(response: dict[str, Any], address: str) -> None:
    payment = Payment(provider="payment_iq", method="card", provider_method_response=response)

    assert provider_page_address(payment) == address
    assert can_be_resumed(payment) == bool(address)


def test_api_checkout_and_payments_know_the_same_methods() -> None:
    accepted = {(provider, method) for provider, names in METHODS.items() for method in names}

    assert accepted == set(PROVIDER_METHODS)
    assert {f"{provider}/{method}" for provider, method in accepted} == set(OPTIONS)
