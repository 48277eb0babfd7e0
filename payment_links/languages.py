"""Which language a request is answered in: payers have all of ours, everybody else two."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

PAYER_PAGES = "/pay/"
# What a payer's page calls its language: in its address, and in the cookie that remembers it.
CHOICE = "language"
# Norwegians whose browser names the language as a whole, or the other way of writing it.
READ_AS = {"no": "nb", "nn": "nb"}


class LanguageMiddleware:
    """Answers every request in a language for which all of its page is written.

    Django's own would greet a Norwegian of the back office in Norwegian where its theme knows it,
    and in English for the rest of the same page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


def chosen_language(request: HttpRequest) -> str:
    """The language that a payer chose on the page, now or before; empty when none."""
    offered = dict(settings.LANGUAGES)
    choices = (request.GET.get(CHOICE, ""), request.COOKIES.get(CHOICE, ""))
    return next((choice for choice in choices if choice in offered), "")


def accepted_language(request: HttpRequest, offered: Iterable[str]) -> str:
    """The one of the offered languages that the browser asks for first, else LANGUAGE_CODE."""
    offered = set(offered)
    for accepted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = accepted.partition("-")[0]
        language = READ_AS.get(language, language)
        if language in offered:
            return language
    return settings.LANGUAGE_CODE


def _language_of(request: HttpRequest) -> str:
    if request.path_info.startswith(PAYER_PAGES):
        return chosen_language(request) or accepted_language(request, dict(settings.LANGUAGES))
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    offered = dict(settings.STAFF_LANGUAGES)
    return chosen if chosen in offered else accepted_language(request, offered)
