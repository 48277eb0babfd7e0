"""Deposits: references, and money that arrives in one or in several payments."""

from typing import Any

import pytest

from payment_links.sandbox.deposits import is_reference, make_reference
from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import PaymentsApi

pytestmark = pytest.mark.django_db(databases=["sandbox"])


def deposit(door: Sandbox, **overrides: Any) -> int:
    event = {"amount": 14000, "currency": "SEK", "reference_type": "OCR", **overrides}
    return door.post("/mimic/api/deposit_payment", json=event).status_code


def start_deposit(api: PaymentsApi, **parameters: Any) -> tuple[str, str]:
    answer = api.initiate("ping/deposit", {"reference_type": "OCR", **parameters}).json()
    return answer["id"], answer["provider_method_response"]["reference"]


def test_made_references_have_length_and_check_digit() -> None:
    references = [make_reference() for _ in range(50)]

    assert all(len(reference) == 9 and reference[-2] == "9" for reference in references)
    assert all(is_reference(reference, "OCR") for reference in references)


@pytest.mark.parametrize(
    ("reference", "reference_type", "expected"),
    [
        ("1234567897", "OCR", True),
        ("1234567890", "OCR", False),
        ("1234567897", "KID", True),
        ("76543216", "KID", True),
        ("76543216", "OCR", False),
        ("100008-", "KID", True),
        ("", "OCR", False),
        ("12a", "KID", False),
    ],
)
def test_check_digits(reference: str, reference_type: str, expected: bool) -> None:
    assert is_reference(reference, reference_type) is expected


def test_sum_of_the_deposits_decides(api: PaymentsApi, sandbox: Sandbox) -> None:
    payment_id, reference = start_deposit(api)

    for amount in (4000, 10000, 1):
        assert deposit(sandbox, reference=reference, amount=amount) == 204

    assert api.history(payment_id) == [
        "INITIATED",
        "PENDING",
        "UNDERFUNDED",
        "COMPLETED",
        "OVERFUNDED",
    ]


def test_given_reference_is_kept(api: PaymentsApi, sandbox: Sandbox) -> None:
    payment_id, reference = start_deposit(api, reference="1234567897")

    assert reference == "1234567897"
    assert deposit(sandbox, reference=reference) == 204
    assert api.payment(payment_id)["status"] == "COMPLETED"


def test_full_deposit_may_wait_for_reconciliation(api: PaymentsApi, sandbox: Sandbox) -> None:
    payment_id, reference = start_deposit(api, complete_when_funded=False)
    deposit(sandbox, reference=reference)

    answer = api.call("PUT", f"{api.payment_path(payment_id)}/funding/reconcile", json={})

    assert answer.status_code == 204
    assert api.history(payment_id)[2:] == ["FUNDED", "COMPLETED"]


def test_only_received_money_is_reconciled(api: PaymentsApi) -> None:
    payment_id, _ = start_deposit(api)

    answer = api.call("PUT", f"{api.payment_path(payment_id)}/funding/reconcile")

    assert (answer.status_code, api.payment(payment_id)["status"]) == (403, "PENDING")


@pytest.mark.parametrize(
    ("overrides", "status"),
    [
        ({"reference": ""}, 422),
        ({"reference": None}, 422),
        ({"reference": "18"}, 404),
        ({"reference_type": "KID"}, 404),
        ({"currency": "NOK"}, 422),
        ({"amount": 0}, 422),
        ({"amount": 1.5}, 422),
    ],
)
def test_bad_bank_events_are_refused(
    api: PaymentsApi, sandbox: Sandbox, overrides: dict[str, Any], status: int
) -> None:
    payment_id, reference = start_deposit(api)

    assert deposit(sandbox, **{"reference": reference, **overrides}) == status
    assert api.payment(payment_id)["status"] == "PENDING"


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"reference": "1234567890"}, "reference"),
        ({"reference": 7}, "reference"),
        ({"desired_date_of_payment": "2026-02-30"}, "desired_date_of_payment"),
        ({"reference_type": "SCOR"}, "reference_type"),
    ],
)
def test_bad_deposits_are_refused(api: PaymentsApi, parameters: dict[str, Any], field: str) -> None:
    answer = api.initiate("ping/deposit", {"reference_type": "OCR", **parameters})

    assert answer.status_code == 422
    assert answer.json()["property"] == f"provider_method_parameters.{field}"


def test_deposit_by_hand_on_the_page(api: PaymentsApi, sandbox: Sandbox) -> None:
    payment_id, _ = start_deposit(api)

    sandbox.post(f"/provider/{payment_id}", data={"decision": "deposit", "amount": "14000"})

    assert api.payment(payment_id)["status"] == "COMPLETED"
