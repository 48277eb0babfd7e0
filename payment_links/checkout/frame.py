"""What stands around every page of the payer: the languages to choose from, and the foot."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from payment_links.languages import CHOICE


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One language of the switch. name: in the language itself. url: the page in it."""

    code: str
    name: str
    url: str
    is_current: bool


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    address: str = "",
) -> HttpResponse:
    """A page of the payer in the active language.

    address: of the page that the switch opens in another language; empty for the one asked for,
    which must then be one that can be opened.
    """
    language = get_language()
    frame = {
        "languages": [
            LanguageChoice(code, name, f"{address}?{CHOICE}={code}", code == language)
            for code, name in settings.LANGUAGES
        ],
        "genuine_url": f"{reverse('checkout:check')}?{CHOICE}={language}",
        "statement_url": f"{reverse('checkout:accessibility')}?{CHOICE}={language}",
    }
    return render(request, template, {**frame, **(context or {})}, status=status)
