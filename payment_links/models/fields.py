"""Values that models make for themselves: time-ordered keys and unguessable tokens."""

import secrets
import uuid

import uuid_utils.compat


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): ordered by time, cheap to insert, never a credential."""
    made: uuid.UUID = uuid_utils.compat.uuid7()
    return made


def random_token() -> str:
    """192 random bits as 32 URL-safe characters, derived from nothing."""
    return secrets.token_urlsafe(24)
