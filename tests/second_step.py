"""The second step of signing in, as an authenticator app would do it."""

from allauth.mfa.totp.internal import auth

from payment_links.models import User


def add_app(user: User) -> str:
    """Give the user an authenticator app; returns the key it holds."""
    secret: str = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    return secret


def code_of(key: str, *, steps_later: int = 0) -> str:
    """What the app with this key shows now, or after so many half minutes."""
    *_earlier, last = auth.yield_hotp_counters_from_time()
    now = last - len(_earlier) // 2
    code: str = auth.format_hotp_value(auth.hotp_value(key, now + steps_later))
    return code
