"""What is paid for, as texts that a payer reads: lines, VAT per rate, and the gist of it."""

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payment_links.checkout.language import write_percent, write_unit, written_locale
from payment_links.models import Item, PaymentLink
from payment_links.models.links import VAT_TREATMENTS
from payment_links.money import format_amount
from payment_links.vat import PriceBasis, VatTreatment, totals_per_rate

LONGEST_GIST = 60


@dataclass(frozen=True, slots=True)
class ItemLine:
    """Amounts are texts as the payer reads them. price: empty when the amount says it all."""

    description: str
    quantity: int
    unit: str
    price: str
    amount: str


@dataclass(frozen=True, slots=True)
class VatLine:
    """VAT of a rate. treatment: why there is none, or empty."""

    rate: str
    treatment: str
    vat_amount: str


@dataclass(frozen=True, slots=True)
class Gist:
    """What is paid for in a few words. more: how many items there are besides, or empty."""

    item: str
    more: str


def gist_of(items: list[ItemLine]) -> Gist | None:
    """The first item, cut to LONGEST_GIST, and how many more there are; None without any."""
    if not items:
        return None
    item = Truncator(items[0].description).chars(LONGEST_GIST)
    count = len(items) - 1
    more = ngettext("and %(count)s more item", "and %(count)s more items", count)
    return Gist(item, more % {"count": count} if count else "")


def item_lines(link: PaymentLink) -> list[ItemLine]:
    """The link's items in their order."""
    return [
        ItemLine(
            description=item.description,
            quantity=item.quantity,
            unit=write_unit(item.unit),
            price=_price(item, link),
            amount=format_amount(item.amount, link.currency, written_locale()),
        )
        for item in link.items.order_by("position")
    ]


def vat_lines(link: PaymentLink) -> list[VatLine]:
    """The VAT that is contained in the total, per rate."""
    return [
        VatLine(
            rate=write_percent(total.vat),
            treatment=_treatment(total.treatment),
            vat_amount=format_amount(total.vat_amount, link.currency, written_locale()),
        )
        for total in totals_per_rate(item.vat_line for item in link.items.all())
    ]


def _price(item: Item, link: PaymentLink) -> str:
    has_net_price = link.price_basis == PriceBasis.NET
    if item.quantity == 1 and not has_net_price:
        return ""
    price = format_amount(item.price, link.currency, written_locale())
    return _("%(price)s excl. VAT") % {"price": price} if has_net_price else price


def _treatment(treatment: VatTreatment) -> str:
    return "" if treatment == VatTreatment.TAXED else str(dict(VAT_TREATMENTS)[treatment])
