"""The languages in which messages are written, one module per language."""

from payment_links.distribution.wording import Wording
from payment_links.distribution.wordings import da, en, fi, nb, sv

WORDINGS: dict[str, Wording] = {
    "sv-SE": sv.WORDING,
    "en-US": en.WORDING,
    "nb-NO": nb.WORDING,
    "da-DK": da.WORDING,
    "fi-FI": fi.WORDING,
}
BRANDS = {"swish": "Swish", "vipps": "Vipps"}


def wording_for(locale: str) -> Wording:
    """The words for an API locale such as sv-SE; English for an unknown one."""
    return WORDINGS.get(locale, en.WORDING)


def method_name(wording: Wording, provider: str, method: str) -> str:
    """What the payer calls a way to pay: Swish, card …; empty for one that has no name."""
    kinds = {
        "card": wording.card,
        "invoice": wording.invoice,
        "pis": wording.bank,
        "deposit": wording.bank,
    }
    return BRANDS.get(provider) or BRANDS.get(method) or kinds.get(method, "")
