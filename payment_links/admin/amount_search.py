"""Amounts as people type them into the search box: "1 250,50", "1250.50 kr", "SEK 140", "140:-"."""

import re
from dataclasses import dataclass

from django.db.models import Q

from payment_links.models.tenants import CURRENCIES

# What a currency is called, and which it may be: crowns are of three countries.
CURRENCY_NAMES = {
    **{currency.lower(): (currency,) for currency in CURRENCIES},
    "kr": ("SEK", "NOK", "DKK"),
    "kronor": ("SEK",),
    "kroner": ("NOK", "DKK"),
    "€": ("EUR",),
    "euro": ("EUR",),
    "£": ("GBP",),
}
_NAME = "|".join(map(re.escape, sorted(CURRENCY_NAMES, key=len, reverse=True)))
# Groups of three digits may be apart: 1 250, 1.250, 1,250 and 1'250 are all 1250.
AMOUNT = re.compile(
    rf"(?P<before>{_NAME})?\s*"
    r"(?P<whole>[1-9]\d{0,2}(?:[\s.,'’]\d{3})+|0|[1-9]\d*)"
    r"(?:(?P<comma>[.,])(?P<minor>\d{1,2})|:-|:(?P<colon>\d\d))?"
    rf"\s*(?P<after>{_NAME})?\.?",
    re.IGNORECASE,
)
MOST = 2**31 - 1
LONGEST = 40


@dataclass(frozen=True, slots=True)
class SearchedAmount:
    """An amount in minor units. currencies: empty for any.

    is_certain: a decimal comma or a currency says that it is an amount and no other number.
    """

    amount: int
    currencies: tuple[str, ...]
    is_certain: bool

    def condition(self) -> Q:
        """Links over this very amount; an index on total_amount finds them."""
        wanted = Q(total_amount=self.amount)
        return wanted & Q(currency__in=self.currencies) if self.currencies else wanted


def amount_meant(text: str) -> SearchedAmount | None:
    """The amount that the text may be, or None when it is none or no link's."""
    found = AMOUNT.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None or (found["before"] and found["after"]):
        return None
    name = (found["before"] or found["after"] or "").lower()
    minor = (found["minor"] or found["colon"] or "").ljust(2, "0")
    amount = int(re.sub(r"\D", "", found["whole"])) * 100 + int(minor)
    if not 0 < amount <= MOST:
        return None
    is_certain = bool(name) or found["comma"] == "," or ":" in text
    return SearchedAmount(amount, CURRENCY_NAMES.get(name, ()), is_certain)
