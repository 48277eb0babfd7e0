"""The click on the pay button, the provider's page, the way back: through HTTP and the sandbox."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from payment_links.models import Payment, PaymentLink
from tests.builders import NOON, make_demo_merchant, make_link
from tests.doors import Sandbox
from tests.payers import BROWSER, decide, outside

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
METHODS = [
    {"provider": provider, "method": method}
    for provider, method in (
        ("swish", "m_commerce"),
        ("verifone", "card"),
        ("swish", "e_commerce"),
        ("quickpay", "vipps"),
        ("billmate", "invoice"),
        ("open_payments", "pis"),
        ("dummy", "dummy"),
    )
]


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def link(sandbox: Sandbox) -> PaymentLink:
    return make_link(make_demo_merchant(), payment_provider_methods=METHODS)


def click(link: PaymentLink, method: str, **told: str) -> HttpResponse:
    form = {"payment_method": method, **told}
    return Client().post(f"/pay/{link.checkout_token}/pay", form)  # type: ignore[return-value]


def come_back(link: PaymentLink, query: str = "", **headers: str) -> str:
    """Where the return page leads."""
    answer = Client(headers=BROWSER | headers).get(f"/pay/{link.checkout_token}/return{query}")
    return str(answer.headers["Location"])


def state_of(link: PaymentLink) -> str:
    return str(Client().get(f"/pay/{link.checkout_token}/status").json()["state"])


@pytest.mark.parametrize(
    "method", ["verifone/card", "quickpay/vipps", "open_payments/pis", "billmate/invoice"]
)
def test_a_click_leads_to_the_providers_page(
    sandbox: Sandbox, link: PaymentLink, method: str
) -> None:
    answer = click(link, method, national_id_number="19850101-2384")

    payment = link.payments.get()
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/provider/{payment.payment_id}")


@pytest.mark.parametrize("method", ["swish/m_commerce", "swish/e_commerce"])
def test_swish_waits_on_our_page(sandbox: Sandbox, link: PaymentLink, method: str) -> None:
    answer = click(link, method)

    assert answer.headers["Location"] == f"/pay/{link.checkout_token}/return"
    assert come_back(link) == f"/pay/{link.checkout_token}"
    assert state_of(link) == "waiting"


def test_a_card_payment_from_click_to_receipt(sandbox: Sandbox, link: PaymentLink) -> None:
    click(link, "verifone/card")
    payment = link.payments.get()
    paid = sandbox.post(
        f"/provider/{payment.payment_id}",
        data={"decision": "card", "card_number": "4242 4242 4242 4242"},
    )
    assert paid.headers["Location"].endswith(f"/pay/{link.checkout_token}/return")

    come_back(link)

    link.refresh_from_db()
    assert (link.status, state_of(link)) == ("COMPLETED", "paid")
    assert outside(sandbox) == ["INITIATED", "PENDING", "COMPLETED"]


def test_declined_then_paid_with_another_method(sandbox: Sandbox, link: PaymentLink) -> None:
    click(link, "verifone/card")
    decide(sandbox, link.payments.get(), "decline")
    come_back(link)
    assert state_of(link) == "failed"

    click(link, "dummy/dummy", desired_payment_status="COMPLETED")
    come_back(link)

    assert state_of(link) == "paid"


def test_two_clicks_make_one_attempt(sandbox: Sandbox, link: PaymentLink) -> None:
    first, second = (click(link, "verifone/card") for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert outside(sandbox) == ["INITIATED", "PENDING"]


def test_the_payer_may_start_again(sandbox: Sandbox, link: PaymentLink) -> None:
    click(link, "swish/e_commerce", phone_number="070-174 06 15")
    first = link.payments.get()

    for _ in range(2):
        click(link, "swish/e_commerce", phone_number="073-912 34 56", replaces=str(first.pk))

    statuses = link.payments.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["STOPPED", "INITIATED"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"payment_method": ""}, "Välj hur du vill betala."),
        ({"payment_method": "paypal/paypal"}, "Välj hur du vill betala."),
        (
            {"payment_method": "swish/e_commerce", "phone_number": "12"},
            "Ange ett mobilnummer, till exempel 070-123 45 67.",
        ),
        (
            {"payment_method": "billmate/invoice", "national_id_number": "<b>"},
            "Ange ditt personnummer som ÅÅÅÅMMDD-XXXX.",
        ),
        (
            {"payment_method": "dummy/dummy", "desired_payment_status": "X"},
            "Välj hur testet slutar.",
        ),
    ],
)
def test_what_is_missing_is_asked_for_again(
    sandbox: Sandbox, link: PaymentLink, form: dict[str, str], text: str
) -> None:
    answer = Client().post(f"/pay/{link.checkout_token}/pay", form)

    page = answer.content.decode()
    assert (answer.status_code, link.payments.count()) == (422, 0)
    assert text in page
    assert all(value not in page or "<" not in value for value in form.values())


def test_the_pay_button_needs_its_page(sandbox: Sandbox, link: PaymentLink) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "sv"})
    address = f"/pay/{link.checkout_token}"

    answer = client.post(f"{address}/pay", {"payment_method": "verifone/card"})

    page = answer.content.decode()
    assert (answer.status_code, link.payments.count()) == (403, 0)
    assert "Sidan behöver öppnas på nytt" in page
    assert f'href="{address}"' in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_query_is_believed(sandbox: Sandbox, link: PaymentLink) -> None:
    PaymentLink.objects.filter(pk=link.pk).update(checkout_success_url="https://shop.example/ok")
    click(link, "verifone/card")

    location = come_back(link, "?status=COMPLETED&success=true")

    assert location == f"/pay/{link.checkout_token}"
    assert state_of(link) == "waiting"


def test_the_tenants_own_pages_come_last(sandbox: Sandbox, link: PaymentLink) -> None:
    PaymentLink.objects.filter(pk=link.pk).update(
        checkout_success_url="https://shop.example/ok",
        checkout_cancel_url="https://shop.example/cancelled",
    )
    click(link, "verifone/card")
    decide(sandbox, link.payments.get(), "abort")
    after_abort = come_back(link)
    click(link, "dummy/dummy")

    assert after_abort == "https://shop.example/cancelled"
    assert come_back(link) == "https://shop.example/ok"


@pytest.mark.parametrize("headers", [{"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch"}])
def test_a_prefetch_of_the_return_page_asks_nobody(
    sandbox: Sandbox, link: PaymentLink, headers: dict[str, str]
) -> None:
    click(link, "verifone/card")
    decide(sandbox, link.payments.get(), "approve")

    come_back(link, **headers)

    assert link.payments.get().status == "INITIATED"


def test_a_time_out_shows_that_we_are_checking(sandbox: Sandbox, link: PaymentLink) -> None:
    sandbox.fault("payments", "cut_connection")

    answer = click(link, "verifone/card")
    again = click(link, "verifone/card")

    assert answer.headers["Location"] == f"/pay/{link.checkout_token}"
    assert again.headers["Location"] == f"/pay/{link.checkout_token}"
    assert (state_of(link), link.payments.count()) == ("checking", 1)


def test_the_return_page_works_while_the_service_is_down(
    sandbox: Sandbox, link: PaymentLink
) -> None:
    click(link, "verifone/card")
    sandbox.fault("payments", "status_500")

    assert come_back(link) == f"/pay/{link.checkout_token}"
    assert state_of(link) == "waiting"


def test_a_link_that_expires_while_it_is_open_takes_no_payment(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant(), expires_at=NOON + timedelta(minutes=1))
    opened = state_of(link)

    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        answer = click(link, "payment_iq/card")
        later = state_of(link)

    assert answer.headers["Location"] == f"/pay/{link.checkout_token}"
    assert (opened, later, outside(sandbox)) == ("open", "expired", [])


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_closed_links_lead_to_their_page(sandbox: Sandbox, status: str) -> None:
    link = make_link(make_demo_merchant(), status=status)

    answer = click(link, "payment_iq/card")

    assert answer.headers["Location"] == f"/pay/{link.checkout_token}"
    assert (Payment.objects.count(), outside(sandbox)) == (0, [])


def test_our_own_script_may_have_the_service_asked_and_a_scanner_may_not(
    sandbox: Sandbox, link: PaymentLink
) -> None:
    click(link, "verifone/card")
    decide(sandbox, link.payments.get(), "approve")

    come_back(link, **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) SafeLinks"})
    before = state_of(link)
    come_back(link, **{"Accept": "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"})

    assert (before, state_of(link)) == ("waiting", "paid")
