"""Secrets at rest."""

import pytest
from cryptography.fernet import InvalidToken
from pytest_django import Settings

from payment_links import sealing


def test_a_sealed_secret_comes_back(settings: Settings) -> None:
    sealed = sealing.seal("whsec_abc")

    assert "whsec_abc" not in sealed
    assert sealing.unseal(sealed) == "whsec_abc"


def test_an_old_key_still_opens_after_rotation(settings: Settings) -> None:
    settings.SEALING_KEYS = ["old"]
    sealed = sealing.seal("whsec_abc")

    settings.SEALING_KEYS = ["new", "old"]

    assert sealing.unseal(sealed) == "whsec_abc"


def test_a_wrong_key_opens_nothing(settings: Settings) -> None:
    sealed = sealing.seal("whsec_abc")
    settings.SEALING_KEYS = ["another"]

    with pytest.raises(InvalidToken):
        sealing.unseal(sealed)


def test_only_the_secret_itself_matches_its_hash() -> None:
    hashed = sealing.hash_secret("secret")

    assert sealing.matches_hash("secret", hashed)
    assert not sealing.matches_hash("Secret", hashed)
