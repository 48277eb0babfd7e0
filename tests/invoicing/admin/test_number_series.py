"""Numbering rules and agreements about references: who sets them, and what is refused."""

from typing import Any

import pytest
from django.test import Client

from invoicing.models import NumberingRule, PayeeAccount
from payment_links.models import Merchant
from tests.back_office import member, page, superuser
from tests.builders import make_merchant

pytestmark = pytest.mark.django_db


def add_rule(browser: Client, merchant: Merchant, **values: Any) -> Any:
    rule = {"merchant": str(merchant.pk), "kind": "INVOICE", "prefix": "A", "first_number": 500}
    return browser.post(page(NumberingRule, "add"), {**rule, **values})


def add_account(browser: Client, **values: Any) -> Any:
    agreed = {"account": "BG:9912346", "control_level": "HARD", "kid_algorithm": "MOD10"}
    return browser.post(page(PayeeAccount, "add"), {**agreed, **values})


def errors(answer: Any) -> list[str]:
    return list(answer.context["adminform"].form.errors)


def test_superusers_set_prefix_and_first_number() -> None:
    merchant = make_merchant()

    assert add_rule(superuser(), merchant).status_code == 302

    rule = NumberingRule.objects.get()
    assert (rule.merchant, rule.kind, rule.prefix, rule.first_number) == (
        merchant,
        "INVOICE",
        "A",
        500,
    )


def test_members_only_read_the_rules_of_their_merchant() -> None:
    merchant = make_merchant()

    assert add_rule(member(merchant, "OWNER"), merchant).status_code == 403
    assert not NumberingRule.objects.exists()


@pytest.mark.parametrize("prefix", ["K", "KR"])
def test_a_prefix_of_another_kind_of_document_is_refused(prefix: str) -> None:
    assert errors(add_rule(superuser(), make_merchant(), prefix=prefix)) == ["prefix"]
    assert not NumberingRule.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("prefix", "a/b"), ("prefix", "SJUTTON"), ("first_number", "0"), ("kind", "E_INVOICE")],
)
def test_what_cannot_be_a_series_is_refused(field: str, value: str) -> None:
    assert errors(add_rule(superuser(), make_merchant(), **{field: value})) == [field]


def test_a_fixed_length_is_agreed_with_its_length() -> None:
    browser, fixed = superuser(), {"control_level": "HARD_FIXED_LENGTH"}

    assert "ocr_length" in errors(add_account(browser, **fixed))
    assert add_account(browser, **fixed, ocr_length=12).status_code == 302

    assert PayeeAccount.objects.get().ocr_length == 12


@pytest.mark.parametrize("length", ["9", "26", "-1"])
def test_lengths_that_leave_no_room_are_refused(length: str) -> None:
    answer = add_account(superuser(), control_level="HARD_FIXED_LENGTH", ocr_length=length)

    assert "ocr_length" in errors(answer)
    assert not PayeeAccount.objects.exists()


@pytest.mark.parametrize("account", ["9912346", "BG:991-2346", "KID:", "M:1"])
def test_an_account_is_named_as_invoices_name_it(account: str) -> None:
    assert errors(add_account(superuser(), account=account)) == ["account"]
