"""Starting a payment again: the same person is asked once, another one instead of the first."""

import json

import pytest

from payment_links.models import Payment, PaymentLink
from tests.builders import make_demo_merchant, make_link
from tests.doors import Sandbox
from tests.payers import outside, start

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
METHODS = [{"provider": "swish", "method": "e_commerce"}]


def link_by_swish() -> PaymentLink:
    return make_link(make_demo_merchant(), payment_provider_methods=METHODS)


def ask(link: PaymentLink, phone: str) -> Payment:
    return start(link, "swish/e_commerce", parameters={"phone_number": phone})


def asked_outside(sandbox: Sandbox) -> list[str]:
    """The numbers in the requests that reached the payments service, in order."""
    return [
        json.loads(row["body"])["provider_method_parameters"]["phone_number"]
        for row in sandbox.ledger("requests")
        if row["method"] == "POST" and row["url"].endswith("/payments")
    ]


def test_the_same_number_however_it_is_written_is_asked_once(sandbox: Sandbox) -> None:
    link = link_by_swish()

    first, second = ask(link, "070-174 06 15"), ask(link, "+46701740615")

    assert second.pk == first.pk
    assert asked_outside(sandbox) == ["+46701740615"]


def test_another_number_is_asked_instead_of_the_first(sandbox: Sandbox) -> None:
    link = link_by_swish()

    first, second = ask(link, "070-174 06 15"), ask(link, "073-912 34 56")

    first.refresh_from_db()
    assert (first.status, second.status) == ("STOPPED", "INITIATED")
    assert asked_outside(sandbox) == ["+46701740615", "+46739123456"]
    assert outside(sandbox) == ["INITIATED", "PENDING", "STOPPED", "INITIATED", "PENDING"]


def test_an_attempt_from_before_is_gone_on_with(sandbox: Sandbox) -> None:
    link = link_by_swish()
    first = ask(link, "070-174 06 15")
    Payment.objects.update(asked_person_hash="")

    assert ask(link, "073-912 34 56").pk == first.pk


def test_nobody_reads_the_number_in_the_row(sandbox: Sandbox) -> None:
    link = link_by_swish()

    asked = [ask(link, number) for number in ("070-174 06 15", "073-912 34 56", "070-174 06 15")]

    hashes = {attempt.asked_person_hash for attempt in asked}
    assert len(hashes) == 3
    assert {len(value) for value in hashes} == {64}
