"""Payment links and their items: what is to be paid, by whom, until when."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payment_links.genuine_codes import LENGTH, make_genuine_code
from payment_links.models.customers import Address, Customer
from payment_links.models.fields import random_token, uuid7
from payment_links.models.link_indexes import BACK_OFFICE_INDEXES
from payment_links.models.tenants import CURRENCIES, PRICE_BASES, Merchant, Tenant
from payment_links.new_link import DEFAULT_UNIT
from payment_links.vat import PriceBasis, VatLine, VatTreatment

# API language code per locale (API contract §1.2).
LANGUAGES = {"sv-SE": "SE", "nb-NO": "NO", "en-US": "EN", "da-DK": "DK", "fi-FI": "FI"}
VAT_TREATMENTS = [
    (VatTreatment.TAXED.value, _("Taxed")),
    (VatTreatment.EXEMPT.value, _("Exempt")),
    (VatTreatment.REVERSE_CHARGE.value, _("Reverse charge")),
    (VatTreatment.INTRA_EU.value, _("Goods to another EU country")),
    (VatTreatment.EXPORT.value, _("Export outside the EU")),
    (VatTreatment.OUTSIDE_SCOPE.value, _("Outside the scope of VAT")),
]


def checkout_address(checkout_token: str) -> str:
    """The page of a link on our checkout; whoever has it may pay."""
    return f"{settings.PUBLIC_URL}/pay/{checkout_token}"


def genuine_address() -> str:
    """Our page on which a payer checks the code of a message or invoice."""
    return f"{settings.PUBLIC_URL}/pay/check"


class PaymentLinkQuerySet(models.QuerySet["PaymentLink"]):
    """Filters that chain, and the lock under which a link is decided upon."""

    def for_tenant(self, tenant_id: uuid.UUID) -> PaymentLinkQuerySet:
        return self.filter(tenant_id=tenant_id)

    def unpaid(self) -> PaymentLinkQuerySet:
        return self.filter(status=PaymentLink.Status.CREATED)

    def expiring_before(self, moment: datetime) -> PaymentLinkQuerySet:
        return self.unpaid().filter(expires_at__lt=moment)

    def lock(self, pk: uuid.UUID) -> PaymentLink:
        """The link, its row locked until the transaction ends; decide on this instance only.

        On SQLite the IMMEDIATE transaction itself is the lock. Raises PaymentLink.DoesNotExist.
        """
        return self.select_for_update(of=("self",)).get(pk=pk)


class PaymentLink(models.Model):
    """One amount that one customer is asked to pay, with everything the tenant said about it."""

    class Status(models.TextChoices):
        CREATED = "CREATED", _("Waiting for payment")
        COMPLETED = "COMPLETED", _("Paid")
        EXPIRED = "EXPIRED", _("Expired")
        CANCELLED = "CANCELLED", _("Cancelled")

    class SmsStatus(models.TextChoices):
        NOT_CREATED = "NOT_CREATED", _("No SMS")
        CREATED = "CREATED", _("Queued")
        PENDING = "PENDING", _("Sent")
        DELIVERED = "DELIVERED", _("Delivered")
        FAILED = "FAILED", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="payment_links")
    merchant = models.ForeignKey(
        Merchant,
        on_delete=models.PROTECT,
        related_name="payment_links",
        help_text=_("The seller: the merchant of the first item."),
    )
    has_one_merchant = models.BooleanField(default=True, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="payment_links")
    delivery_address = models.ForeignKey(
        Address, on_delete=models.PROTECT, null=True, blank=True, related_name="delivered_links"
    )
    invoice_address = models.ForeignKey(
        Address, on_delete=models.PROTECT, null=True, blank=True, related_name="invoiced_links"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.CREATED, editable=False
    )
    sms_status = models.CharField(
        _("SMS"),
        max_length=11,
        choices=SmsStatus.choices,
        default=SmsStatus.NOT_CREATED,
        editable=False,
    )
    distributed_by_email = models.BooleanField(_("sent by e-mail"), default=False, editable=False)
    invoice_created = models.BooleanField(_("invoiced"), default=False, editable=False)
    ocr = models.CharField(_("OCR"), max_length=25, blank=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3)
    total_amount = models.IntegerField(
        _("total amount"), validators=[MinValueValidator(1)], help_text=_("Minor units.")
    )
    locale = models.CharField(_("locale"), max_length=5, default="sv-SE")
    price_basis = models.CharField(
        _("prices"), max_length=5, choices=PRICE_BASES, default=PriceBasis.GROSS
    )
    due_date = models.DateField(_("due date"), null=True, blank=True)
    delivery_date = models.DateField(
        _("delivery date"), null=True, blank=True, help_text=_("When it was or will be supplied.")
    )
    buyer_reference = models.CharField(_("buyer's reference"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("expires at"))
    payment_order_id = models.UUIDField(_("payment order"))
    payment_id = models.UUIDField(_("latest payment"), null=True, blank=True, editable=False)
    payment_provider_methods = models.JSONField(_("payment methods"), default=list)
    supplier = models.JSONField(_("supplier"), default=dict, blank=True)
    logo_image_link = models.CharField(_("logo"), max_length=2000, blank=True)
    checkout_token = models.CharField(
        max_length=43, unique=True, default=random_token, editable=False
    )
    genuine_code = models.CharField(
        _("code to check that it is genuine"),
        max_length=LENGTH,
        unique=True,
        null=True,
        blank=True,
        default=make_genuine_code,
        editable=False,
    )
    custom_checkout_url = models.CharField(_("own checkout"), max_length=2000, blank=True)
    checkout_success_url = models.CharField(_("success address"), max_length=2000, blank=True)
    checkout_cancel_url = models.CharField(_("cancel address"), max_length=2000, blank=True)
    payment_link_status_callback_url = models.CharField(
        _("status callback"), max_length=2000, blank=True
    )
    metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    address_replaced_at = models.DateTimeField(
        _("address replaced at"), null=True, blank=True, editable=False
    )
    completed_at = models.DateTimeField(_("paid at"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)

    objects = PaymentLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment link")
        verbose_name_plural = _("payment links")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(total_amount__gt=0), name="payment_link_amount"),
            models.CheckConstraint(
                condition=Q(status__in=["CREATED", "COMPLETED", "EXPIRED", "CANCELLED"]),
                name="payment_link_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="COMPLETED") | Q(completed_at__isnull=False),
                name="payment_link_completed_at_set",
            ),
            models.CheckConstraint(
                condition=~Q(status="CANCELLED") | Q(cancelled_at__isnull=False),
                name="payment_link_cancelled_at_set",
            ),
            models.CheckConstraint(
                condition=Q(currency__in=list(CURRENCIES)),
                name="payment_link_currency_known",
            ),
            models.CheckConstraint(
                condition=Q(price_basis__in=list(PriceBasis)),
                name="payment_link_price_basis_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("tenant"), F("id").desc(), name="link_by_tenant"),
            models.Index(F("tenant"), F("status"), F("id").desc(), name="link_by_status"),
            models.Index(F("tenant"), F("due_date"), F("id").desc(), name="link_by_due_date"),
            models.Index(
                F("tenant"), F("created_at").desc(), F("id").desc(), name="link_by_creation"
            ),
            models.Index(
                F("tenant"), F("updated_at").desc(), F("id").desc(), name="link_by_update"
            ),
            models.Index(fields=["tenant", "ocr"], name="link_by_ocr"),
            models.Index(fields=["tenant", "payment_order_id"], name="link_by_order"),
            models.Index(F("merchant"), F("id").desc(), name="link_by_merchant"),
            models.Index(fields=["status", "expires_at"], name="link_by_expiry"),
            models.Index(fields=["status", "completed_at"], name="link_by_completion"),
            *BACK_OFFICE_INDEXES,
            models.Index(fields=["created_at"], name="link_by_day"),
            # What is unpaid is summed up on every visit of the overview: from this index alone.
            models.Index(
                fields=["merchant", "currency", "due_date", "total_amount"],
                condition=Q(status="CREATED"),
                name="link_outstanding",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def is_of_present_address(self, moment: datetime) -> bool:
        """Whether what was made then knows the address of now: what is older may be another's."""
        return self.address_replaced_at is None or moment > self.address_replaced_at

    @property
    def checkout_url(self) -> str:
        """Where the payer pays: the tenant's own checkout, else ours."""
        return self.custom_checkout_url or self.hosted_checkout_url

    @property
    def hosted_checkout_url(self) -> str:
        """The page of this link on our checkout; whoever has it may pay."""
        return checkout_address(self.checkout_token)


class Item(models.Model):
    """One line of a payment link."""

    payment_link = models.ForeignKey(PaymentLink, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(_("description"), max_length=500)
    price = models.IntegerField(
        _("price"),
        help_text=_("Minor units per unit on the link's price basis; negative for a discount."),
    )
    quantity = models.PositiveIntegerField(_("quantity"), validators=[MinValueValidator(1)])
    vat = models.DecimalField(_("VAT"), max_digits=5, decimal_places=2, help_text=_("Percent."))
    vat_treatment = models.CharField(
        _("VAT treatment"), max_length=14, choices=VAT_TREATMENTS, default=VatTreatment.TAXED
    )
    amount = models.BigIntegerField(
        _("amount"), help_text=_("Minor units of the whole line, VAT included.")
    )
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="items")
    item_number = models.CharField(_("item number"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=20, default=DEFAULT_UNIT)
    metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payment_link", "position"], name="item_position_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="item_quantity"),
            models.CheckConstraint(condition=Q(vat__gte=0) & Q(vat__lt=100), name="item_vat"),
            models.CheckConstraint(
                condition=Q(vat_treatment=VatTreatment.TAXED)
                | Q(vat_treatment__in=list(VatTreatment), vat=0),
                name="item_vat_treatment",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def vat_line(self) -> VatLine:
        """The line with its gross amount, as VAT is reckoned on it."""
        return VatLine(self.amount, self.vat, VatTreatment(self.vat_treatment))
