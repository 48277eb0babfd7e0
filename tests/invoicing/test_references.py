"""OCR numbers and KIDs: vectors of the references' sources, and what holds for any number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.references import (
    Agreement,
    ControlLevel,
    InvalidReferenceBaseError,
    KidAlgorithm,
    find_reference,
    is_kid,
    is_ocr,
    is_rf,
    make_kid,
    make_ocr,
    make_reference,
    make_rf,
    normalise_kid,
    normalise_ocr,
    read_rf,
    rf_form,
)
from invoicing.templatetags.printing import in_groups

LONG = "12345678901234567890123"
bases = st.text("0123456789", min_size=1, max_size=23)
levels = st.sampled_from(
    [
        ControlLevel.NONE,
        ControlLevel.SOFT,
        ControlLevel.HARD,
        ControlLevel.HARD_VARIABLE_LENGTH,
    ]
)


@pytest.mark.parametrize(
    ("base", "with_check_digit", "with_length_digit"),
    [
        ("1", "18", "133"),
        ("1234", "12344", "123463"),
        ("10234", "102343", "1023472"),
        ("100001", "1000017", "10000180"),
        ("20240001", "202400016", "2024000107"),
        ("2026000001", "20260000011", "202600000121"),
        ("123456789", "1234567897", "12345678911"),
        (LONG, LONG + "4", LONG + "57"),
    ],
)
def test_ocr_has_the_digits_of_the_bankgiro_rules(
    base: str, with_check_digit: str, with_length_digit: str
) -> None:
    assert make_ocr(base, ControlLevel.HARD) == with_check_digit
    assert make_ocr(base, ControlLevel.HARD_VARIABLE_LENGTH) == with_length_digit


def test_24_digits_have_room_for_one_more_digit_only() -> None:
    base = LONG + "4"

    assert len(make_ocr(base, ControlLevel.HARD)) == 25
    with pytest.raises(InvalidReferenceBaseError):
        make_ocr(base, ControlLevel.HARD_VARIABLE_LENGTH)


@pytest.mark.parametrize("reference", ["665760", "665869", "524967", "7495575", "74450", "650861"])
def test_samples_of_bankgirot_have_a_length_digit(reference: str) -> None:
    assert is_ocr(reference, ControlLevel.HARD_VARIABLE_LENGTH)


@pytest.mark.parametrize(
    ("reference", "accepted_by"),
    [
        (
            "657775",
            [
                ControlLevel.NONE,
                ControlLevel.SOFT,
                ControlLevel.HARD,
                ControlLevel.HARD_FIXED_LENGTH,
            ],
        ),
        ("8988777", [ControlLevel.NONE]),
        ("12345678901234567890123456", []),
        ("12 34", []),
        ("", []),
        ("٣٣", []),
    ],
)
def test_each_control_level_takes_what_it_should(
    reference: str, accepted_by: list[ControlLevel]
) -> None:
    taken = [level for level in ControlLevel if is_ocr(reference, level, fixed_lengths={6})]

    assert taken == accepted_by


def test_fixed_length_fills_with_zeros() -> None:
    reference = make_ocr("1234", ControlLevel.HARD_FIXED_LENGTH, fixed_length=8)

    assert reference == "00012344"
    assert is_ocr(reference, ControlLevel.HARD_FIXED_LENGTH, fixed_lengths=[8, 10])
    assert not is_ocr(reference, ControlLevel.HARD_FIXED_LENGTH, fixed_lengths=[10])


@pytest.mark.parametrize("base", ["", "12a", "٣", "1-2"])
def test_a_base_is_made_of_digits(base: str) -> None:
    with pytest.raises(InvalidReferenceBaseError):
        make_ocr(base, ControlLevel.HARD)


def test_a_base_too_long_for_the_fixed_length_is_refused() -> None:
    with pytest.raises(InvalidReferenceBaseError):
        make_ocr("12345678", ControlLevel.HARD_FIXED_LENGTH, fixed_length=8)


@pytest.mark.parametrize(
    ("base", "algorithm", "kid"),
    [
        ("60224", KidAlgorithm.MOD10, "602243"),
        ("1234", KidAlgorithm.MOD10, "12344"),
        ("1234", KidAlgorithm.MOD11, "12343"),
        ("12345678", KidAlgorithm.MOD11, "123456785"),
        ("2345676", KidAlgorithm.MOD11, "23456761"),
    ],
)
def test_kid_has_the_check_digit_of_its_algorithm(
    base: str, algorithm: KidAlgorithm, kid: str
) -> None:
    assert make_kid(base, algorithm) == kid
    assert is_kid(kid, algorithm)


def test_kid_of_mod_11_writes_ten_as_a_hyphen_and_eleven_as_zero() -> None:
    made = {make_kid(str(base), KidAlgorithm.MOD11)[-1] for base in range(1, 200)}

    assert made == set("0123456789-")


@given(bases, levels, st.sampled_from(["", " ", "-", "\u00a0", "."]))
def test_what_is_printed_is_what_is_matched(base: str, level: ControlLevel, gap: str) -> None:
    printed = make_ocr(base, level)

    reported = gap.join(printed[i : i + 4] for i in range(0, len(printed), 4))

    assert normalise_ocr(f"OCR: {reported} ") == printed
    assert is_ocr(normalise_ocr(reported), level)


@given(bases, st.sampled_from(KidAlgorithm))
def test_a_printed_kid_is_matched_with_its_hyphen(base: str, algorithm: KidAlgorithm) -> None:
    printed = make_kid(base, algorithm)

    assert normalise_kid(f" {printed} ") == printed
    assert is_kid(printed, algorithm)


@given(bases, st.integers(0, 25), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(base: str, position: int, change: int) -> None:
    printed = make_ocr(base, ControlLevel.HARD)
    index = position % len(printed)

    wrong = f"{printed[:index]}{(int(printed[index]) + change) % 10}{printed[index + 1 :]}"

    assert not is_ocr(wrong, ControlLevel.HARD)


agreements = st.one_of(
    st.builds(Agreement, levels, st.just(0), st.sampled_from(KidAlgorithm)),
    st.builds(Agreement, st.just(ControlLevel.HARD_FIXED_LENGTH), st.integers(10, 25)),
)


@given(st.integers(1_000_001, 999_999_999), agreements, st.sampled_from(["OCR", "KID"]))
def test_the_printed_reference_of_any_number_is_found_again(
    number: int, agreement: Agreement, reference_type: str
) -> None:
    printed = make_reference(str(number), reference_type, agreement)

    assert find_reference(f"Ref. {printed}", reference_type, agreement) == printed


@pytest.mark.parametrize("text", ["", "Tack!", "102344", "1023472"])
def test_what_is_no_reference_of_the_account_is_not_found(text: str) -> None:
    agreement = Agreement(ControlLevel.HARD_FIXED_LENGTH, ocr_length=6)

    assert find_reference(text, "OCR", agreement) is None


@pytest.mark.parametrize(
    ("base", "printed"),
    [
        ("12345672", "RF85 1234 5672"),
        ("1232", "RF11 1232"),
        ("123ABCZ", "RF35 123A BCZ"),
        ("539007547034", "RF18 5390 0754 7034"),
        ("123abcz", "RF35 123A BCZ"),
    ],
)
def test_rf_has_the_check_digits_of_iso_11649(base: str, printed: str) -> None:
    """Domain reference §1.2, row RF."""
    reference = make_rf(base)

    assert in_groups(reference).replace("\u00a0", " ") == printed
    assert is_rf(reference)


@pytest.mark.parametrize("base", ["", "12-", "1 2", "٣", "å", "1" * 22])
def test_what_fits_into_no_rf_is_refused(base: str) -> None:
    assert rf_form(base) == ""
    with pytest.raises(InvalidReferenceBaseError):
        make_rf(base)


@pytest.mark.parametrize(
    "text", ["RF86 1234 5672", "RF85 1234 5673", "RF85", "85 1234 5672", "Tack RF", ""]
)
def test_a_wrong_rf_is_not_read(text: str) -> None:
    assert read_rf(text) is None


@pytest.mark.parametrize("check_digits", ["00", "01", "99"])
def test_check_digits_that_are_never_made_are_refused(check_digits: str) -> None:
    bases = [str(base) for base in range(1000)]

    assert not any(is_rf(f"RF{check_digits}{base}") for base in bases)


def test_a_wrong_rf_is_no_reference_even_where_all_digits_are() -> None:
    anything = Agreement(ControlLevel.NONE)

    assert find_reference("RF86 1234 5672", "OCR", anything) is None
    assert find_reference("86 1234 5672", "OCR", anything) == "8612345672"


def test_an_rf_of_another_accounts_reference_is_not_found() -> None:
    agreement = Agreement(ControlLevel.HARD_FIXED_LENGTH, ocr_length=6)

    assert find_reference(make_rf("12345672"), "OCR", agreement) is None


@given(st.integers(1_000_001, 999_999_999), agreements, st.sampled_from(["OCR", "KID"]))
def test_the_printed_rf_of_any_number_is_found_as_its_reference(
    number: int, agreement: Agreement, reference_type: str
) -> None:
    reference = make_reference(str(number), reference_type, agreement)
    rf = in_groups(rf_form(reference))

    has_rf = len(reference) <= 21 and not reference.endswith("-")
    assert bool(rf) == has_rf
    for written in (f"Ref. {rf}", rf.lower(), f"RF-ref: {rf}, tack"):
        found = find_reference(written, reference_type, agreement)
        assert found == (reference if has_rf else None)
