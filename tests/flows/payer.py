"""A payer without JavaScript: opens pages, fills in forms and follows redirects by hand."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx2


@dataclass
class Form:
    """A form of a page with the values it would send, and its buttons as (name, value, text)."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append((values.get("name", ""), values.get("value", ""), ""))
            self.in_button = True
        elif tag == "input" and self.forms and "name" in values:
            unchecked = values.get("type") in {"radio", "checkbox"} and "checked" not in values
            if not unchecked:
                self.forms[-1].values[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self.in_button = False

    def handle_data(self, data: str) -> None:
        if self.in_button and self.forms and self.forms[-1].buttons:
            name, value, text = self.forms[-1].buttons[-1]
            self.forms[-1].buttons[-1] = (name, value, (text + data).strip())


class Payer:
    """A person with a browser: cookies, one page at a time."""

    def __init__(self) -> None:
        self.http = httpx2.Client(
            follow_redirects=True,
            trust_env=False,
            headers={
                "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
                "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "sv",
            },
            timeout=30,
        )
        self.page: httpx2.Response | None = None

    def open(self, url: str) -> str:
        """The text of the page at the address."""
        self.page = self.http.get(url)
        return self.page.text

    def forms(self) -> list[Form]:
        """The forms of the page that is open."""
        assert self.page is not None
        reader = FormReader()
        reader.feed(self.page.text)
        return reader.forms

    def submit(self, form: Form, button: tuple[str, str, str] | None = None, **changes: Any) -> str:
        """Send the form with a button and other values; returns the page it leads to."""
        assert self.page is not None
        values = {**form.values, **changes}
        if button is not None and button[0]:
            values[button[0]] = button[1]
        self.page = self.http.post(
            urljoin(str(self.page.url), form.action),
            data=values,
            headers={"Referer": str(self.page.url)},
        )
        return self.page.text
