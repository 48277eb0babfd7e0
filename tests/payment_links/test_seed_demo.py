"""The demo's data: complete, believable, the same every time, and made once."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings
from stdnum import luhn
from stdnum.se import orgnr, vat

from config import demo
from invoicing.models import Invoice, Receipt
from payment_links import clock
from payment_links.demo import accounts
from payment_links.models import (
    ApiSecret,
    Distribution,
    Item,
    LinkException,
    Membership,
    Merchant,
    Payment,
    PaymentLink,
    SigningSecret,
    StatusCallback,
    Tenant,
    User,
)
from payment_links.sandbox.models import SandboxOrder, SandboxPayment
from payment_links.sealing import hash_secret, unseal
from tests.builders import LIVE_TENANT_ID, SANDBOX_TENANT_ID

pytestmark = [
    pytest.mark.django_db(databases=["default", "sandbox"]),
    # The data is made once for the module, so in one worker.
    pytest.mark.xdist_group("seed"),
]

LINK_A = UUID("b299d88a-1d8a-4d54-8352-aa90479aab46")
LINK_B = UUID("b299d88a-1d8a-4d54-8352-aa90479aab47")


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The command's words; its rows are there for all tests of this module."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        transaction.atomic(using="sandbox"),
    ):
        output = StringIO()
        # Half as many as in the demo: so many tell a story of every kind.
        call_command("seed_demo", links=150, stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="sandbox")


def counts() -> dict[str, int]:
    """Rows per table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_command_prints_what_a_visitor_needs(seeded: str) -> None:
    assert seeded == (
        "Demo data: 160 payment links.\n"
        "API secret of the live tenant: demo-live-tenant-api-secret\n"
    )


def test_a_second_run_changes_nothing() -> None:
    before = counts()
    passwords = list(User.objects.order_by("pk").values_list("password", flat=True))

    call_command("seed_demo", stdout=StringIO())

    assert counts() == before
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == passwords


def test_a_run_months_later_changes_nothing() -> None:
    before = counts()

    demo.seed(clock.now() + timedelta(days=200))

    assert counts() == before


def test_the_command_is_refused_in_production(settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="refused in production"):
        call_command("seed_demo")


def test_links_are_in_every_state_over_three_months() -> None:
    statuses = Counter(PaymentLink.objects.values_list("status", flat=True))
    oldest = PaymentLink.objects.earliest("created_at").created_at

    assert set(statuses) == {"CREATED", "COMPLETED", "EXPIRED", "CANCELLED"}
    assert min(statuses.values()) >= 8
    assert timedelta(days=80) < clock.now() - oldest < timedelta(days=92)


def test_nothing_happens_in_the_future() -> None:
    now = clock.now()

    assert not PaymentLink.objects.filter(created_at__gt=now).exists()
    assert not PaymentLink.objects.filter(completed_at__gt=now).exists()
    assert not Distribution.objects.filter(created_at__gt=now).exists()
    assert not Payment.objects.filter(created_at__gt=now).exists()


def test_everything_that_can_go_wrong_is_there() -> None:
    kinds = set(LinkException.objects.values_list("kind", flat=True))

    assert kinds == set(LinkException.Kind.values)
    assert set(Item.objects.values_list("vat", flat=True)) == {0, 6, 12, 25}
    assert Payment.objects.filter(status="DECLINED").count() >= 10
    assert Distribution.objects.filter(channel="SMS", status="FAILED").count() >= 5
    assert Distribution.objects.filter(channel="EMAIL", status="FAILED").exists()
    assert set(StatusCallback.objects.values_list("state", flat=True)) == {"DONE", "DEAD"}


def test_nothing_of_the_past_waits_to_be_sent() -> None:
    assert not Distribution.objects.exclude(state="DONE").exists()
    assert not StatusCallback.objects.filter(state__in=["PENDING", "LEASED"]).exists()


def test_amounts_add_up() -> None:
    for link in PaymentLink.objects.prefetch_related("items"):
        assert link.total_amount == sum(item.amount for item in link.items.all())


def test_numbers_of_invoices_and_receipts_have_no_gap_and_follow_time() -> None:
    for model in (Invoice, Receipt):
        for merchant in Merchant.objects.all():
            issued = model.objects.filter(merchant=merchant).order_by("issued_at", "sequence")
            sequences = list(issued.values_list("sequence", flat=True))
            assert sequences == list(range(1, len(sequences) + 1))


def test_every_paid_link_has_its_receipt() -> None:
    paid = PaymentLink.objects.filter(status="COMPLETED")

    assert paid.filter(receipt__isnull=True).count() == 0
    assert Receipt.objects.exclude(payment_link__status="COMPLETED").count() == 0


def test_merchants_have_valid_numbers() -> None:
    for merchant in Merchant.objects.all():
        assert orgnr.is_valid(merchant.organization_number)
        assert vat.is_valid(merchant.vat_number)
        assert luhn.is_valid(merchant.bankgiro.replace("-", ""))
        assert merchant.sms_sender.isalnum()


def test_link_a_is_paid_with_an_invoice_from_before_and_a_receipt() -> None:
    link = PaymentLink.objects.get(pk=LINK_A)

    assert (link.status, link.total_amount) == ("COMPLETED", 14000)
    assert (str(link.payment_id), str(link.payment_order_id)) == (
        "d43b87f9-9e28-4802-8eaa-6ee91a40ea71",
        "a3710107-26e5-434c-8c5b-ebc19a77f372",
    )
    assert link.completed_at is not None
    assert link.invoice.issued_at < link.completed_at < link.receipt.issued_at
    assert link.ocr == link.invoice.reference


def test_link_b_waits_with_an_invoice() -> None:
    link = PaymentLink.objects.get(pk=LINK_B)

    assert (link.status, link.invoice_created, link.payment_id) == ("CREATED", True, None)
    assert link.expires_at > clock.now() + timedelta(days=30)


def test_the_payments_service_knows_every_order_and_payment() -> None:
    orders = set(PaymentLink.objects.values_list("payment_order_id", flat=True))
    attempts = set(Payment.objects.attempts().values_list("payment_id", "status"))

    known = set(SandboxOrder.objects.filter(status="OPEN").values_list("pk", flat=True))
    payments = {(UUID(str(pk)), s) for pk, s in SandboxPayment.objects.values_list("pk", "status")}

    assert {str(order) for order in orders} <= {str(order) for order in known}
    assert attempts <= payments


def test_the_fixed_tenants_and_their_secrets() -> None:
    modes = dict(Tenant.objects.values_list("pk", "mode"))

    assert modes == {SANDBOX_TENANT_ID: "SANDBOX", LIVE_TENANT_ID: "LIVE"}
    secret = ApiSecret.objects.get()
    assert (secret.tenant_id, secret.hashed_secret) == (
        LIVE_TENANT_ID,
        hash_secret(accounts.LIVE_API_SECRET),
    )
    signing = {s.tenant_id: unseal(s.sealed_secret) for s in SigningSecret.objects.all()}
    assert signing == accounts.SIGNING_SECRETS


@pytest.mark.parametrize(
    ("username", "role"), [("owner", "OWNER"), ("staff", "STAFF"), ("accountant", "ACCOUNTANT")]
)
def test_demo_users_sign_in_and_work_for_the_sandbox_merchants(username: str, role: str) -> None:
    user = authenticate(username=username, password="demo")

    assert isinstance(user, User)
    assert (user.is_staff, user.is_superuser) == (True, False)
    roles = Membership.objects.filter(user=user).values_list("merchant__tenant_id", "role")
    assert list(roles) == [(SANDBOX_TENANT_ID, role)] * 3


def test_the_superuser_of_the_demo_signs_in() -> None:
    user = authenticate(username="admin", password="demo")

    assert isinstance(user, User)
    assert user.is_superuser


def test_too_few_links_to_show_every_state_are_refused() -> None:
    with pytest.raises(CommandError, match="at least 60"):
        call_command("seed_demo", links=59)
