"""The data set for measuring: believable, the same every time, made once and added to."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Model
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings
from stdnum import luhn

from payment_links.demo.load.platforms import BIG_MERCHANT_ID, SMALL_MERCHANTS
from payment_links.models import (
    Customer,
    Distribution,
    Item,
    LinkDocument,
    Merchant,
    Payment,
    PaymentLink,
    TimelineEntry,
)

pytestmark = [
    pytest.mark.django_db,
    # The data is made once for the module, so in one worker.
    pytest.mark.xdist_group("load"),
]
LINKS = 1000


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The command's words; its rows are there for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        output = StringIO()
        call_command("seed_load", links=LINKS, stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)


def counts() -> list[int]:
    models: tuple[type[Model], ...] = (
        *(Merchant, Customer, PaymentLink, Item, Payment),
        *(Distribution, LinkDocument, TimelineEntry),
    )
    return [model._default_manager.count() for model in models]


def test_so_many_links_as_asked_for_are_made(loaded: str) -> None:
    assert loaded.startswith("Filling up to 1000 payment links …\nDone after ")
    assert PaymentLink.objects.count() == LINKS


def test_a_second_run_changes_nothing() -> None:
    before = counts()

    call_command("seed_load", links=LINKS - 1, stdout=StringIO())

    assert counts() == before


def test_half_of_the_links_are_of_one_merchant_and_the_rest_of_fifty() -> None:
    of_big = PaymentLink.objects.filter(merchant=BIG_MERCHANT_ID).count()
    of_small = PaymentLink.objects.exclude(merchant=BIG_MERCHANT_ID)

    assert 0.4 < of_big / LINKS < 0.6
    merchants = of_small.order_by().values("merchant").distinct().count()
    assert 0.9 * SMALL_MERCHANTS < merchants <= SMALL_MERCHANTS


def test_most_links_are_settled_and_nothing_happened_in_the_future() -> None:
    by_status = PaymentLink.objects.order_by().values_list("status").annotate(Count("pk"))
    shares = {status: count / LINKS for status, count in by_status}

    assert 0.78 < shares["COMPLETED"] < 0.9
    assert 0 < shares["CREATED"] < 0.05
    assert not PaymentLink.objects.filter(updated_at__gt=timezone.now()).exists()


def test_amounts_references_and_payments_fit_their_links() -> None:
    links = PaymentLink.objects.prefetch_related("items", "payments", "documents")

    for link in links[:200]:
        paid = [payment for payment in link.payments.all() if payment.status == "COMPLETED"]
        assert sum(item.amount for item in link.items.all()) == link.total_amount
        assert [payment.payment_id for payment in paid] == [link.payment_id][: len(paid)]
        assert (link.status == "COMPLETED") is bool(paid)
        assert link.invoice_created is bool(link.documents.all())
        assert not link.ocr or luhn.is_valid(link.ocr)


def test_payers_have_names_of_many_kinds_and_addresses_of_their_own() -> None:
    surnames, mailboxes, phones = (
        Customer.objects.order_by().values(column).distinct().count()
        for column in ("last_name", "email", "phone")
    )

    assert surnames > 100
    assert mailboxes == phones == Customer.objects.count()


def test_nothing_of_it_waits_for_a_worker() -> None:
    for model in (Distribution, LinkDocument):
        assert not model.objects.due(timezone.now()).exists()
    assert not Payment.objects.filter(next_check_at__isnull=False).exists()


def test_production_refuses(settings: Settings) -> None:
    settings.PRODUCTION = True
    before = counts()

    with pytest.raises(CommandError, match="refused in production"):
        call_command("seed_load", links=2 * LINKS)

    assert counts() == before


@pytest.mark.parametrize("links", [0, -1, 10_000_001])
def test_absurd_numbers_are_refused(links: int) -> None:
    with pytest.raises(CommandError, match="from 1 to 10000000"):
        call_command("seed_load", links=links)
