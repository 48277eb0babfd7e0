"""Who we work for: tenants (platforms) with their secrets, and their merchants."""

import uuid
from datetime import datetime
from typing import ClassVar, Self, TypeVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payment_links.accent_colors import SIX_DIGITS
from payment_links.models.fields import uuid7
from payment_links.phone import to_e164
from payment_links.vat import PriceBasis

SecretT = TypeVar("SecretT", bound=models.Model, covariant=True)
LOCALES = [
    ("sv-SE", _("Swedish")),
    ("nb-NO", _("Norwegian")),
    ("da-DK", _("Danish")),
    ("fi-FI", _("Finnish")),
    ("en-US", _("English")),
]
CURRENCIES = ("SEK", "NOK", "EUR", "DKK", "GBP")
PRICE_BASES = [
    (PriceBasis.GROSS.value, _("VAT included")),
    (PriceBasis.NET.value, _("VAT excluded")),
]


def default_sms_countries() -> list[str]:
    """ISO 3166 letters of the countries that messages are sent to by default."""
    return ["SE", "NO", "DK", "FI"]


def validate_time_zone(name: str) -> None:
    """Raise ValidationError for a name that ZoneInfo does not know.

    A link, its page and its documents all reckon with the merchant's days and fail without.
    """
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."))


class Tenant(models.Model):
    """A platform that creates payment links over the API."""

    class Mode(models.TextChoices):
        SANDBOX = "SANDBOX", _("Sandbox: the API secret is optional")
        LIVE = "LIVE", _("Live: the API secret is required")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.SANDBOX)
    is_active = models.BooleanField(_("active"), default=True)
    sealed_payments_api_secret = models.TextField(
        blank=True, editable=False, help_text=_("x-api-secret we send to the payments service.")
    )
    default_country = models.CharField(_("default country"), max_length=2, default="SE")
    sms_countries = models.JSONField(_("SMS countries"), default=default_sms_countries)
    sms_daily_limit = models.PositiveIntegerField(_("SMS a day"), default=5000)
    spells_delivered_without_e = models.BooleanField(
        _("sms_status spelt DELIVERD"),
        default=False,
        help_text=_("For tenants that use the C# client, which knows no other spelling."),
    )
    card_provider = models.CharField(
        _("card provider"),
        max_length=20,
        default="payment_iq",
        help_text=_("Where a card payment goes that a link asks of the retired verifone/card."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("tenant")
        verbose_name_plural = _("tenants")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(mode__in=["SANDBOX", "LIVE"]), name="tenant_mode_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def mobile_number(self, text: str) -> str:
        """The number in E.164 form, as the recipient of the tenant's SMS.

        Raises InvalidPhoneError for a number that no SMS of this tenant may go to.
        """
        return to_e164(
            text,
            default_country=self.default_country,
            allowed_countries=self.sms_countries,
        )


class SecretQuerySet(models.QuerySet[SecretT]):
    """Secrets that count for something."""

    def live(self, now: datetime) -> Self:
        """Those that are neither revoked nor past their end."""
        open_ended_or_later = models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now)
        return self.filter(open_ended_or_later, revoked_at__isnull=True)


class ApiSecret(models.Model):
    """A hashed API secret of a tenant, shown once; two may be live during rotation."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="api_secrets")
    hashed_secret = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("ends in"), max_length=4, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("ends at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("API secret")
        verbose_name_plural = _("API secrets")

    def __str__(self) -> str:
        return f"…{self.hint}"


class SigningSecret(models.Model):
    """A sealed whsec_ secret with which status callbacks to the tenant are signed.

    Every live secret signs, so that two signatures are sent during rotation.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="signing_secrets")
    sealed_secret = models.TextField(editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing secret")
        verbose_name_plural = _("signing secrets")

    def __str__(self) -> str:
        return f"{self.tenant} {timezone.localtime(self.created_at):%Y-%m-%d}"


class Merchant(models.Model):
    """A seller on a tenant's platform: whose name stands on the link and on the documents."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="merchants")
    name = models.CharField(_("name"), max_length=200)
    organization_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    is_approved_for_f_tax = models.BooleanField(_("approved for F-tax"), default=False)
    registered_office = models.CharField(_("registered office"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="SE")
    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    zip = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    bankgiro = models.CharField(_("bankgiro"), max_length=10, blank=True)
    plusgiro = models.CharField(_("plusgiro"), max_length=12, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    sms_sender = models.CharField(
        _("SMS sender"), max_length=11, blank=True, help_text=_("At most 11 letters and digits.")
    )
    accent_color = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(rf"\A#{SIX_DIGITS}\Z", _("Write the colour as in #0b5d4e."))],
        help_text=_("Of buttons and links on the payment page, as in #0b5d4e. Empty for ours."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default="Europe/Stockholm",
        validators=[validate_time_zone],
        help_text=_("As in Europe/Stockholm."),
    )
    grace_days = models.PositiveSmallIntegerField(
        _("grace days"), default=30, help_text=_("A link can be paid so long after its due date.")
    )
    price_basis = models.CharField(
        _("prices"),
        max_length=5,
        choices=PRICE_BASES,
        default=PriceBasis.GROSS,
        help_text=_("What the prices of a link are, when the link itself does not say."),
    )
    payment_provider_methods = models.JSONField(
        _("payment methods"),
        default=list,
        blank=True,
        help_text=_("What a link offers that staff make; tenants say it themselves."),
    )
    locale = models.CharField(
        _("customers' language"), max_length=5, choices=LOCALES, default="sv-SE"
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=[(code, code) for code in CURRENCIES], default="SEK"
    )
    payment_days = models.PositiveSmallIntegerField(
        _("days to pay"), default=30, help_text=_("From the day a link is made to its due date.")
    )
    is_emailing_receipts = models.BooleanField(
        _("receipts by e-mail"),
        default=True,
        help_text=_("Who pays gets the receipt by e-mail, where an address is known."),
    )
    fiscal_year_start_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("merchant")
        verbose_name_plural = _("merchants")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(price_basis__in=list(PriceBasis)),
                name="merchant_price_basis_known",
            ),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__range=(1, 12)),
                name="merchant_fiscal_year_month",
            ),
            models.CheckConstraint(
                condition=models.Q(accent_color="")
                | models.Q(accent_color__regex=rf"\A#{SIX_DIGITS}\Z"),
                name="merchant_accent_color_hex",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["tenant", "name"], name="merchant_by_name")]

    def __str__(self) -> str:
        return self.name
