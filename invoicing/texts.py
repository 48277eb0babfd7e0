"""The words on documents, per language; not in gettext: a document's wording is part of it."""

from functools import cache

from invoicing.wording import LANGUAGES, ROWS, Row
from payment_links.new_link import DEFAULT_UNIT

# What a payment is called, per provider/method, then per provider.
PAYMENT_METHODS: dict[str, Row] = {
    "swish": ("Swish", "Swish", "Swish", "Swish", "Swish"),
    "vipps": ("Vipps", "Vipps", "Vipps", "Vipps", "Vipps"),
    "card": ("Kort", "Card", "Kort", "Kort", "Kortti"),
    "invoice": (
        "Faktura hos Billmate",
        "Invoice by Billmate",
        "Faktura hos Billmate",
        "Faktura hos Billmate",
        "Lasku (Billmate)",
    ),
    "pis": (
        "Betalning från bank",
        "Bank payment",
        "Betaling fra bank",
        "Betaling fra bank",
        "Verkkopankki",
    ),
    "deposit": (
        "Inbetalning till konto",
        "Bank transfer",
        "Innbetaling til konto",
        "Indbetaling til konto",
        "Tilisiirto",
    ),
    "dummy": ("Testbetalning", "Test payment", "Testbetaling", "Testbetaling", "Testimaksu"),
}
# How the buyer checks that an invoice is genuine: {…} are the code and our page.
GENUINE: Row = (
    "Är fakturan äkta? Ange koden {code} på {url}",
    "Is this invoice genuine? Enter the code {code} at {url}",
    "Er fakturaen ekte? Skriv inn koden {code} på {url}",
    "Er fakturaen ægte? Indtast koden {code} på {url}",
    "Onko lasku aito? Syötä koodi {code} osoitteessa {url}",
)
# The unit of items that name none.
DEFAULT_UNITS: Row = (DEFAULT_UNIT, "pcs", "stk", "stk", "kpl")


def language_of(locale: str) -> str:
    """The document language of an API locale: "sv" for sv-SE; English when it is unknown."""
    language = locale.partition("-")[0]
    return language if language in LANGUAGES else "en"


@cache
def texts_in(language: str) -> dict[str, str]:
    """All texts in one of LANGUAGES."""
    column = LANGUAGES.index(language)
    return {name: row[column] for name, row in ROWS.items()} | {"genuine": GENUINE[column]}


def payment_method_in_words(payment_method: str, language: str) -> str:
    """ "swish/m_commerce" as "Swish"; the method's own name when it is not known."""
    provider, _, method = payment_method.partition("/")
    row = PAYMENT_METHODS.get(method) or PAYMENT_METHODS.get(provider)
    return row[LANGUAGES.index(language)] if row else payment_method


def unit_in_words(unit: str, language: str) -> str:
    """The unit as given; the default one in the document's language."""
    return DEFAULT_UNITS[LANGUAGES.index(language)] if unit == DEFAULT_UNIT else unit
