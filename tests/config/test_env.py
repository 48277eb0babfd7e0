"""Readers of the environment: right values are typed, wrong ones stop the start."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(("text", "expected"), [("on", True), ("YES", True), ("0", False)])
def test_a_flag_is_read(monkeypatch: pytest.MonkeyPatch, text: str, expected: bool) -> None:
    monkeypatch.setenv("SOME_FLAG", text)

    assert env.read_flag("SOME_FLAG", default=not expected) is expected


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (lambda: env.read_flag("SOME", default=True), "maybe", "neither on nor off"),
        (lambda: env.read_whole_number("SOME", 1), "1.5", "not a whole number"),
        (lambda: env.read_whole_number("SOME", 1), "-1", "not a whole number"),
        (lambda: env.read_whole_number("SOME", 1, maximum=10), "11", "not between 0 and 10"),
        (lambda: env.read_choice("SOME", "a", ("a", "b")), "c", "not one of: a, b"),
        (lambda: env.read_url("SOME", ""), "ftp://x", "not an http or https address"),
        (lambda: env.read_url("SOME", ""), "localhost", "not an http or https address"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], text: str, said: str
) -> None:
    monkeypatch.setenv("SOME", text)

    with pytest.raises(ImproperlyConfigured, match=said) as stop:
        read()

    assert "SOME" in str(stop.value)


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_WORDS", " a, b ,,c")

    assert env.read_words("SOME_WORDS") == ["a", "b", "c"]


def test_a_missing_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "secret"

    first = env.read_or_make_secret("UNSET_SECRET", file)

    assert len(first) >= 50
    assert env.read_or_make_secret("UNSET_SECRET", file) == first
    assert file.stat().st_mode & 0o777 == 0o600
