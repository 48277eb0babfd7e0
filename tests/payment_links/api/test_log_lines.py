"""What never stands in a log."""

import logging

import pytest

from payment_links.api.log_lines import MaskingFormatter

TOKEN = "Jx7pRk2mV9tQ4wZ8nB3cF6hL1sD5gA0y"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (f"Forbidden: /pay/{TOKEN}/pay", "Forbidden: /pay/…/pay"),
        (f"Not Found: /pay/documents/IjAx:1abc:{TOKEN}/a.pdf", "Not Found: /pay/documents/…/a.pdf"),
        (f"Not Found: /admin/invitation/{TOKEN}/", "Not Found: /admin/invitation/…/"),
        (f"/account/password/reset/key/1-d9x-{TOKEN}/", "/account/password/reset/key/…/"),
        (f"POST /inbound/payments/{TOKEN}", "POST /inbound/payments/…"),
        ("Not Found: /pay/check/K7Q2-M9XD-T4RX", "Not Found: /pay/check/…"),
        ("Too Many Requests: /pay/check/ k7q2 m9xd t4rx ", "Too Many Requests: /pay/check/…"),
        ("Not Found: /pay/check/K7Q2%20M9XD%20T4RX", "Not Found: /pay/check/…"),
        ("Not Found: /pay/check/K7Q2 \\u2013 M9XD \\u2013 T4R", "Not Found: /pay/check/…"),
        ("Not Found: /pay/check/code: K7Q2/M9XD/T4RX", "Not Found: /pay/check/…"),
        ('"GET /pay/check/?code=K7Q2-M9XD-T4RX"', '"GET /pay/check/?code=…"'),
        ('"GET /pay/check?code=K7Q2+M9XD+T4RX&x=1"', '"GET /pay/check?code=…&x=1"'),
        ('"GET /pay/check?x=1&code=K7Q2-M9XD-T4RX"', '"GET /pay/check?x=1&code=…"'),
        ("Method Not Allowed: /pay/check", "Method Not Allowed: /pay/check"),
        ("could not send to bertil.jonsson@example.com", "could not send to …"),
        ("no route to +46701231212.", "no route to …."),
        ("GET /api/v1/payment_links took 12 ms", "GET /api/v1/payment_links took 12 ms"),
    ],
)
def test_tokens_addresses_and_numbers_are_masked(message: str, expected: str) -> None:
    record = logging.LogRecord("any", logging.INFO, "", 0, message, None, None)

    assert MaskingFormatter("%(message)s").format(record) == expected


def test_a_traceback_is_masked_too() -> None:
    try:
        raise LookupError(f"/pay/{TOKEN}")
    except LookupError as error:
        information = (type(error), error, error.__traceback__)
    record = logging.LogRecord("any", logging.ERROR, "", 0, "failed", None, information)

    assert TOKEN not in MaskingFormatter("%(message)s").format(record)
