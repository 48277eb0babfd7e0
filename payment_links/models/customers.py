"""The payers a merchant knows, and their addresses."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from payment_links.models.fields import uuid7
from payment_links.models.tenants import Merchant, Tenant


class Customer(models.Model):
    """A payer as a tenant described them. A link with the same description shares the row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="customers")
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="customers")
    first_name = models.CharField(_("first name"), max_length=200)
    last_name = models.CharField(_("last name"), max_length=200)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    company_name = models.CharField(_("company"), max_length=200, blank=True)
    organization_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes: ClassVar = [
            models.Index("tenant", Lower("email"), name="customer_by_email"),
            models.Index(fields=["tenant", "phone"], name="customer_by_phone"),
            models.Index(fields=["merchant", "last_name"], name="customer_by_name"),
            # The search of the back office, at all merchants at once; parts of names have an index
            # of their own, see name_index.
            models.Index(Lower("email"), name="customer_search_email"),
            models.Index(fields=["phone"], name="customer_search_phone"),
            models.Index(Upper("reference"), name="customer_search_reference"),
            models.Index(fields=["last_name"], name="customer_of_last_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def buyer_name(self) -> str:
        """Whom documents are made out to: the company, else the person."""
        return self.company_name or self.full_name


class Address(models.Model):
    """A place where a customer lives, is invoiced or is delivered to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    zip = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street_address, self.zip, self.city) if part)
