"""Query parameters as typed values; text that is not exactly one raises ParameterError."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from payment_links.api.fields import LARGEST_INTEGER, SMALLEST_INTEGER
from payment_links.api.identifiers import read_uuid
from payment_links.new_link import EARLIEST_DATE, LATEST_DATE
from payment_links.text import has_invalid_characters

_INTEGER = re.compile(r"-?[0-9]{1,10}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")
Parse = Callable[[str], Any]


class ParameterError(ValueError):
    """The text is no value of the parameter. code: of API contract §1.4."""

    def __init__(self, code: str, description: str) -> None:
        self.code = code
        super().__init__(description)


def parse_choice(choices: tuple[str, ...]) -> Parse:
    def parse(text: str) -> str:
        if text not in choices:
            raise ParameterError("invalid_value", f"none of: {', '.join(choices)}")
        return text

    return parse


def parse_text(max_length: int) -> Parse:
    def parse(text: str) -> str:
        if has_invalid_characters(text):
            raise ParameterError("invalid_characters", "holds characters that are not accepted")
        if len(text) > max_length:
            raise ParameterError("invalid_value", f"longer than {max_length} characters")
        return text.strip()

    return parse


def parse_uuid(text: str) -> UUID:
    read = read_uuid(text)
    if read is None:
        raise ParameterError("invalid_format", "not a UUID")
    return read


def parse_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ParameterError("invalid_type", "integer expected")
    number = int(text)
    if not SMALLEST_INTEGER <= number <= LARGEST_INTEGER:
        raise ParameterError("invalid_value", "does not fit in 32 bits")
    return number


def parse_date(text: str) -> date:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ParameterError("invalid_format", "not a date YYYY-MM-DD") from error
    if not EARLIEST_DATE <= day <= LATEST_DATE:
        raise ParameterError("invalid_value", f"not between {EARLIEST_DATE} and {LATEST_DATE}")
    return day


def parse_moment(text: str) -> datetime:
    """An RFC 3339 time with its offset; a date alone means the beginning of that day in Sweden."""
    day, separator, rest = text.partition("T")
    beginning = datetime.combine(parse_date(day), time.min, ZoneInfo(settings.TIME_ZONE))
    if not separator:
        return beginning
    try:
        if not _TIME.fullmatch(rest):
            raise ValueError(text)
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ParameterError("invalid_format", "not a time like 2026-11-22T12:00:00Z") from error


def parse_last_moment(text: str) -> datetime:
    """As parse_moment, but a date alone means the end of that day."""
    moment = parse_moment(text)
    if "T" in text:
        return moment
    next_day = moment.date() + timedelta(days=1)
    return datetime.combine(next_day, time.min, moment.tzinfo) - timedelta(microseconds=1)
