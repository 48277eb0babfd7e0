"""Check digits of accounts and companies: numbers that exist, and ones with a typing error."""

import pytest

from payment_links import check_digits


@pytest.mark.parametrize("number", ["991-2346", "5050-1055", "5536-7742", "433-8778", "9020033"])
def test_bankgiros(number: str) -> None:
    assert check_digits.is_bankgiro(number)


@pytest.mark.parametrize("number", ["5050-1056", "99-12346", "12346", "991 2346", "٩٩١٢٣٤٦", ""])
def test_what_is_no_bankgiro(number: str) -> None:
    assert not check_digits.is_bankgiro(number)


@pytest.mark.parametrize("number", ["176099-0", "4567-4", "90 20 03-3", "4-2"])
def test_plusgiros(number: str) -> None:
    assert check_digits.is_plusgiro(number)


@pytest.mark.parametrize("number", ["1234567-8", "2", "123456789-0", "a-2"])
def test_what_is_no_plusgiro(number: str) -> None:
    assert not check_digits.is_plusgiro(number)


@pytest.mark.parametrize(
    ("number", "country", "is_right"),
    [
        ("556703-7485", "SE", True),
        ("5560160680", "SE", True),
        ("202100-5489", "SE", True),
        ("5555555555", "SE", True),
        ("556703-7486", "SE", False),
        ("988 077 917", "NO", True),
        ("988077918", "NO", False),
        ("13585628", "DK", True),
        ("13585627", "DK", False),
        ("2077474-0", "FI", True),
        ("2077474-1", "FI", False),
        ("whatever", "GB", True),
    ],
)
def test_organisation_numbers(number: str, country: str, is_right: bool) -> None:
    assert check_digits.is_organization_number(number, country) is is_right


# §1.3, row Personnummer: a sole trader's number is the person's.
@pytest.mark.parametrize(
    "number",
    [
        "811228-9874",
        "8112289874",
        "19811228-9874",
        "198112289874",
        "19121212-1212",
        "121212+1212",
        "701063-2391",
        "7010632391",
        "19701063-2391",
        "701063+2391",
        "16556703-7485",
    ],
)
def test_swedish_persons_and_companies(number: str) -> None:
    assert check_digits.is_organization_number(number, "SE")


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("811228-9875", "check digit"),
        ("701063-2392", "check digit"),
        ("811232-9878", "day 32"),
        ("701060-2394", "day 0 of a samordningsnummer"),
        ("701092-2396", "day 32 of a samordningsnummer"),
        ("811328-9873", "month 13"),
        ("810229-9875", "29 February of no leap year"),
        ("19000229-1235", "29 February of no leap year"),
        ("17811228-9874", "century"),
        ("19556703-7485", "century of a company"),
        ("556703+7485", "a company with a plus sign"),
        ("81122-89874", "hyphen"),
        ("٨١١٢٢٨-٩٨٧٤", "other digits"),
        ("", "nothing"),
    ],
)
def test_what_is_no_swedish_person_or_company(number: str, fault: str) -> None:
    assert not check_digits.is_organization_number(number, "SE"), fault


def test_a_leap_day_of_ten_digits_may_be_of_the_year_2000() -> None:
    assert check_digits.is_organization_number("000229-1235", "SE")


@pytest.mark.parametrize(
    ("number", "country", "is_right"),
    [
        ("SE556703748501", "SE", True),
        ("SE556703748502", "SE", False),
        ("556703748501", "SE", False),
        ("NO988077917MVA", "NO", True),
        ("NO988077918MVA", "NO", False),
        ("FI20774740", "FI", True),
        ("DK13585628", "DK", True),
        ("DK13585627", "DK", False),
        ("SE556703748501", "DK", False),
        ("GB123", "GB", True),
        ("se 556703-7485 01", "SE", True),
        ("EL094259216", "GR", True),
        ("EL094259217", "GR", False),
        ("GR094259216", "GR", False),
    ],
)
def test_vat_numbers(number: str, country: str, is_right: bool) -> None:
    assert check_digits.is_vat_number(number, country) is is_right


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("SE556703748501", "SE"),
        ("el 094 259 216", "GR"),
        ("XI110305878", "GB"),
        ("NO988077917MVA", "NO"),
        ("VAT SE556703748501", ""),
        ("556703748501", ""),
        ("", ""),
    ],
)
def test_a_vat_number_tells_its_country(number: str, country: str) -> None:
    assert check_digits.vat_country(number) == country


@pytest.mark.parametrize(
    ("number", "country", "compact", "formatted"),
    [
        ("5567037485", "SE", "5567037485", "556703-7485"),
        ("19121212-1212", "SE", "1212121212", "121212-1212"),
        ("121212+1212", "SE", "1212121212", "121212+1212"),
        ("8112289874", "SE", "8112289874", "811228-9874"),
        ("197010632391", "SE", "7010632391", "701063-2391"),
        ("988 077 917", "NO", "988077917", "988 077 917"),
        ("ask us", "SE", "askus", "ask us"),
        ("HRB 1234-5", "DE", "HRB12345", "HRB 1234-5"),
    ],
)
def test_organisation_numbers_are_compared_and_printed(
    number: str, country: str, compact: str, formatted: str
) -> None:
    assert check_digits.compact_organization_number(number, country) == compact
    assert check_digits.formatted_organization_number(number, country) == formatted


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("SE45 5000 0000 0583 9825 7466", True),
        ("NO9386011117947", True),
        ("SE4550000000058398257466", True),
        ("SE4550000000058398257467", False),
        ("NO66 8601 11 17948", False),
    ],
)
def test_ibans(number: str, is_right: bool) -> None:
    assert check_digits.is_iban(number) is is_right
