"""Whom a provider asks to pay: another phone number is another attempt, the same one is not.

Kept as a keyed hash of the attempt's own, from which nobody reads the number.
"""

from typing import Any
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from payment_links.models import Payment

# What a caller may tell of the person, by its name in the provider's parameters.
TOLD = ("phone_number", "national_id_number")
SALT = "payment_links.payments.asked_person"


def hash_asked_person(attempt_id: UUID, told: dict[str, Any]) -> str:
    """64 hex digits, or empty when the provider asks nobody of a name. told: its parameters."""
    person = [str(told[name]) for name in TOLD if told.get(name)]
    if not person:
        return ""
    return salted_hmac(SALT, " ".join([str(attempt_id), *person]), algorithm="sha256").hexdigest()


def asks_the_same(attempt: Payment, told: dict[str, Any]) -> bool:
    """Whether these parameters ask whom the attempt asked; an older attempt does not know."""
    known = attempt.asked_person_hash
    return not known or constant_time_compare(known, hash_asked_person(attempt.pk, told))
