"""Bodies as they come in: UTF-8 JSON of at most 1 MiB, read strictly."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from email.message import Message
from typing import IO, Any, NoReturn, cast

from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from payment_links.api.body_lengths import LARGEST_BODY
from payment_links.api.errors import BodyTooLargeError, UnsupportedMediaTypeError
from payment_links.errors import DomainError, FieldError, InvalidInputError

DEEPEST_NESTING = 20
# Python refuses to read longer integers; a cut one is still far out of every range.
MOST_DIGITS = 1000


class MalformedJSONError(DomainError):
    code = "malformed_json"
    http_status = 422
    description = "The body is not JSON in UTF-8."


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it, and one object only.

    Numbers with a point or an exponent are read as Decimal. Raises MalformedJSONError for
    duplicate keys, a byte order mark, NaN and what else is no JSON; InvalidInputError for a body
    that is no object, is nested too deeply or holds a key that begins with py/.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        _refuse_other_encodings(media_type or "", parser_context or {})
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise BodyTooLargeError
        body = _read_json(raw)
        if body is None:
            raise InvalidInputError([FieldError("null_value", "null where object expected", "")])
        if not isinstance(body, dict):
            raise InvalidInputError([FieldError("invalid_type", "The body is not an object.", "")])
        _refuse_structure(body)
        return body


def read_body(request: Request) -> dict[str, Any]:
    """The body's object; raises MalformedJSONError when there is no body."""
    if request.stream is None:
        raise MalformedJSONError("The body is empty.")
    return read_optional_body(request)


def read_optional_body(request: Request) -> dict[str, Any]:
    """The body's object, {} when there is no body; refuses what StrictJSONParser refuses."""
    return cast(dict[str, Any], request.data)


def _refuse_other_encodings(media_type: str, parser_context: Mapping[str, Any]) -> None:
    header = Message()
    header["Content-Type"] = media_type
    if header.get_content_type() != "application/json":
        raise UnsupportedMediaTypeError
    if str(header.get_param("charset", "utf-8")).lower() not in {"utf-8", "utf8"}:
        raise UnsupportedMediaTypeError
    request = parser_context["request"]
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise UnsupportedMediaTypeError
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise BodyTooLargeError


def _read_json(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_whole_number,
            parse_float=_decimal,
            parse_constant=_refuse_constant,
        )
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        # A byte order mark is no JSON either: json.loads says so for text that begins with one.
        raise MalformedJSONError from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise MalformedJSONError("The body holds a key twice in one object.")
    return read


def _whole_number(text: str) -> int:
    return int(text[:MOST_DIGITS])


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        # An exponent that not even Decimal holds: out of every range.
        return Decimal("Infinity")


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJSONError(f"{name} is not a JSON number.")


def _too_deep() -> InvalidInputError:
    return InvalidInputError(
        [FieldError("invalid_value", f"Nested deeper than {DEEPEST_NESTING} levels.", "")]
    )


def _refuse_structure(body: dict[str, Any]) -> None:
    """Level by level, so that depth costs no recursion."""
    level: list[tuple[str, Any]] = [("", body)]
    for _depth in range(DEEPEST_NESTING):
        level = [
            (f"{path}.{key}" if path else str(key), value)
            for path, container in level
            for key, value in _members(path, container)
            if isinstance(value, dict | list)
        ]
        if not level:
            return
    raise _too_deep()


def _members(path: str, container: Any) -> Any:
    """(key, value) pairs; clients that decode with jsonpickle would run what py/ keys name."""
    if isinstance(container, list):
        return enumerate(container)
    for key in container:
        if key.startswith("py/"):
            place = f"{path}.{key}" if path else key
            description = "Keys that begin with py/ are refused."
            raise InvalidInputError([FieldError("invalid_value", description, place)])
    return container.items()
