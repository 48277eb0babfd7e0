"""The payers a merchant knows, and their addresses."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from payment_links.models.fields import uuid7
from payment_links.models.tenants import Merchant, Tenant


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Filters that chain, and the lock under which customers are decided upon."""

    def in_use(self) -> CustomerQuerySet:
        """Customers that links may be made for: neither merged into another nor erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)

    def with_email(self, address: str) -> CustomerQuerySet:
        """Customers with that address, in any case, as two indexes have it.

        The database makes both small: it may know fewer capitals than we do.
        """
        lowered = self.alias(email_in_lower_case=Lower("email"))
        return lowered.filter(email_in_lower_case=Lower(models.Value(address.strip())))

    def lock(self, *pks: uuid.UUID) -> dict[uuid.UUID, Customer]:
        """The customers that exist, by key, their rows locked in the order of their keys.

        They are locked before links. Not full locks: new rows that refer to them need not wait.
        """
        rows = self.select_for_update(no_key=True, of=("self",)).filter(pk__in=pks)
        return {row.pk: row for row in rows.order_by("pk")}


class Customer(models.Model):
    """A payer as a tenant described them. A link with the same description shares the row.

    merged_into: the customer that took over what this one had; nothing of its own is left here, and
    the id leads there. erased_at: when the personal data were erased; kept_until: as long as the
    bookkeeping act demands the name that is left, see retention.py.
    """

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
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_customers",
        verbose_name=_("merged into"),
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    kept_until = models.DateField(_("kept until"), null=True, blank=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="customer_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(kept_until__isnull=True) | Q(erased_at__isnull=False),
                name="customer_kept_only_when_erased",
            ),
        ]
        indexes: ClassVar = [
            models.Index("tenant", Lower("email"), name="customer_by_email"),
            models.Index(fields=["tenant", "phone"], name="customer_by_phone"),
            models.Index(fields=["merchant", "last_name"], name="customer_by_name"),
            # The search of the back office, at all merchants at once; parts of names have an index
            # of their own, see name_index.
            models.Index(Lower("email"), name="customer_search_email"),
            models.Index(fields=["phone"], name="customer_search_phone"),
            models.Index(Upper("reference"), name="customer_search_reference"),
            models.Index(
                fields=["organization_number"],
                condition=~Q(organization_number=""),
                name="customer_search_organization",
            ),
            models.Index(fields=["last_name"], name="customer_of_last_name"),
            models.Index(
                fields=["merchant", "organization_number"],
                condition=~Q(organization_number=""),
                name="customer_by_organization",
            ),
            models.Index(
                fields=["merchant", "reference"],
                condition=~Q(reference=""),
                name="customer_by_reference",
            ),
            models.Index(F("merchant"), F("id").desc(), name="customer_by_merchant"),
            models.Index(
                fields=["kept_until"],
                condition=Q(kept_until__isnull=False),
                name="customer_by_retention",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def full_name(self) -> str:
        """The person for people to read."""
        return gettext("Erased customer") if self.is_erased else self.stored_name

    @property
    def buyer_name(self) -> str:
        """The company, else the person, for people to read."""
        return gettext("Erased customer") if self.is_erased else self.stored_buyer_name

    @property
    def stored_name(self) -> str:
        """The person's name as the row has it, also while only the law still demands it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def stored_buyer_name(self) -> str:
        """Whom documents are made out to: the company, else the person."""
        return self.company_name or self.stored_name


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
