"""The list of links: its columns, filters and search, and what a page of it costs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from invoicing.references import rf_form
from invoicing.templatetags.printing import in_groups
from payment_links.models import LinkException, Payment, PaymentLink
from tests.back_office import page, superuser
from tests.builders import (
    NOON,
    TODAY,
    make_distribution,
    make_link,
    make_payment,
)
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db

LIST = "/admin/payment_links/paymentlink/"
NEW_ORDER = UUID("0c3a54bb-5e7c-4c0f-8f2e-0d2a4c1f9a11")


def found(client: Client, **query: str) -> list[PaymentLink]:
    """The links that the list shows for the query."""
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return list(answer.context["cl"].result_list)


def shown(client: Client) -> str:
    """The words of the list, with ordinary blanks."""
    return client.get(LIST).content.decode().replace("\u00a0", " ")


def test_a_row_says_who_pays_what_until_when() -> None:
    link = make_link(due_date=TODAY - timedelta(days=4), total_amount=1234500)
    make_distribution(link, status="FAILED")

    words = shown(superuser())

    for part in (
        "Waiting for payment",
        "Bertil Jönsson",
        "070-174 06 15",
        "12 345,00 kr",
        "2026-11-18",
        "days late",
        "SMS: Failed",
    ):
        assert part in words


def test_a_paid_link_is_never_late() -> None:
    make_link(status="COMPLETED", due_date=TODAY - timedelta(days=4))

    assert "days late" not in shown(superuser())


def test_an_open_exception_stands_beside_the_status() -> None:
    link = make_link(status="COMPLETED")
    raise_exception(link)

    assert "Paid twice" in shown(superuser())


@pytest.mark.parametrize(
    "term",
    [
        "bertil",
        "Jönsson Bertil",
        "BERTIL@example.com",
        "0701740615",
        "070-174 06 15",
        "+46 70 174 06 15",
        "{ocr}",
        "{spaced_ocr}",
        "{rf}",
        "{number}",
        "{id}",
        "{order}",
        "{payment}",
        "1 250,50",
        "1250.50 kr",
        "0046701740615",
        "070 174 06 15",
    ],
)
def test_one_box_finds_a_link_by(term: str) -> None:
    link = make_link(
        customer={"phone": "070-174 06 15"}, payment_order_id=NEW_ORDER, total_amount=125050
    )
    make_link(
        customer={"first_name": "Eva", "last_name": "Ek", "email": "e@example.com", "phone": "1"}
    )
    invoice, payment = make_invoice(link), make_payment(link)
    values = {
        "ocr": invoice.reference,
        "spaced_ocr": f"{invoice.reference[:4]} {invoice.reference[4:]}",
        "rf": in_groups(rf_form(invoice.reference)),
        "number": invoice.number,
        "id": link.pk,
        "order": link.payment_order_id,
        "payment": payment.payment_id,
    }

    assert found(superuser(), q=term.format(**values)) == [link]


@pytest.mark.parametrize("term", ["nobody", "123", "x@example.com", str(TODAY), "%", "'", "🍕"])
def test_a_term_that_fits_nothing_finds_nothing(term: str) -> None:
    make_link()

    assert found(superuser(), q=term) == []


@pytest.mark.parametrize(
    ("attention", "expected"),
    [
        ("exception", ["odd"]),
        ("not_delivered", ["lost"]),
        ("overdue", ["late"]),
        ("", ["odd", "lost", "late", "fine"]),
    ],
)
def test_links_that_need_attention_are_one_choice_away(attention: str, expected: list[str]) -> None:
    links = {
        "odd": make_link(status="COMPLETED"),
        "lost": make_link(),
        "late": make_link(due_date=TODAY - timedelta(days=1)),
        "fine": make_link(),
    }
    raise_exception(links["odd"])
    make_distribution(links["lost"], status="FAILED")

    rows = found(superuser(), attention=attention)

    assert {name for name, link in links.items() if link in rows} == set(expected)


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "10000-01-01", "9999-12-31"])
def test_a_day_that_does_not_exist_filters_nothing(day: str) -> None:
    link = make_link()

    assert found(superuser(), created_at_to=day, due_date_to=day) == [link]


@pytest.mark.parametrize(
    "query",
    [
        {"status__exact": "CANCELLED"},
        {"sms_status__exact": "FAILED"},
        {"currency": "NOK"},
        {"due_date_from": "2027-06-01", "due_date_to": "2027-06-30"},
        {"created_at_from": "2026-05-01", "created_at_to": "2026-05-09"},
    ],
)
def test_filters_narrow_the_list(query: dict[str, str]) -> None:
    make_link()
    wanted = make_link(
        status="CANCELLED",
        sms_status="FAILED",
        currency="NOK",
        due_date=TODAY.replace(year=2027, month=6, day=9),
        created_at=NOON.replace(month=5, day=9),
    )

    assert found(superuser(), **query) == [wanted]


def test_links_are_not_changed_by_hand() -> None:
    link, client = make_link(), superuser()

    changed = client.post(page(PaymentLink, "change", link.pk), {"status": "COMPLETED"})

    assert changed.status_code == 405
    assert PaymentLink.objects.get().status == "CREATED"


def raise_exception(link: PaymentLink, **values: Any) -> LinkException:
    """An open PAID_TWICE exception of the link."""
    payment = make_payment(link, status=Payment.Status.COMPLETED)
    return LinkException.objects.create(
        payment_link=link, payment=payment, kind="PAID_TWICE", created_at=NOON, **values
    )
