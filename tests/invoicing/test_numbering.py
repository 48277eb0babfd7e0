"""Numbers of documents: one series per merchant, kind and year, and bases of references."""

import pytest
from django.db import transaction

from invoicing.models import NumberSeries
from invoicing.numbering import NotInTransactionError, next_number, next_reference_base
from payment_links.models import Merchant, Tenant
from tests.builders import make_merchant, make_tenant

pytestmark = pytest.mark.django_db


def make_live_merchant() -> Merchant:
    return make_merchant(make_tenant(mode=Tenant.Mode.LIVE))


def test_numbers_run_on_without_a_gap() -> None:
    merchant = make_live_merchant()

    taken = [next_number(merchant, "INVOICE", 2026) for _ in range(3)]

    assert [(number.sequence, number.text) for number in taken] == [
        (1, "20260001"),
        (2, "20260002"),
        (3, "20260003"),
    ]


def test_each_kind_year_and_merchant_begins_at_one() -> None:
    merchant, other = make_live_merchant(), make_live_merchant()
    next_number(merchant, "INVOICE", 2026)

    assert next_number(merchant, "RECEIPT", 2026).text == "K20260001"
    assert next_number(merchant, "CREDIT_NOTE", 2026).text == "KR20260001"
    assert next_number(merchant, "INVOICE", 2027).text == "20270001"
    assert next_number(other, "INVOICE", 2026).text == "20260001"


def test_sandbox_tenants_number_in_a_series_of_their_own() -> None:
    merchant = make_merchant()
    next_number(merchant, "INVOICE", 2026)
    merchant.tenant.mode = Tenant.Mode.LIVE

    assert next_number(merchant, "INVOICE", 2026).text == "20260001"
    assert sorted(NumberSeries.objects.values_list("prefix", "next_number")) == [
        ("", 2),
        ("TEST-", 2),
    ]


def test_a_rollback_gives_the_number_back() -> None:
    merchant = make_live_merchant()

    with transaction.atomic():
        next_number(merchant, "INVOICE", 2026)
        next_reference_base("BG:9912346")
        transaction.set_rollback(True)

    assert next_number(merchant, "INVOICE", 2026).sequence == 1
    assert next_reference_base("BG:9912346") == "1000001"


def test_more_than_9999_documents_get_a_longer_number() -> None:
    merchant = make_live_merchant()
    next_number(merchant, "INVOICE", 2026)
    NumberSeries.objects.update(next_number=10_000)

    assert next_number(merchant, "INVOICE", 2026).text == "202610000"


def test_bases_of_references_run_per_account() -> None:
    bases = [next_reference_base(account) for account in ("BG:9912346", "BG:9912346", "M:1")]

    assert bases == ["1000001", "1000002", "1000001"]


@pytest.mark.django_db(transaction=True)
def test_numbers_are_refused_outside_a_transaction() -> None:
    merchant = make_live_merchant()

    with pytest.raises(NotInTransactionError):
        next_number(merchant, "INVOICE", 2026)
    with pytest.raises(NotInTransactionError):
        next_reference_base("BG:9912346")
    assert not NumberSeries.objects.exists()
