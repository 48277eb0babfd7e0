"""Pages of the list of links: keyset paging by an ordering, and cursors bound to it."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from payment_links.api.link_objects import Row, link_rows
from payment_links.api.parameters import (
    ParameterError,
    Parse,
    parse_choice,
    parse_date,
    parse_integer,
    parse_moment,
    parse_uuid,
)
from payment_links.errors import FieldError, InvalidInputError
from payment_links.models.links import PaymentLinkQuerySet

LARGEST_PAGE = 1000
DEFAULT_ORDERING = "-created_at"
VALUE_PARSERS: dict[str, Parse] = {
    "created_at": parse_moment,
    "due_date": parse_date,
    "total_amount": parse_integer,
    "updated_at": parse_moment,
}
ORDERINGS = tuple(sign + column for column in VALUE_PARSERS for sign in ("", "-"))


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an ordered list: behind the link with this value and id."""

    value: Any
    link_id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """What the paging parameters ask for. limit: None for the whole list."""

    ordering: str
    limit: int | None
    start: Position | None


def read_page(parameters: QueryDict) -> Page:
    """Raises InvalidInputError with every wrong paging parameter."""
    errors: list[FieldError] = []
    ordering = _read(parameters, "ordering", parse_choice(ORDERINGS), errors) or DEFAULT_ORDERING
    limit = _read(parameters, "limit", _parse_limit, errors)
    start = _read(parameters, "cursor", partial(_decode, ordering=str(ordering)), errors)
    if "cursor" in parameters and "limit" not in parameters:
        errors.append(FieldError("missing_property", "cursor needs limit", "limit"))
    if errors:
        raise InvalidInputError(errors)
    return Page(ordering, limit, start)


def rows_after(
    links: PaymentLinkQuerySet, ordering: str, start: Position | None, size: int
) -> list[Row]:
    """At most `size` rows behind the start in the ordering; links without a value come last."""
    if start is not None:
        links = links.filter(_behind(start, ordering))
    return link_rows(links.order_by(*_keys(ordering))[:size])


def pages_of(links: PaymentLinkQuerySet, ordering: str, size: int) -> Iterator[list[Row]]:
    """The whole list in pages, each a query of its own."""
    start = None
    while True:
        rows = rows_after(links, ordering, start, size)
        yield rows
        if len(rows) < size:
            return
        start = position_of(rows[-1], ordering)


def position_of(row: Row, ordering: str) -> Position:
    """The place behind a row."""
    return Position(row[ordering.removeprefix("-")], row["id"])


def encode_cursor(position: Position, ordering: str) -> str:
    """The position as text that only we read."""
    value = position.value
    text = value.isoformat() if hasattr(value, "isoformat") else value
    content = json.dumps([ordering, text, str(position.link_id)], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _keys(ordering: str) -> list[OrderBy]:
    """NULLS LAST only where there are nulls: PostgreSQL's indexes are not made for it."""
    nulls_last = True if ordering.endswith("due_date") else None
    column = ordering.removeprefix("-")
    if ordering.startswith("-"):
        return [F(column).desc(nulls_last=nulls_last), F("pk").desc()]
    return [F(column).asc(nulls_last=nulls_last), F("pk").asc()]


def _behind(start: Position, ordering: str) -> Q:
    """Implied bounds on the column alone let the database use its index."""
    column, further = ordering.removeprefix("-"), "lt" if ordering.startswith("-") else "gt"
    behind_in_tie = Q(**{f"pk__{further}": start.link_id})
    if start.value is None:
        return Q(**{f"{column}__isnull": True}) & behind_in_tie
    tie = Q(**{column: start.value}) & behind_in_tie
    behind = Q(**{f"{column}__{further}e": start.value}) & (
        Q(**{f"{column}__{further}": start.value}) | tie
    )
    return behind | Q(**{f"{column}__isnull": True}) if column == "due_date" else behind


def _decode(text: str, ordering: str) -> Position:
    column = ordering.removeprefix("-")
    try:
        padded = text + "=" * (-len(text) % 4)
        made_for, value, link_id = json.loads(base64.b64decode(padded, b"-_", validate=True))
        if made_for != ordering:
            raise ParameterError("invalid_value", "made for another ordering")
        is_empty = value is None and column == "due_date"
        known = None if is_empty else VALUE_PARSERS[column](str(value))
        return Position(known, parse_uuid(str(link_id)))
    except (RecursionError, TypeError, ValueError) as error:
        raise ParameterError("invalid_value", "not a cursor of this ordering") from error


def _parse_limit(text: str) -> int:
    limit = parse_integer(text)
    if not 1 <= limit <= LARGEST_PAGE:
        raise ParameterError("invalid_value", f"not between 1 and {LARGEST_PAGE}")
    return limit


def _read(parameters: QueryDict, name: str, parse: Parse, errors: list[FieldError]) -> Any:
    if name not in parameters:
        return None
    try:
        return parse(str(parameters[name]))
    except ParameterError as error:
        errors.append(FieldError(error.code, str(error), name))
        return None
