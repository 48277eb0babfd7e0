"""Closing the books and choosing accounts in the back office: who may, and what is asked."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from invoicing.bookkeeping.closing import close_period
from invoicing.models import BookAccount, Books, PeriodClosing
from payment_links import clock
from payment_links.models import SYSTEM, Merchant, User
from tests.back_office import member, page
from tests.builders import (
    NOON,
    TODAY,
    make_link,
    make_membership,
    make_merchant,
)
from tests.invoicing.admin.reading import books, fields_of, words
from tests.invoicing.issuing import make_invoice
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 31)
ROLES = ["OWNER", "STAFF", "FINANCE", "ACCOUNTANT", "SUPPORT"]
KEEPERS = ["OWNER", "FINANCE"]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant(name="Pizzeria Vesuvio AB")


@pytest.mark.parametrize("role", ROLES)
def test_only_owners_and_finance_are_offered_to_close(role: str, merchant: Merchant) -> None:
    asked: dict[str, Any] = {"from": "2026-10-01", "to": "2026-10-31", "merchant": merchant.pk}

    shown = words(member(merchant, role), books(**asked))

    assert ("Close period" in shown) is (role in KEEPERS)
    assert ("Owners and finance close periods." in shown) is (role not in KEEPERS)


def test_a_period_that_is_not_over_is_not_offered(merchant: Merchant) -> None:
    shown = words(member(merchant, "OWNER"), books())

    assert "Close period" not in shown
    assert "A period can be closed once its last day is over." in shown


@pytest.mark.parametrize("role", KEEPERS)
def test_closing_asks_first_and_then_closes(role: str, merchant: Merchant) -> None:
    make_invoice(make_link(merchant), now=NOON - timedelta(days=40))
    client = member(merchant, role)
    address = books("close", merchant=merchant.pk, through=OCTOBER)

    asked = words(client, address)
    open_before = Books.objects.get().closed_through
    answer = client.post(
        reverse("admin:invoicing_bookentry_close"), fields_of(address), follow=True
    )

    assert "This cannot be undone." in asked
    assert "1 sale, 0 credit notes" in asked
    assert open_before is None
    told = [str(message) for message in answer.context["messages"]]
    assert told == ["The books of Pizzeria Vesuvio AB are closed through 2026-10-31."]
    assert PeriodClosing.objects.get().closed_by == User.objects.get()


@pytest.mark.parametrize("role", ["STAFF", "ACCOUNTANT", "SUPPORT"])
def test_others_cannot_close(role: str, merchant: Merchant) -> None:
    fields = {"merchant": str(merchant.pk), "through": "2026-10-31"}

    answer = member(merchant, role).post(reverse("admin:invoicing_bookentry_close"), fields)

    assert answer.status_code == 404
    assert not PeriodClosing.objects.exists()


def test_a_refusal_to_close_is_told(merchant: Merchant) -> None:
    fields = {"merchant": str(merchant.pk), "through": TODAY.isoformat()}

    answer = member(merchant, "OWNER").post(
        reverse("admin:invoicing_bookentry_close"), fields, follow=True
    )

    told = [str(message) for message in answer.context["messages"]]
    assert told == ["Only days that are over can be closed."]


def test_a_closed_period_says_who_closed_it(merchant: Merchant) -> None:
    close_period(merchant, OCTOBER, actor=SYSTEM, now=NOON)
    asked: dict[str, Any] = {"from": "2026-10-01", "to": "2026-10-31", "merchant": merchant.pk}
    client = member(merchant, "OWNER")

    shown = words(client, books(**asked))
    again = words(client, books("close", merchant=merchant.pk, through=OCTOBER))

    assert "The books are closed through 2026-10-31. Corrections are new documents." in shown
    assert "Closed 2026-11-22 13:00 by –" in shown
    assert "The books are closed through 2026-10-31 already." in again


@pytest.mark.parametrize("role", KEEPERS)
def test_owners_and_finance_choose_accounts(role: str, merchant: Merchant) -> None:
    client = member(merchant, role)

    answer = client.post(
        reverse("admin:invoicing_bookentry_accounts"), account_fields(merchant, SALES_12="3052")
    )

    assert answer.status_code == 302
    [row] = BookAccount.objects.all()
    assert (row.role, row.number) == ("SALES_12", "3052")
    assert "Usually 3002" in words(client, books("accounts", merchant=merchant.pk))
    assert "3052" in words(client, page(BookAccount, "history", row.pk))


@pytest.mark.parametrize("number", ["12", "9000", "30x2", ""])
def test_a_number_that_is_no_account_is_refused(number: str, merchant: Merchant) -> None:
    fields = account_fields(merchant, SALES_12=number)

    answer = member(merchant, "OWNER").post(reverse("admin:invoicing_bookentry_accounts"), fields)

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not BookAccount.objects.exists()


@pytest.mark.parametrize(
    ("role", "shared_with"),
    [("RECEIVABLES", "1930"), ("BANK", "3001"), ("PAYMENT_SERVICE", "2611")],
)
def test_receivables_and_bank_share_no_account(
    role: str, shared_with: str, merchant: Merchant
) -> None:
    fields = account_fields(merchant, **{role: shared_with})

    answer = member(merchant, "OWNER").post(reverse("admin:invoicing_bookentry_accounts"), fields)

    assert f"number_{role}" in answer.context["form"].errors
    assert not BookAccount.objects.exists()


@pytest.mark.parametrize("name", ["a\nb", "\u202egnp", "\u200b"])
def test_names_that_cannot_be_shown_are_refused(name: str, merchant: Merchant) -> None:
    fields = {**account_fields(merchant), "name_SALES_12": name}

    answer = member(merchant, "OWNER").post(reverse("admin:invoicing_bookentry_accounts"), fields)

    assert list(answer.context["form"].errors) == ["name_SALES_12"]
    assert not BookAccount.objects.exists()


def account_fields(merchant: Merchant, **numbers: str) -> dict[str, str]:
    """The form as it comes, with some numbers changed."""
    client = member(make_merchant(), "OWNER")
    make_membership(User.objects.latest("pk"), merchant, "OWNER")
    form = filled_with(client, books("accounts", merchant=merchant.pk))["form"]
    fields = {name: str(field.initial) for name, field in form.fields.items()}
    changed = {f"number_{role}": number for role, number in numbers.items()}
    return {**fields, **changed, "merchant": str(merchant.pk)}


@pytest.mark.parametrize("role", ["STAFF", "ACCOUNTANT", "SUPPORT"])
def test_others_read_the_accounts(role: str, merchant: Merchant) -> None:
    client = member(merchant, role)

    shown = words(client, books("accounts", merchant=merchant.pk))
    fields = account_fields(merchant, SALES_12="3052")
    answer = client.post(reverse("admin:invoicing_bookentry_accounts"), fields)

    assert "Försäljning inom Sverige, 12 % moms" in shown
    assert '<input type="text"' not in shown
    assert answer.status_code == 404
    assert not BookAccount.objects.exists()
