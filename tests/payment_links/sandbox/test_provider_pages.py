"""What a person decides on the provider's page, and where that leads."""

import pytest

from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import PaymentsApi

pytestmark = pytest.mark.django_db(databases=["sandbox"])
SHOP = {
    "success_url": "https://shop.test/ok",
    "error_url": "https://shop.test/no",
    "cancel_url": "https://shop.test/back",
}


@pytest.fixture
def card(api: PaymentsApi) -> str:
    return api.start("payment_iq/card", SHOP)


@pytest.mark.parametrize(
    ("decision", "status", "address"),
    [
        ("approve", "COMPLETED", "https://shop.test/ok"),
        ("decline", "DECLINED", "https://shop.test/no"),
        ("abort", "ABORTED", "https://shop.test/back"),
        ("crash", "CRASHED", "https://shop.test/no"),
        ("expire", "EXPIRED", "https://shop.test/no"),
    ],
)
def test_decision_changes_the_payment_and_leads_back_to_the_shop(
    api: PaymentsApi, sandbox: Sandbox, card: str, decision: str, status: str, address: str
) -> None:
    answer = sandbox.post(f"/provider/{card}", data={"decision": decision})

    assert (answer.status_code, answer.headers["location"]) == (302, address)
    assert api.payment(card)["status"] == status


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("4242 4242 4242 4242", "COMPLETED"),
        ("4000000000000002", "DECLINED"),
        ("4000-0000-0000-0119", "CRASHED"),
    ],
)
def test_card_number_decides(
    api: PaymentsApi, sandbox: Sandbox, card: str, number: str, status: str
) -> None:
    sandbox.post(f"/provider/{card}", data={"decision": "card", "card_number": number})

    assert api.payment(card)["status"] == status


@pytest.mark.parametrize(
    "form", [{"decision": "card", "card_number": "4242"}, {}, {"decision": "x"}]
)
def test_unclear_decision_changes_nothing(
    api: PaymentsApi, sandbox: Sandbox, card: str, form: dict[str, str]
) -> None:
    answer = sandbox.post(f"/provider/{card}", data=form)

    assert answer.status_code == 422
    assert api.payment(card)["status"] == "PENDING"


def test_opening_the_page_changes_nothing(api: PaymentsApi, sandbox: Sandbox, card: str) -> None:
    answer = sandbox.http.get(f"/provider/{card}")

    assert answer.status_code == 200
    assert "Pizzeria Nygatan AB" in answer.text
    assert api.history(card) == ["INITIATED", "PENDING"]


def test_second_decision_comes_too_late(api: PaymentsApi, sandbox: Sandbox, card: str) -> None:
    sandbox.post(f"/provider/{card}", data={"decision": "decline"})

    answer = sandbox.post(f"/provider/{card}", data={"decision": "approve"})

    assert answer.status_code == 409
    assert api.history(card) == ["INITIATED", "PENDING", "DECLINED"]


def test_late_money_completes_a_stopped_payment(
    api: PaymentsApi, sandbox: Sandbox, card: str
) -> None:
    api.call("PUT", f"{api.payment_path(card)}/stop")

    sandbox.post(f"/provider/{card}", data={"decision": "late_money"})

    assert api.history(card) == ["INITIATED", "PENDING", "STOPPED", "COMPLETED"]


def test_late_money_does_not_complete_a_declined_payment(
    api: PaymentsApi, sandbox: Sandbox, card: str
) -> None:
    sandbox.post(f"/provider/{card}", data={"decision": "decline"})

    answer = sandbox.post(f"/provider/{card}", data={"decision": "late_money"})

    assert (answer.status_code, api.payment(card)["status"]) == (409, "DECLINED")


def test_swish_payer_with_the_magic_phone_declines(api: PaymentsApi, sandbox: Sandbox) -> None:
    payer = {"phone_number": "+46700000001"}
    payment_id = api.start("swish/m_commerce", {"message": "Tack"}, payer=payer)

    answer = sandbox.post(f"/provider/{payment_id}", data={"decision": "approve"})

    assert answer.headers["location"] == f"/provider/{payment_id}"
    assert api.payment(payment_id)["status"] == "DECLINED"


def test_decision_on_the_screen_stays_there(sandbox: Sandbox, card: str) -> None:
    form = {"decision": "approve", "from": "screen"}

    answer = sandbox.post(f"/provider/{card}", data=form)

    assert answer.headers["location"] == "/#payments"


@pytest.mark.parametrize("payment_id", ["0", "b299d88a-1d8a-4d54-8352-aa90479aab46"])
def test_unknown_payment_has_no_page(sandbox: Sandbox, payment_id: str) -> None:
    assert sandbox.http.get(f"/provider/{payment_id}").status_code == 404
