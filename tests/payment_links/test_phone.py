"""Phone numbers: what can receive an SMS, in one spelling."""

import pytest

from payment_links.phone import InvalidPhoneError, mask_phone, spellings, to_e164

NORDIC = ["SE", "NO", "DK", "FI"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("070-123 12 12", "+46701231212"),
        ("0701231212", "+46701231212"),
        ("+46 70 123 12 12", "+46701231212"),
        ("0046701231212", "+46701231212"),
        ("+47 406 12 345", "+4740612345"),
        ("0700000000", "+46700000000"),
    ],
)
def test_mobile_numbers_become_e164(text: str, expected: str) -> None:
    assert to_e164(text, default_country="SE", allowed_countries=NORDIC) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a phone number"),
        ("hello", "is not a phone number"),
        ("+1 202 555 0143", "is in a country that messages are not sent to"),
        ("019-12 34 56", "is not a mobile number"),
        ("0939 100 12 34", "is not a mobile number"),
        ("123", "is not a number in use"),
    ],
)
def test_what_cannot_receive_an_sms_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidPhoneError, match=reason):
        to_e164(text, default_country="SE", allowed_countries=NORDIC)


def test_a_masked_number_shows_its_last_two_digits() -> None:
    assert mask_phone("+46 70 123 12 12") == "••• ••12"
    assert mask_phone("123") == ""


def test_people_write_one_number_in_many_ways() -> None:
    spelt = {"070-174 06 15", "0701740615", "+46701740615", "+46 70 174 06 15", "0046701740615"}

    assert all(spelt <= spellings(text, "SE") for text in spelt)
    assert spellings("K-7", "SE") == {"K-7", "7"}
