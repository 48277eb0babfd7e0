"""Values that no page of the back office sends: strangers and programs do, and get an answer."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from payment_links.models import ApiSecret, Invitation, LinkBatch, Merchant, PaymentLink, StaffMail
from tests.back_office import confirmed, member, page, superuser
from tests.builders import make_merchant
from tests.payment_links.batches.files import checked, office

pytestmark = pytest.mark.django_db

MANY_DIGITS = "9" * 5000
NO_KEY = {"id": "é", "rawId": "é", "type": "public-key", "response": []}
NO_DATA = {"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "YQ"}}
ANSWERS = [
    *("", "{}", "[]", "7", "null", "{", '{"id": 1}', MANY_DIGITS, "[" * 100_000),
    *(json.dumps(NO_KEY), json.dumps(NO_DATA)),
]


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.mark.parametrize("key", ["x", "\x00", MANY_DIGITS, ""], ids=["x", "nul", "digits", "none"])
@pytest.mark.parametrize("action", ["export", "cancel"])
def test_rows_that_cannot_be_are_not_found(merchant: Merchant, action: str, key: str) -> None:
    chosen = {"action": action, "_selected_action": key, "index": "0"}

    answer = member(merchant).post(page(PaymentLink, "changelist"), chosen)

    assert answer.status_code == 404


def test_a_search_for_thousands_of_digits_finds_nothing(merchant: Merchant) -> None:
    answer = member(merchant).get(page(PaymentLink, "changelist"), {"q": MANY_DIGITS})

    assert (answer.status_code, answer.context["cl"].result_count) == (200, 0)


def test_a_choice_for_nul_finds_nothing() -> None:
    asked = {"app_label": "payment_links", "model_name": "membership", "field_name": "merchant"}

    answer = superuser().get(reverse("admin:autocomplete"), {**asked, "term": "\x00"})

    assert answer.json()["results"] == []


@pytest.mark.parametrize("view", ["rotate", "revoke"])
def test_a_secret_of_thousands_of_digits_is_not_found(merchant: Merchant, view: str) -> None:
    owner = member(merchant, "OWNER")

    assert owner.get(page(ApiSecret, view, MANY_DIGITS)).status_code == 404


def test_a_batch_of_thousands_of_digits_is_not_started() -> None:
    merchant = office()
    batch = checked(merchant, {})
    address = reverse("admin:payment_links_linkbatch_act", args=[batch.pk, "start"])

    answer = member(merchant).post(address, {"links": MANY_DIGITS, "sending": "none"})

    assert answer.status_code == 302
    assert LinkBatch.objects.get().state == "CHECKED"


def test_an_address_longer_than_its_column_is_not_invited(merchant: Merchant) -> None:
    email = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.com"
    form = {"email": email, "role": "STAFF", "merchants": str(merchant.pk), "language": "sv"}

    answer = member(merchant, "OWNER").post(page(Invitation, "invite"), form)

    assert list(answer.context["form"].errors) == ["email"]
    assert not StaffMail.objects.exists()


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_what_is_no_answer_of_a_passkey_opens_nothing(answer: str) -> None:
    client = Client()
    client.get(reverse("mfa_login_webauthn"))

    client.post(reverse("mfa_login_webauthn"), {"credential": answer})

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_what_is_no_new_passkey_is_shown_again(merchant: Merchant, answer: str) -> None:
    client = confirmed(member(merchant))
    client.get(reverse("mfa_add_webauthn"))

    shown = client.post(reverse("mfa_add_webauthn"), {"credential": answer, "name": "Min"})

    assert shown.status_code == 200
    assert shown.context["form"].errors
