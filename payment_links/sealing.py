"""Secrets at rest: sealed when we must read them again, hashed when we only compare."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(secret: str) -> str:
    """The secret encrypted with the newest of SEALING_KEYS."""
    return _fernet().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again; raises cryptography.fernet.InvalidToken when no key fits."""
    return _fernet().decrypt(sealed.encode()).decode()


def hash_secret(secret: str) -> str:
    """SHA-256 of a random secret; random enough that no salt or slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches_hash(secret: str, hashed: str) -> bool:
    """Whether the secret has the hash, compared in constant time."""
    return hmac.compare_digest(hash_secret(secret), hashed)


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(key)) for key in settings.SEALING_KEYS])


def _fernet_key(text: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
