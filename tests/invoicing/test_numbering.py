"""Numbers of documents: one series per merchant, kind and year, and bases of references."""

from datetime import date

import pytest
from django.db import transaction

from invoicing.models import NumberingRule, NumberSeries
from invoicing.numbering import (
    NotInTransactionError,
    next_number,
    next_reference_base,
    prefixes_of,
)
from payment_links.models import Merchant, Tenant
from tests.builders import make_merchant, make_tenant

pytestmark = pytest.mark.django_db
DAY, NEXT_YEAR = date(2026, 11, 22), date(2027, 1, 1)


def make_live_merchant() -> Merchant:
    return make_merchant(make_tenant(mode=Tenant.Mode.LIVE))


def test_numbers_run_on_without_a_gap() -> None:
    merchant = make_live_merchant()

    taken = [next_number(merchant, "INVOICE", DAY) for _ in range(3)]

    assert [(number.sequence, number.text) for number in taken] == [
        (1, "20260001"),
        (2, "20260002"),
        (3, "20260003"),
    ]


def test_each_kind_year_and_merchant_begins_at_one() -> None:
    merchant, other = make_live_merchant(), make_live_merchant()
    next_number(merchant, "INVOICE", DAY)

    assert next_number(merchant, "RECEIPT", DAY).text == "K20260001"
    assert next_number(merchant, "CREDIT_NOTE", DAY).text == "KR20260001"
    assert next_number(merchant, "INVOICE", NEXT_YEAR).text == "20270001"
    assert next_number(other, "INVOICE", DAY).text == "20260001"


def test_sandbox_tenants_number_in_a_series_of_their_own() -> None:
    merchant = make_merchant()
    next_number(merchant, "INVOICE", DAY)
    merchant.tenant.mode = Tenant.Mode.LIVE

    assert next_number(merchant, "INVOICE", DAY).text == "20260001"
    assert sorted(NumberSeries.objects.values_list("prefix", "next_number")) == [
        ("", 2),
        ("TEST-", 2),
    ]


def test_a_rollback_gives_the_number_back() -> None:
    merchant = make_live_merchant()

    with transaction.atomic():
        next_number(merchant, "INVOICE", DAY)
        next_reference_base("BG:9912346")
        transaction.set_rollback(True)

    assert next_number(merchant, "INVOICE", DAY).sequence == 1
    assert next_reference_base("BG:9912346") == "1000001"


def test_more_than_9999_documents_get_a_longer_number() -> None:
    merchant = make_live_merchant()
    next_number(merchant, "INVOICE", DAY)
    NumberSeries.objects.update(next_number=10_000)

    assert next_number(merchant, "INVOICE", DAY).text == "202610000"


def test_bases_of_references_run_per_account() -> None:
    bases = [next_reference_base(account) for account in ("BG:9912346", "BG:9912346", "M:1")]

    assert bases == ["1000001", "1000002", "1000001"]


@pytest.mark.django_db(transaction=True)
def test_numbers_are_refused_outside_a_transaction() -> None:
    merchant = make_live_merchant()

    with pytest.raises(NotInTransactionError):
        next_number(merchant, "INVOICE", DAY)
    with pytest.raises(NotInTransactionError):
        next_reference_base("BG:9912346")
    assert not NumberSeries.objects.exists()


def test_a_rule_sets_prefix_and_first_number_of_the_next_series() -> None:
    merchant = make_live_merchant()
    rule = NumberingRule.objects.create(
        merchant=merchant, kind="INVOICE", prefix="A", first_number=500
    )

    numbers = [next_number(merchant, "INVOICE", day) for day in (DAY, DAY, NEXT_YEAR)]

    assert [number.text for number in numbers] == ["A20260500", "A20260501", "A20270001"]
    rule.refresh_from_db()
    assert rule.first_number == 1


def test_a_rule_of_another_kind_changes_nothing() -> None:
    merchant = make_live_merchant()
    NumberingRule.objects.create(merchant=merchant, kind="RECEIPT", prefix="Q", first_number=7)

    assert next_number(merchant, "INVOICE", DAY).text == "20260001"
    assert prefixes_of(merchant) == {"INVOICE": "", "RECEIPT": "Q", "CREDIT_NOTE": "KR"}


def test_a_series_runs_through_a_fiscal_year_that_is_not_the_calendars() -> None:
    merchant = make_merchant(make_tenant(mode=Tenant.Mode.LIVE), fiscal_year_start_month=5)

    numbers = [
        next_number(merchant, "INVOICE", day)
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2027, 4, 30), date(2027, 5, 1))
    ]

    assert [number.text for number in numbers] == ["20250001", "20260001", "20260002", "20270001"]
