"""What was entered as a test: shown while the tenant is a sandbox, gone once it is live."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from invoicing.bookkeeping.activity import months, news
from invoicing.bookkeeping.open_items import open_items
from invoicing.bookkeeping.report import vat_report
from invoicing.bookkeeping.vouchers import vouchers
from invoicing.models import BookEntry
from invoicing.periods import month_of
from payment_links.models import Merchant, Tenant
from tests.builders import NOON, TODAY, make_link, make_user
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db

NOVEMBER = month_of(TODAY)


def counts(merchant: Merchant) -> list[int]:
    """How many sales each reader of the books finds."""
    return [
        vat_report([merchant], NOVEMBER).documents_count,
        len(list(vouchers(merchant, NOVEMBER))),
        open_items([merchant], TODAY).items_count,
        sum(sums.sales_count for sums in months(merchant, TODAY, count=1)[0].sums),
        sum(found.sums.sales_count for found in news([merchant], NOON - timedelta(1), count=9)),
    ]


@pytest.fixture
def tested() -> Merchant:
    """A merchant with a sale that was a test, and two that were none."""
    merchant = make_invoice().merchant
    for mode in ("LIVE", "SANDBOX"):
        Tenant.objects.update(mode=mode)
        merchant.tenant.refresh_from_db()
        if mode == "LIVE":
            make_invoice(make_link(merchant))
            make_invoice(make_link(merchant))
    return merchant


def test_the_books_of_a_sandbox_hold_what_was_a_test(tested: Merchant) -> None:
    assert counts(tested) == [1] * 5


def test_the_books_of_a_live_tenant_do_not(tested: Merchant) -> None:
    Tenant.objects.update(mode="LIVE")

    assert counts(tested) == [2] * 5


def test_nor_does_the_list_of_entries(tested: Merchant, client: Client) -> None:
    Tenant.objects.update(mode="LIVE")
    client.force_login(make_user(is_superuser=True))

    page = client.get(reverse("admin:invoicing_bookentry_changelist"))

    assert [entry.is_test for entry in page.context["cl"].result_list] == [False, False]
    assert BookEntry.objects.count() == 3
