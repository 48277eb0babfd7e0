"""Payments and exceptions in plain words."""

import pytest
from django.utils import translation

from payment_links.admin.payment_words import (
    exception_sentence,
    payment_sentence,
    provider_words,
)
from payment_links.models import LinkException, Payment
from tests.builders import NOON, make_link, make_payment

pytestmark = pytest.mark.django_db

PAID = "2026-11-22 13:00"
PING = {"provider": "ping", "method": "deposit"}


@pytest.mark.parametrize("status", Payment.Status.values)
@pytest.mark.parametrize("method", [{}, PING], ids=["attempt", "deposit"])
def test_every_status_has_its_sentence_in_both_languages(
    status: str, method: dict[str, str]
) -> None:
    payment = make_payment(make_link(), status=status, **method)

    with translation.override("en"):
        english = payment_sentence(payment)
    with translation.override("sv"):
        swedish = payment_sentence(payment)

    assert english
    assert english != swedish


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"status": "COMPLETED"}, f"Paid {PAID}."),
        ({"status": "OVERFUNDED"}, f"Paid {PAID}, with more than was asked for."),
        ({"status": "DECLINED"}, "The bank or the customer said no; nothing was charged."),
        ({"status": "PENDING", **PING}, "Waits for money with the invoice's reference."),
    ],
)
def test_it_says_whether_money_moved(values: dict[str, str], sentence: str) -> None:
    with translation.override("en"):
        assert payment_sentence(make_payment(make_link(), **values)) == sentence


def test_the_providers_words_are_kept_unless_they_say_the_same() -> None:
    said = [
        provider_words(make_payment(make_link(), status="DECLINED", failure_reason=reason))
        for reason in ("The payment was declined.", "ACMT03", "")
    ]

    assert said == ["", "ACMT03", ""]


@pytest.mark.parametrize(
    ("kind", "amount", "sentence"),
    [
        ("PAID_TWICE", 14000, "140,00\u00a0kr kom 2026-11-22 13:00 med Swish."),
        (
            "AMOUNT_MISMATCH",
            15000,
            "150,00\u00a0kr kom 2026-11-22 13:00 med Swish, 140,00\u00a0kr begärdes.",
        ),
    ],
)
def test_an_exception_names_the_money(kind: str, amount: int, sentence: str) -> None:
    link = make_link()
    payment = make_payment(link, status="COMPLETED", amount=amount)
    exception = LinkException(payment_link=link, payment=payment, kind=kind, created_at=NOON)

    with translation.override("sv"):
        assert exception_sentence(exception, link) == sentence
