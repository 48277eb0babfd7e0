"""Cancel, distribute and pay a link: the state machine of API contract §3 over HTTP."""

from typing import Any

import pytest

from payment_links.models import Distribution, Payment, PaymentLink
from tests.builders import make_demo_merchant, make_link, make_payment
from tests.doors import Sandbox
from tests.payment_links.api.calls import LINKS, Api

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


def _link(**values: Any) -> tuple[Api, PaymentLink]:
    link = make_link(make_demo_merchant(), **values)
    return Api(link.tenant_id), link


def _refusal(response: Any) -> tuple[int, str, str]:
    body = response.json()
    return response.status_code, body["error"], body["property"]


@pytest.mark.parametrize("body", [None, {}, {"reason": "unknown keys are ignored"}])
def test_cancel_answers_204_without_a_body(body: Any) -> None:
    api, link = _link()

    response = api.put(f"{LINKS}/{link.pk}/cancel", body)

    link.refresh_from_db()
    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Type" not in response.headers
    assert link.status == "CANCELLED"


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_cancel_is_for_open_links(status: str) -> None:
    api, link = _link(status=status)

    response = api.put(f"{LINKS}/{link.pk}/cancel")

    assert _refusal(response)[:2] == (403, "payment_link_not_open")
    assert PaymentLink.objects.get().status == status


@pytest.mark.parametrize(
    ("body", "code"), [("null", "null_value"), ("[]", "invalid_type"), ("{", "malformed_json")]
)
def test_cancel_refuses_what_is_no_object(body: str, code: str) -> None:
    api, link = _link()

    response = api.put(f"{LINKS}/{link.pk}/cancel", body)

    assert _refusal(response) == (422, code, "")
    assert PaymentLink.objects.get().status == "CREATED"


def test_cancel_with_a_payment_that_cannot_be_stopped(sandbox: Sandbox) -> None:
    api, link = _link()
    make_payment(link)

    response = api.put(f"{LINKS}/{link.pk}/cancel")

    assert _refusal(response)[:2] == (403, "payment_in_progress")
    assert PaymentLink.objects.get().status == "CREATED"


@pytest.mark.parametrize(
    ("methods", "recipients"),
    [
        (["sms"], {("SMS", "+46701740615")}),
        (["email"], {("EMAIL", "bertil@example.com")}),
        (["sms", "email"], {("SMS", "+46701740615"), ("EMAIL", "bertil@example.com")}),
        (["sms", "sms"], {("SMS", "+46701740615")}),
    ],
)
def test_distribute_asks_for_messages(methods: list[str], recipients: set[Any]) -> None:
    api, link = _link()

    response = api.put(f"{LINKS}/{link.pk}/distribute", {"methods": methods})

    asked_for = list(Distribution.objects.values_list("channel", "recipient"))
    assert (response.status_code, response.content) == (204, b"")
    assert (set(asked_for), len(asked_for)) == (recipients, len(recipients))


def test_distribute_to_another_recipient() -> None:
    api, link = _link()
    body = {"methods": ["sms", "email"], "customer_phone": "0701231212", "customer_email": "a@b.se"}

    api.put(f"{LINKS}/{link.pk}/distribute", body)

    recipients = Distribution.objects.values_list("recipient", flat=True)
    assert set(recipients) == {"+46701231212", "a@b.se"}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ("{}", (422, "missing_property", "methods")),
        ("null", (422, "null_value", "")),
        ("[]", (422, "invalid_type", "")),
        ({"methods": None}, (422, "null_value", "methods")),
        ({"methods": []}, (422, "invalid_value", "methods")),
        ({"methods": "sms"}, (422, "invalid_type", "methods")),
        ({"methods": ["sms", "fax"]}, (422, "invalid_value", "methods.1")),
        ({"methods": ["SMS"]}, (422, "invalid_value", "methods.0")),
        ({"methods": [5]}, (422, "invalid_type", "methods.0")),
        (
            {"methods": ["sms"], "customer_phone": "12"},
            (422, "invalid_value", "customer_phone"),
        ),
        (
            {"methods": ["email"], "customer_email": "nobody"},
            (422, "invalid_value", "customer_email"),
        ),
        (
            {"methods": ["email"], "customer_email": "a@b.se\r\nBcc: x@y.se"},
            (422, "invalid_characters", "customer_email"),
        ),
        (
            {"methods": ["sms"], "customer_phone": 701740615},
            (422, "invalid_type", "customer_phone"),
        ),
    ],
)
def test_distribute_refuses_bad_bodies(body: Any, refusal: tuple[int, str, str]) -> None:
    api, link = _link()

    response = api.put(f"{LINKS}/{link.pk}/distribute", body)

    assert _refusal(response) == refusal
    assert Distribution.objects.count() == 0


@pytest.mark.parametrize("status", ["EXPIRED", "CANCELLED"])
def test_distribute_is_not_for_closed_links(status: str) -> None:
    api, link = _link(status=status)

    bad = api.put(f"{LINKS}/{link.pk}/distribute", {})
    good = api.put(f"{LINKS}/{link.pk}/distribute", {"methods": ["sms"]})

    # What is wrong with the body is told before what is wrong with the link.
    assert (bad.status_code, _refusal(good)[:2]) == (422, (403, "payment_link_not_open"))
    assert Distribution.objects.count() == 0


def test_paid_link_may_be_sent_again() -> None:
    api, link = _link(status="COMPLETED")

    assert api.put(f"{LINKS}/{link.pk}/distribute", {"methods": ["sms"]}).status_code == 204


def test_payment_is_started(sandbox: Sandbox) -> None:
    api, link = _link()

    response = api.post(f"{LINKS}/{link.pk}/payments", {"provider": "swish", "method": "mobile"})

    payment = Payment.objects.get()
    assert response.status_code == 200
    assert response.json()["payment_id"] == str(payment.payment_id)
    assert response.json()["provider_method_response"]["url"].startswith("swish://")
    assert api.get(f"{LINKS}/{link.pk}").json()["payment_id"] == str(payment.payment_id)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ("{}", (422, "missing_property", "provider")),
        ("null", (422, "null_value", "")),
        ({"provider": "swish"}, (422, "missing_property", "method")),
        ({"provider": "swish", "method": None}, (422, "null_value", "method")),
        (
            {"provider": "swish", "method": "m_commerce", "parameters": []},
            (422, "invalid_type", "parameters"),
        ),
        (
            {"provider": "swish", "method": "m_commerce", "parameters": {"a": {"py/id": 1}}},
            (422, "invalid_value", "parameters.a.py/id"),
        ),
    ],
)
def test_payment_refuses_bad_bodies(body: Any, refusal: tuple[int, str, str]) -> None:
    api, link = _link()

    response = api.post(f"{LINKS}/{link.pk}/payments", body)

    assert _refusal(response) == refusal
    assert Payment.objects.count() == 0


def test_payment_by_a_method_that_the_link_does_not_offer() -> None:
    api, link = _link()

    response = api.post(
        f"{LINKS}/{link.pk}/payments", {"provider": "billmate", "method": "invoice"}
    )

    assert _refusal(response)[:2] == (422, "invalid_value")
    assert Payment.objects.count() == 0


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_payment_is_for_open_links(status: str) -> None:
    api, link = _link(status=status)

    response = api.post(
        f"{LINKS}/{link.pk}/payments", {"provider": "swish", "method": "m_commerce"}
    )

    assert _refusal(response)[:2] == (403, "payment_link_not_open")
    assert Payment.objects.count() == 0


def test_payment_while_the_payments_service_is_down(sandbox: Sandbox) -> None:
    api, link = _link()
    sandbox.fault("payments", "status_500")

    response = api.post(
        f"{LINKS}/{link.pk}/payments", {"provider": "swish", "method": "m_commerce"}
    )

    assert _refusal(response)[:2] == (502, "payments_service_unavailable")
