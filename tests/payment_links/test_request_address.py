"""Whose tries are counted: the caller's, as the proxy in front names it."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from payment_links.request_address import address_of


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:52110", "203.0.113.7"),
        ("[2001:db8::7]:52110", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_last_address_of_a_trusted_proxy_counts_without_its_port(
    forwarded: str, address: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.TRUST_X_FORWARDED_FOR = True

    assert address_of(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


def test_without_a_proxy_the_header_is_the_callers_own_word(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.TRUST_X_FORWARDED_FOR = False

    assert address_of(rf.get("/", headers={"X-Forwarded-For": "203.0.113.7"})) == "127.0.0.1"
