"""Days and moments as the payer reads them: in the page's language, by the merchant's clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from payment_links.checkout.language import written_locale
from payment_links.models import PaymentLink
from payment_links.money import PRINT_LOCALES


def day_text(day: date, link: PaymentLink) -> str:
    """As in 22 december 2026."""
    return format_date(day, "long", locale=_locale(link))


def moment_text(moment: datetime, link: PaymentLink) -> str:
    """As in 22 december 2026 13:00, by the merchant's clock."""
    return format_datetime(in_merchants_zone(moment, link), "d MMMM y HH:mm", locale=_locale(link))


def in_merchants_zone(moment: datetime, link: PaymentLink) -> datetime:
    """The moment as the merchant's clock shows it."""
    return moment.astimezone(ZoneInfo(link.merchant.time_zone))


def _locale(link: PaymentLink) -> str:
    return PRINT_LOCALES.get(written_locale(link), "en_SE")
