"""Lists of the Payments API: filters by time, and both shapes of the answer."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from payment_links.sandbox.answers import Problem, RefusedError, answer_json, refuse

Row = TypeVar("Row", bound=Model)
LONGEST_PAGE = 1_000
DEFAULT_PAGE = 100
DATE_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}")


def filter_created_at(request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows created between `from` and `to`, also spelt created_at_from and created_at_to.

    Raises RefusedError 422 for what is no RFC 3339 time. A date alone is the whole day in UTC.
    """
    problems: list[Problem] = []
    for name, lookup, days in (("from", "created_at__gte", 0), ("to", "created_at__lt", 1)):
        for parameter in (name, f"created_at_{name}"):
            value = request.GET.get(parameter)
            if not value:
                continue
            try:
                rows = rows.filter(**{lookup: read_moment(value, days)})
            except (ValueError, OverflowError):
                problems.append(Problem("invalid_format", "not an RFC 3339 time", parameter))
    if problems:
        raise RefusedError(422, problems)
    return rows


def read_moment(value: str, days: int) -> datetime:
    """A time; for a date its midnight, the given number of days later."""
    if DATE_PATTERN.fullmatch(value):
        return datetime.combine(date.fromisoformat(value) + timedelta(days), time.min, tzinfo=UTC)
    # In an address a plus sign that was not escaped arrives as a blank.
    moment = datetime.fromisoformat(value.replace(" ", "+"))
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def filter_choice(
    request: HttpRequest, rows: QuerySet[Row], name: str, *, choices: list[str]
) -> QuerySet[Row]:
    """Rows whose field of that name has the value asked for. Raises RefusedError 422."""
    value = request.GET.get(name)
    if not value:
        return rows
    if value not in choices:
        raise refuse(422, "invalid_value", f"not one of: {', '.join(choices)}", field=name)
    return rows.filter(**{name: value})


def answer_list(
    request: HttpRequest, rows: QuerySet[Row], write: Callable[[Row], dict[str, Any]]
) -> HttpResponse:
    """The rows, newest first: a bare array, or with x-api-version a page with its links."""
    rows = rows.order_by("-created_at", "pk")
    offset = read_number(request, "offset", 0)
    limit = read_number(request, "limit", 0)
    if limit > LONGEST_PAGE or ("limit" in request.GET and limit == 0):
        raise refuse(422, "invalid_value", f"not between 1 and {LONGEST_PAGE}", field="limit")
    if "x-api-version" not in request.headers:
        page = rows[offset : offset + limit] if limit else rows[offset:]
        return answer_json([write(row) for row in page])
    limit = limit or DEFAULT_PAGE
    found = list(rows[offset : offset + limit + 1])
    return answer_json(
        {
            "data": [write(row) for row in found[:limit]],
            "_links": {
                "current": link(request, offset),
                "first": link(request, 0),
                "next": link(request, offset + limit) if len(found) > limit else None,
                "previous": link(request, max(0, offset - limit)) if offset else None,
            },
        }
    )


def link(request: HttpRequest, offset: int) -> dict[str, str]:
    """A link to the page that begins at the offset, with the same filters."""
    query = request.GET.copy()
    query["offset"] = str(offset)
    return {"href": f"{request.path}?{query.urlencode()}"}


def read_number(request: HttpRequest, name: str, default: int) -> int:
    """A whole number of the query. Raises RefusedError 422."""
    value = request.GET.get(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise refuse(422, "invalid_value", "not a whole number", field=name)
    return int(value)
