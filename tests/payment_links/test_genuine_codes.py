"""The codes that messages and invoices carry: unguessable, easy to type, no phone number."""

import importlib
import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from payment_links.genuine_codes import (
    ALPHABET,
    check_character,
    make_genuine_code,
    read_genuine_code,
    write_genuine_code,
)
from payment_links.models import PaymentLink
from tests.builders import make_link, make_merchant

CODE = "K7Q2M9XDT4RX"


def test_a_code_is_random_and_never_looks_like_a_telephone_number() -> None:
    codes = {make_genuine_code() for _ in range(300)}

    assert len(codes) == 300
    assert all(re.fullmatch(f"[{ALPHABET}]{{12}}", code) for code in codes)
    assert not any(re.search(r"(\d[ -]?){5}", write_genuine_code(code)) for code in codes)


def test_it_is_printed_in_groups() -> None:
    assert write_genuine_code(CODE) == "K7Q2-M9XD-T4RX"
    assert write_genuine_code("") == ""


@pytest.mark.parametrize(
    "typed",
    ["K7Q2-M9XD-T4RX", "k7q2m9xdt4rx", " K7Q2 M9XD T4RX\n", "K7Q2–M9XD–T4RX", "k7q2.m9xd.t4rx"],
)
def test_it_is_read_however_it_is_typed(typed: str) -> None:
    assert read_genuine_code(typed) == CODE


def test_letters_that_look_like_digits_are_read_as_these() -> None:
    payload = "A0B1C0D1E0F"
    code = payload + check_character(payload)

    assert read_genuine_code(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize(
    "typed", ["", "K7Q2-M9XD", f"{CODE}0", "K7Q2-M9XD-T4R!", "\x00" * 12, "K" * 5000, "äöå" * 4]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_genuine_code(typed) == ""


def test_every_single_wrong_character_is_told() -> None:
    code = make_genuine_code()
    wrong = [
        code[:place] + letter + code[place + 1 :]
        for place in range(len(code))
        for letter in ALPHABET
        if letter != code[place]
    ]

    assert [typed for typed in wrong if read_genuine_code(typed)] == []


@pytest.mark.django_db
def test_a_code_comes_from_neither_id_nor_token() -> None:
    link = make_link()

    code = link.genuine_code or ""
    assert read_genuine_code(code) == code
    assert code not in link.checkout_token.upper()
    assert code[:6] not in link.pk.hex.upper()


@pytest.mark.django_db
def test_links_from_before_get_codes_of_their_own_and_keep_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill = importlib.import_module("payment_links.migrations.0019_fill_genuine_codes")
    merchant = make_merchant()
    older = [make_link(merchant, genuine_code=None) for _ in range(3)]
    newer = make_link(merchant)
    updated_at = PaymentLink.objects.get(pk=older[0].pk).updated_at

    monkeypatch.setattr(fill, "BATCH", 2)
    fill.fill(apps, SimpleNamespace(connection=connection))

    codes = [PaymentLink.objects.get(pk=link.pk).genuine_code or "" for link in older]
    assert len(set(codes)) == 3
    assert [read_genuine_code(code) for code in codes] == codes
    assert PaymentLink.objects.get(pk=newer.pk).genuine_code == newer.genuine_code
    assert PaymentLink.objects.get(pk=older[0].pk).updated_at == updated_at
