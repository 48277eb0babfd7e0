"""Typed readers of environment variables; a wrong value stops the start with a clear message."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

environment = environ.Env()


def read_text(name: str, default: str = "") -> str:
    """The variable's text without surrounding blanks, or the default when it is not set."""
    return str(environment.str(name, default=default)).strip()


def read_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of the given words."""
    value = read_text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}.")
    return value


def read_flag(name: str, *, default: bool) -> bool:
    """A yes or no, written as on/off, true/false, yes/no or 1/0."""
    value = read_text(name, "on" if default else "off").lower()
    if value in {"on", "true", "yes", "1"}:
        return True
    if value in {"off", "false", "no", "0"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither on nor off.")


def read_whole_number(name: str, default: int, *, minimum: int = 0, maximum: int = 2**31) -> int:
    """A whole number between minimum and maximum."""
    value = read_text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.")
    if not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(f"{name}={value} is not between {minimum} and {maximum}.")
    return int(value)


def read_words(name: str, default: str = "") -> list[str]:
    """Words separated by commas."""
    return [word.strip() for word in read_text(name, default).split(",") if word.strip()]


def read_hosts(name: str, default: str) -> list[str]:
    """Host names separated by commas, at least one: without any, every request would be refused."""
    hosts = read_words(name, default)
    if not hosts:
        raise ImproperlyConfigured(f"{name} must name the hosts we are reached at.")
    return hosts


def read_url(name: str, default: str) -> str:
    """An http or https address, without a slash at its end."""
    value = read_text(name, default).rstrip("/")
    if not value:
        raise ImproperlyConfigured(f"{name} must be set to an http or https address.")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ImproperlyConfigured(f"{name}={value!r} is not an http or https address.")
    return value


def read_database(name: str, default: str) -> dict[str, Any]:
    """A database address such as postgres://user:password@host:5432/name or sqlite:////path/file."""
    try:
        database: dict[str, Any] = environment.db_url(name, default=default)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a database address: {error}") from error
    if not database.get("ENGINE"):
        raise ImproperlyConfigured(f"{name} names no database Django knows.")
    return database


def read_or_make_secret(name: str, file: Path) -> str:
    """A secret from the environment, else from the file, which is made when it is missing.

    The file serves development only; production must set the variable.
    """
    value = read_text(name)
    if value:
        return value
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()
