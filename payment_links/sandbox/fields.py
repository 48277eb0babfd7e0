"""Strict reading of JSON bodies: every wrong field is found before the request is refused."""

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from payment_links.sandbox.answers import Problem, RefusedError, refuse

Value = TypeVar("Value")
UUID_PATTERN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LARGEST_INTEGER = 2**31 - 1


class InvalidValueError(Exception):
    """A value that breaks a field's rule."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class Body:
    """A JSON object being read. Values count only after finish() has passed without an error."""

    def __init__(
        self, data: dict[str, Any], path: str = "", problems: list[Problem] | None = None
    ) -> None:
        self.data = data
        self.path = path
        self.problems = [] if problems is None else problems

    def add(self, name: str, error: str, description: str) -> None:
        """Note a problem with the named field."""
        self.problems.append(Problem(error, description, f"{self.path}{name}"))

    def required(self, name: str, check: Callable[[object], Value]) -> Value:
        """The checked value of a field that must be there and must not be null."""
        if name not in self.data:
            self.add(name, "missing_property", "the property is required")
        elif self.data[name] is None:
            self.add(name, "null_value", "null value where a value is expected")
        else:
            return cast(Value, self.optional(name, check))
        return cast(Value, None)

    def optional(self, name: str, check: Callable[[object], Value]) -> Value | None:
        """The checked value, or None when the field is absent or null."""
        if self.data.get(name) is None:
            return None
        try:
            return check(self.data[name])
        except InvalidValueError as error:
            self.add(name, error.error, error.description)
            return None

    def inside(self, name: str) -> "Body":
        """The object held by the named field, read with the same list of problems."""
        return Body(self.optional(name, json_object) or {}, f"{self.path}{name}.", self.problems)

    def each(self, name: str) -> Iterator["Body"]:
        """The objects of a list field that must hold at least one."""
        values = self.required(name, json_list)
        if values == []:
            self.add(name, "invalid_value", "the list is empty")
        for number, value in enumerate(values or []):
            if isinstance(value, dict):
                yield Body(value, f"{self.path}{name}.{number}.", self.problems)
            else:
                self.add(f"{name}.{number}", "invalid_type", "not an object")

    def finish(self) -> None:
        """Raises RefusedError 422 with every problem found."""
        if self.problems:
            raise RefusedError(422, self.problems)


def read_json(request: HttpRequest) -> Any:
    """The body as JSON. Raises RefusedError 422 for what is not JSON in UTF-8, 413 when too big."""
    try:
        return parse_json(request.body)
    except RequestDataTooBig as error:
        raise refuse(413, "too_large", "the body is too large") from error


def parse_json(content: bytes) -> Any:
    """JSON in UTF-8 without NaN, infinite numbers and lone surrogates, else RefusedError 422."""
    try:
        data = json.loads(content.decode(), parse_constant=finite, parse_float=finite)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise refuse(422, "malformed_json", "the body is not JSON in UTF-8") from error
    return data


def read_json_object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object, else RefusedError 422."""
    data = read_json(request)
    if data is None:
        raise refuse(422, "null_value", "null value where an object is expected")
    if not isinstance(data, dict):
        raise refuse(422, "invalid_type", "the body is not an object")
    return data


def read_optional_json_object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object; no body at all is an empty one."""
    return read_json_object(request) if request.body.strip() else {}


def finite(text: str) -> float:
    """A number that is neither infinite nor NaN."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def text(maximum: int) -> Callable[[object], str]:
    """A check for text that is not blank and not longer than maximum characters."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise InvalidValueError("invalid_type", "not a text")
        if not value.strip() or len(value) > maximum or "\x00" in value:
            raise InvalidValueError("invalid_value", f"not a text of 1 to {maximum} characters")
        return value

    return check


def any_text(maximum: int) -> Callable[[object], str]:
    """A check for text, also an empty one, not longer than maximum characters."""

    def check(value: object) -> str:
        return "" if value == "" else text(maximum)(value)

    return check


def one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    """A check for one of the given words."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise InvalidValueError("invalid_type", "not a text")
        if value not in choices:
            raise InvalidValueError("invalid_value", f"not one of: {', '.join(choices)}")
        return value

    return check


def integer(value: object) -> int:
    """A whole number of 32 bits; booleans and 1.0 are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValueError("invalid_type", "not an integer")
    if abs(value) > LARGEST_INTEGER:
        raise InvalidValueError("invalid_value", "does not fit in 32 bits")
    return value


def positive(value: object) -> int:
    """A whole number above zero."""
    number = integer(value)
    if number < 1:
        raise InvalidValueError("invalid_value", "not above zero")
    return number


def percent(value: object) -> float | int:
    """A VAT rate in percent, from 0 and below 100."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidValueError("invalid_type", "not a number")
    if not 0 <= value < 100:
        raise InvalidValueError("invalid_value", "not between 0 and 99.99")
    return value


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise InvalidValueError("invalid_type", "not a boolean")
    return value


def json_object(value: object) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise InvalidValueError("invalid_type", "not an object")
    return value


def json_list(value: object) -> list[Any]:
    """A JSON list."""
    if not isinstance(value, list):
        raise InvalidValueError("invalid_type", "not a list")
    return value


def text_list(value: object) -> list[str]:
    """A JSON list of texts."""
    return [text(200)(entry) for entry in json_list(value)]


def identifier(value: object) -> str:
    """A UUID in its usual form, in lower case."""
    if not isinstance(value, str):
        raise InvalidValueError("invalid_type", "not a text")
    if not UUID_PATTERN.fullmatch(value):
        raise InvalidValueError("invalid_format", "not a UUID")
    return value.lower()


def web_address(value: object) -> str:
    """An absolute http or https address."""
    address = text(2000)(value)
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise InvalidValueError("invalid_format", "not an http or https address") from error
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise InvalidValueError("invalid_format", "not an http or https address")
    return address
