"""Fields of request bodies: what JSON gives is taken as it is or refused, never converted."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NoReturn
from urllib.parse import urlsplit
from uuid import UUID

from rest_framework import serializers

from payment_links.api.identifiers import read_uuid
from payment_links.new_link import EARLIEST_DATE, LATEST_DATE
from payment_links.text import has_invalid_characters, is_blank

SMALLEST_INTEGER, LARGEST_INTEGER = -(2**31), 2**31 - 1
# What JSON's readers agree on.
LARGEST_NUMBER = 2**53 - 1
LARGEST_OBJECT = 16 * 1024
LONGEST_URL = 2000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URL = re.compile(r"https?://[^\s\\\"<>^`{|}]+")


class StrictField(serializers.Field[Any, Any, Any, Any]):
    """The codes and words of what is wrong with a value; null stands for an absent optional one.

    `schema` describes the values in the words of OpenAPI.
    """

    expected: ClassVar = "string"
    schema: dict[str, Any]
    default_error_messages = {
        "required": "{expected} is missing",
        "null": "null value where {expected} expected",
        "invalid_type": "{expected} expected",
        "invalid_format": "not of the expected form",
        "invalid_value": "not an accepted value",
        "invalid_characters": "holds characters that are not accepted",
        "blank": "is blank",
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_null", not options.get("required", True))
        super().__init__(**options)

    def fail(self, key: str, **values: Any) -> NoReturn:
        super().fail(key, **{"expected": self.expected, **values})

    def to_representation(self, value: Any) -> Any:
        return value


class TextField(StrictField):
    """Text without surrounding blanks; "" is refused where the field is required."""

    def __init__(self, *, max_length: int, one_line: bool = True, **options: Any) -> None:
        self.max_length = max_length
        self.one_line = one_line
        self.schema = {"type": "string", "maxLength": max_length}
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_type")
        if has_invalid_characters(data, one_line=self.one_line):
            self.fail("invalid_characters")
        text = data.strip()
        if is_blank(text):
            if self.required:
                self.fail("blank")
            return ""
        if len(text) > self.max_length:
            self.fail("invalid_value")
        return text


class ChoiceField(StrictField):
    """One of the given words, spelt exactly so."""

    def __init__(self, choices: tuple[str, ...], **options: Any) -> None:
        self.choices = choices
        self.schema = {"type": "string", "enum": list(choices)}
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_type")
        if data not in self.choices:
            self.fail("invalid_value")
        return data


class IntegerField(StrictField):
    """A whole number of 32 bits, written without point or exponent."""

    expected = "integer"

    def __init__(self, *, min_value: int = SMALLEST_INTEGER, **options: Any) -> None:
        self.min_value = min_value
        self.schema = {"type": "integer", "minimum": min_value, "maximum": LARGEST_INTEGER}
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid_type")
        if not self.min_value <= data <= LARGEST_INTEGER:
            self.fail("invalid_value")
        return data


class VatField(StrictField):
    """A VAT rate as Decimal percent: a fraction between 0 and 1 is taken times 100."""

    expected = "number"
    schema = {"type": "number", "minimum": 0, "exclusiveMaximum": 100}

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, int | Decimal) or isinstance(data, bool):
            self.fail("invalid_type")
        if not 0 <= data < 100:
            self.fail("invalid_value")
        # Judged as sent: a product is rounded to 28 digits, and may lose what is wrong with it.
        is_fraction = 0 < data < 1
        rounded = Decimal(data).quantize(Decimal("0.0001") if is_fraction else Decimal("0.01"))
        if rounded != data:
            self.fail("invalid_value")
        return abs(rounded * 100).quantize(Decimal("0.01")) if is_fraction else abs(rounded)


class UuidField(StrictField):
    """A UUID with hyphens."""

    schema = {"type": "string", "format": "uuid"}

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("invalid_type")
        read = read_uuid(data)
        if read is None:
            self.fail("invalid_format")
        return read


class DateField(StrictField):
    """A date YYYY-MM-DD between 2000-01-01 and 2100-12-31."""

    schema = {
        "type": "string",
        "format": "date",
        "description": f"Between {EARLIEST_DATE} and {LATEST_DATE}.",
    }

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str):
            self.fail("invalid_type")
        try:
            if not _DATE.fullmatch(data):
                raise ValueError(data)
            day = date.fromisoformat(data)
        except ValueError:
            self.fail("invalid_format")
        if not EARLIEST_DATE <= day <= LATEST_DATE:
            self.fail("invalid_value")
        return day


class UrlField(StrictField):
    """An http or https address without user name and password; "" stands for none."""

    schema = {"type": "string", "maxLength": LONGEST_URL}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_type")
        if has_invalid_characters(data):
            self.fail("invalid_characters")
        address = data.strip()
        if address and not self._is_address(address):
            self.fail("invalid_format")
        if len(address) > LONGEST_URL:
            self.fail("invalid_value")
        return address

    @staticmethod
    def _is_address(address: str) -> bool:
        try:
            parts = urlsplit(address)
            if parts.port == 0 or not parts.hostname or "@" in parts.netloc:
                return False
        except ValueError:
            return False
        return bool(_URL.fullmatch(address))


class ObjectField(StrictField):
    """A JSON object of any content, at most 16 kB; its decimal numbers become floats."""

    expected = "object"
    schema = {"type": "object", "additionalProperties": True}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid_type")
        content: dict[str, Any] = self._content(data)
        if len(json.dumps(content, ensure_ascii=False)) > LARGEST_OBJECT:
            self.fail("invalid_value")
        return content

    def _content(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._text(key): self._content(member) for key, member in value.items()}
        if isinstance(value, list):
            return [self._content(member) for member in value]
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Decimal):
            return self._number(float(value))
        return value if value is None or isinstance(value, bool) else self._number(value)

    def _text(self, value: str) -> str:
        if has_invalid_characters(value, one_line=False):
            self.fail("invalid_characters")
        return value

    def _number(self, value: float) -> float:
        if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            self.fail("invalid_value")
        return value


class TextListField(StrictField):
    """A list of short texts."""

    expected = "list"

    def __init__(self, *, most: int, max_length: int, **options: Any) -> None:
        self.most = most
        self.schema = {
            "type": "array",
            "items": {"type": "string", "maxLength": max_length},
            "maxItems": most,
        }
        self.member = TextField(max_length=max_length)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list):
            self.fail("invalid_type")
        if len(data) > self.most:
            self.fail("invalid_value")
        errors: dict[str, Any] = {}
        texts = []
        for position, value in enumerate(data):
            try:
                texts.append(self.member.run_validation(value))
            except serializers.ValidationError as error:
                errors[str(position)] = error.detail
        if errors:
            raise serializers.ValidationError(errors)
        return texts
