"""The language in which a payer reads: chosen on the page, else the one of the link's locale."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from payment_links.languages import chosen_language
from payment_links.models import PaymentLink
from payment_links.money import PRINT_LOCALES
from payment_links.new_link import DEFAULT_UNIT

LOCALES = {"sv": "sv-SE", "en": "en-US", "nb": "nb-NO", "da": "da-DK", "fi": "fi-FI"}
LANGUAGES = {locale: language for language, locale in LOCALES.items()}


def language_of(link: PaymentLink) -> str:
    """The language code of the link's locale."""
    return LANGUAGES.get(link.locale, settings.LANGUAGE_CODE)


def read_language(request: HttpRequest, link: PaymentLink) -> str:
    """The language in which the link's pages are read: the payer's choice comes first."""
    return chosen_language(request) or language_of(link)


def written_locale() -> str:
    """The API locale in which amounts are written: the one of the page's language."""
    return LOCALES.get(get_language() or "", "en-US")


def write_date(day: date) -> str:
    """The day in words, such as 3 December 2026."""
    text: str = format_date(day, "long", locale=_print_locale())
    return text


def write_moment(moment: datetime) -> str:
    """The day in words and the time, on the clock that the moment is given on."""
    return f"{write_date(moment.date())} {format_time(moment, 'short', locale=_print_locale())}"


def write_percent(rate: Decimal) -> str:
    """12.00 as "12 %", 11.10 as "11,1 %", with a no-break space."""
    return f"{format_decimal(rate, '#,##0.##', locale=_print_locale())}\u00a0%"


def write_unit(unit: str) -> str:
    """The unit as the merchant wrote it; the one of items that name none in the page's language."""
    return _("pcs") if unit == DEFAULT_UNIT else unit


def _print_locale() -> str:
    return PRINT_LOCALES[written_locale()]
