"""What the tenant said of a link that staff should look at before a document says it too."""

from collections.abc import Iterator
from datetime import date

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from payment_links.admin import display
from payment_links.check_digits import compact_organization_number
from payment_links.clock import day_of
from payment_links.models import Item, PaymentLink
from payment_links.vat_rates import is_known_country, rates_on


def doubts(link: PaymentLink, items: list[Item]) -> list[str]:
    """One sentence per doubt; empty when nothing is. Both selected with their merchants."""
    return [
        *_several_sellers(link, items),
        *_other_seller(link),
        *_unlawful_rates(link, items),
    ]


def supply_date(link: PaymentLink) -> date:
    """The day whose VAT rates hold: of the delivery, else when the link was made."""
    return link.delivery_date or day_of(link.created_at, link.merchant.time_zone)


def _several_sellers(link: PaymentLink, items: list[Item]) -> Iterator[str]:
    others = {item.merchant_id: item.merchant.name for item in items}
    others.pop(link.merchant_id, None)
    if others:
        yield _(
            "Some items are of %(others)s. Documents and books take the whole link for a sale of "
            "%(merchant)s, the merchant of the first item: divide it by hand, or make one link "
            "per merchant."
        ) % {"others": ", ".join(sorted(others.values())), "merchant": link.merchant.name}


def _other_seller(link: PaymentLink) -> Iterator[str]:
    told = str(link.supplier.get("organization_number") or "")
    known = link.merchant.organization_number
    if told and known and _compact(told, link) != _compact(known, link):
        yield _(
            "The tenant names %(told)s as the seller's organisation number, the merchant's own is "
            "%(known)s. Documents show the merchant's own."
        ) % {"told": told, "known": known}


def _unlawful_rates(link: PaymentLink, items: list[Item]) -> Iterator[str]:
    country, day = link.merchant.country, supply_date(link)
    if not is_known_country(country):
        return
    unlawful = {item.vat for item in items} - rates_on(country, day)
    if unlawful:
        yield _(
            "Not a VAT rate of %(country)s on %(day)s: %(rates)s. Documents show the rate that the "
            "tenant gave."
        ) % {
            "country": Locale.parse(get_language() or "en", sep="-").territories[country],
            "day": day.isoformat(),
            "rates": ", ".join(display.percent_text(vat) for vat in sorted(unlawful)),
        }


def _compact(number: str, link: PaymentLink) -> str:
    return compact_organization_number(number, link.merchant.country)
