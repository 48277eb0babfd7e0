"""FIK and viitenumero: vectors of the domain reference (§1.2), and what holds for any number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.nordic_references import (
    IDENTIFICATION_LENGTHS,
    FikCard,
    format_viitenumero,
    is_fik,
    is_viitenumero,
    make_fik,
    make_fik_identification,
    make_viitenumero,
    normalise_viitenumero,
)
from invoicing.references import InvalidReferenceBaseError


@pytest.mark.parametrize(
    ("base", "identification"), [("2", "000000000000026"), ("123456", "000000001234566")]
)
def test_fik_identification_is_filled_with_zeros(base: str, identification: str) -> None:
    """§1.2, row DK FIK."""
    assert make_fik_identification(base, FikCard.TYPE_71) == identification


@pytest.mark.parametrize(
    ("base", "account", "card", "line"),
    [
        ("00404040000066", "12345678", FikCard.TYPE_71, "+71<004040400000669+12345678<"),
        ("2", "12345678", FikCard.TYPE_75, "+75<0000000000000026+12345678<"),
        ("", "12345678", FikCard.TYPE_73, "+73<+12345678<"),
        ("123456", "1234567", FikCard.TYPE_04, "+04<0000000001234566+1234567<"),
        ("123456", "12345678", FikCard.TYPE_15, "+15<0000000001234566+12345678<"),
    ],
)
def test_fik_has_the_form_of_its_card_type(
    base: str, account: str, card: FikCard, line: str
) -> None:
    """§1.2, row DK FIK."""
    assert make_fik(base, account, card) == line
    assert is_fik(line)
    assert is_fik(line.replace("+", " +"))


@pytest.mark.parametrize(
    "line",
    [
        "+71<004040400000668+12345678<",
        "+71<0004040400000669+12345678<",
        "+71<004040400000669+1234567<",
        "+75<000000000000026+12345678<",
        "+73<26+12345678<",
        "+01<000000000000026+12345678<",
        "+71<٠٠٤٠٤٠٤٠٠٠٠٠٦٦٩+12345678<",
        "004040400000669",
        "",
    ],
)
def test_what_is_no_fik(line: str) -> None:
    assert not is_fik(line)


@pytest.mark.parametrize(
    ("base", "account", "card"),
    [
        ("", "12345678", FikCard.TYPE_71),
        ("12a", "12345678", FikCard.TYPE_71),
        ("123456789012345", "12345678", FikCard.TYPE_71),
        ("1", "12345678", FikCard.TYPE_73),
        ("1", "1234567", FikCard.TYPE_71),
        ("1", "123456", FikCard.TYPE_04),
    ],
)
def test_a_fik_that_does_not_fit_is_refused(base: str, account: str, card: FikCard) -> None:
    with pytest.raises(InvalidReferenceBaseError):
        make_fik(base, account, card)


@given(st.integers(1, 10**14 - 1), st.sampled_from(FikCard), st.integers(1, 9))
def test_one_wrong_digit_of_a_fik_is_noticed(number: int, card: FikCard, change: int) -> None:
    base = str(number) if IDENTIFICATION_LENGTHS[card] else ""
    line = make_fik(base, "81234567", card)
    place = line.index("<") + IDENTIFICATION_LENGTHS[card]

    wrong = f"{line[:place]}{(int(line[place]) + change) % 10}{line[place + 1 :]}" if base else ""

    assert is_fik(line)
    assert not is_fik(wrong)


@pytest.mark.parametrize(
    ("base", "reference", "printed"),
    [
        ("123", "1232", "1232"),
        ("1234", "12344", "12344"),
        ("1234567", "12345672", "123 45672"),
        ("2026000", "20260008", "202 60008"),
    ],
)
def test_viitenumero_has_its_check_digit_and_groups(
    base: str, reference: str, printed: str
) -> None:
    """§1.2, row FI viitenumero."""
    assert make_viitenumero(base) == reference
    assert is_viitenumero(reference)
    assert format_viitenumero(reference) == printed


@pytest.mark.parametrize("base", ["", "12", "0123", "12a4", "٣٣٣", "12345678901234567890"])
def test_a_base_that_is_none_of_a_viitenumero_is_refused(base: str) -> None:
    with pytest.raises(InvalidReferenceBaseError):
        make_viitenumero(base)


@pytest.mark.parametrize("reference", ["1231", "01232", "123 2", "٣٣٣٣", "18", ""])
def test_what_is_no_viitenumero(reference: str) -> None:
    assert not is_viitenumero(reference)


@given(st.integers(100, 10**19 - 1))
def test_a_printed_viitenumero_is_read_again(number: int) -> None:
    reference = make_viitenumero(str(number))

    assert normalise_viitenumero(f"Viite {format_viitenumero(reference)}") == reference
    assert normalise_viitenumero(reference.zfill(20)) == reference
