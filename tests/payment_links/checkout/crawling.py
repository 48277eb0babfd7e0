"""A program that opens everything it can reach from one address: links, files, forms by GET."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import connections
from django.test import Client

ORIGIN = "http://testserver"
# Where an address may stand in a page of ours.
ATTRIBUTES = {
    *("href", "src", "srcset", "action", "formaction", "content"),
    *("data-status-url", "data-check-url"),
}
# Wrong codes are counted, as wrong passwords are: the next guess depends on it.
COUNTERS = {"shared_counts"}


@dataclass(slots=True)
class _Form:
    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """The addresses and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.forms: list[_Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = values.get("method", "get").lower()
            self.forms.append(_Form(values.get("action", ""), method))
        elif tag in {"input", "select", "textarea"} and self.forms and "name" in values:
            self.forms[-1].values[values["name"]] = values.get("value") or "robot"
        self.addresses += [
            value for name, value in values.items() if name in ATTRIBUTES and "/" in value
        ]

    def found(self) -> list[str]:
        """Every address that a GET leads to, also those that forms POST to."""
        filled = [
            f"{form.action}?{urlencode(form.values)}" for form in self.forms if form.method == "get"
        ]
        return self.addresses + filled


@dataclass(slots=True)
class Crawl:
    """What was fetched, by address; foreign: addresses of other hosts, which are not opened."""

    client: Client
    answers: dict[str, Any] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)

    def open(self, start: str) -> "Crawl":
        """Open the address and all that is reached from it, each by HEAD and by GET."""
        waiting = [start]
        while waiting:
            path = waiting.pop()
            if path in self.answers:
                continue
            self.client.head(path)
            answer = self.client.get(path)
            self.answers[path] = answer
            waiting += [found for found in map(self._own, self._leads_to(answer, path)) if found]
        return self

    def _leads_to(self, answer: Any, path: str) -> list[str]:
        leads = [answer.headers["Location"]] if "Location" in answer.headers else []
        if answer.headers["Content-Type"].startswith("text/html"):
            reader = _Reader()
            reader.feed(answer.content.decode())
            leads += reader.found()
        return [urljoin(f"{ORIGIN}{path}", lead) for lead in leads]

    def _own(self, url: str) -> str:
        """The path of an address of ours, without its fragment; empty for all others."""
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
            self.foreign.add(url)
            return ""
        if parts.path.startswith("/static/"):
            return ""
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def all_rows() -> dict[str, list[str]]:
    """Every row of every table of both databases, as text."""
    return {
        f"{alias}.{table}": _rows(alias, table)
        for alias in ("default", "sandbox")
        for table in connections[alias].introspection.table_names()
        if table not in COUNTERS
    }


def _rows(alias: str, table: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connections[alias].ops.quote_name(table)}")  # noqa: S608
        return sorted(map(repr, cursor.fetchall()))


def spellings(number: str) -> list[str]:
    """A telephone number of nine national digits as it may be written anywhere."""
    national = re.sub(r"\D", "", number).lstrip("0")
    area, parts = national[:2], (national[2:5], national[5:7], national[7:])
    return [national, f"{area}-{''.join(parts)}", " ".join(parts), f"{area}{' '.join(parts)}"]
