"""The language in which a payer reads: the link's locale decides."""

from django.conf import settings

from payment_links.models import PaymentLink

FALLBACK = "en"
LANGUAGES = {"sv-SE": "sv", "nb-NO": "nb", "da-DK": "da", "fi-FI": "fi", "en-US": "en"}


def language_of(link: PaymentLink) -> str:
    """The language code of the link's locale, English when its texts are not written yet."""
    language = LANGUAGES.get(link.locale, FALLBACK)
    return language if language in dict(settings.LANGUAGES) else FALLBACK


def written_locale(link: PaymentLink) -> str:
    """The API locale in which amounts and dates are written: the one of the page's language."""
    return link.locale if LANGUAGES.get(link.locale) == language_of(link) else "en-US"
