"""Who is paid, as the payer sees it: name, number, mark or logo, colour and ways to ask."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import reverse

from payment_links.logos.reading import find_logo
from payment_links.models import Merchant, PaymentLink

IS_WEBSITE = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class LogoFacts:
    """Our copy of the logo. width, height: of the picture, in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Seller:
    """phone_url: what a phone dials. website_url: empty for a website that is no address.

    colors_url: empty for a merchant without a colour of its own.
    logo: None while there is none; then the page shows a mark with the name's first letter.
    """

    name: str
    organization_number: str
    email: str
    phone: str
    phone_url: str
    website: str
    website_url: str
    logo: LogoFacts | None
    colors_url: str

    @property
    def has_contact(self) -> bool:
        """Whether the page can say how the merchant is reached."""
        return bool(self.email or self.phone or self.website)


def seller_of(link: PaymentLink) -> Seller:
    """The link's merchant in the dress in which its payers know it. link: with its merchant."""
    merchant = link.merchant
    return Seller(
        name=merchant.name,
        organization_number=merchant.organization_number,
        email=merchant.email,
        phone=merchant.phone,
        phone_url=_phone_url(merchant.phone),
        website=merchant.website,
        website_url=_website_url(merchant.website),
        logo=_logo(link),
        colors_url=_colors_url(merchant),
    )


def in_merchants_zone(moment: datetime, link: PaymentLink) -> datetime:
    """The moment on the merchant's clock."""
    return moment.astimezone(ZoneInfo(link.merchant.time_zone))


def _phone_url(phone: str) -> str:
    """The number without what a dialler cannot take; empty for what is no number."""
    digits = "".join(sign for sign in phone if sign in "+0123456789")
    return f"tel:{digits}" if len(digits) >= 3 else ""


def _website_url(website: str) -> str:
    """Where the website is, which people write with https:// or without."""
    url = website if "://" in website else f"https://{website}"
    try:
        IS_WEBSITE(url)
    except ValidationError:
        return ""
    return url


def _logo(link: PaymentLink) -> LogoFacts | None:
    logo = find_logo(link)
    if logo is None:
        return None
    return LogoFacts(reverse("checkout:logo", args=[link.checkout_token]), logo.width, logo.height)


def _colors_url(merchant: Merchant) -> str:
    """Empty for a merchant without a colour: then the page has ours."""
    color = merchant.accent_color
    return reverse("checkout:colors", args=[color.removeprefix("#")]) if color else ""
