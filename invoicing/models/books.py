"""The books of a merchant: one entry per sale, credit and payment, and the periods that are closed.

Entries are written in the transaction of what they record (payments: by a sweep) and never
changed. A sale is booked once per link: by its invoice or, when there is none, by its receipt.
"""

from collections.abc import Collection
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invoicing.models.documents import CreditNote, Invoice, Receipt
from payment_links.models import Merchant, Payment, PaymentLink, Tenant
from payment_links.models.fields import uuid7
from payment_links.models.links import VAT_TREATMENTS
from payment_links.vat import VatTreatment, short_percent


class Books(models.Model):
    """A merchant's books. The row is the lock under which entries get their date.

    closed_through: no entry gets a date up to and including this one.
    """

    merchant = models.OneToOneField(Merchant, on_delete=models.PROTECT, related_name="books")
    closed_through = models.DateField(_("closed through"), null=True, blank=True)

    class Meta:
        verbose_name = _("books")
        verbose_name_plural = _("books")

    def __str__(self) -> str:
        return str(self.merchant)


class BookEntryQuerySet(models.QuerySet["BookEntry"]):
    """Entries, and which of them count."""

    def in_force(self) -> Self:
        """Without what was entered as a test before its tenant went live."""
        in_sandbox = Q(merchant__tenant__mode=Tenant.Mode.SANDBOX)
        return self.filter(Q(in_sandbox, is_test=True) | Q(~in_sandbox, is_test=False))

    def of(self, merchants: "Collection[Merchant] | models.QuerySet[Merchant]") -> Self:
        """What the books of these merchants hold; every figure and file is made of it."""
        return self.in_force().filter(merchant__in=merchants)


class BookEntry(models.Model):
    """One event in the books. gross_amount: minor units, negative for a credit note."""

    class Kind(models.TextChoices):
        INVOICE = "INVOICE", _("Sale, invoiced")
        RECEIPT = "RECEIPT", _("Sale, paid without invoice")
        CREDIT_NOTE = "CREDIT_NOTE", _("Credit")
        PAYMENT = "PAYMENT", _("Payment")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="book_entries")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    entry_date = models.DateField(_("date"), help_text=_("On the merchant's calendar."))
    payment_link = models.ForeignKey(
        PaymentLink, on_delete=models.PROTECT, related_name="book_entries"
    )
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    credit_note = models.ForeignKey(
        CreditNote, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    currency = models.CharField(_("currency"), max_length=3)
    gross_amount = models.BigIntegerField(_("amount incl. VAT"), help_text=_("Minor units."))
    is_test = models.BooleanField(_("test"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = BookEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("book entry")
        verbose_name_plural = _("book entries")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="INVOICE", invoice__isnull=False)
                | Q(kind="RECEIPT", receipt__isnull=False)
                | Q(kind="CREDIT_NOTE", credit_note__isnull=False)
                | Q(kind="PAYMENT", payment__isnull=False),
                name="book_entry_source_set",
            ),
            models.UniqueConstraint(
                fields=["payment_link"],
                condition=Q(kind__in=["INVOICE", "RECEIPT"]),
                name="book_entry_sale_once",
            ),
            models.UniqueConstraint(
                fields=["credit_note"],
                condition=Q(kind="CREDIT_NOTE"),
                name="book_entry_credit_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merchant", "entry_date", "id"], name="book_entry_by_date"),
            models.Index(fields=["payment"], name="book_entry_by_payment"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.entry_date}"


class BookedRate(models.Model):
    """What a sale or credit comes to at one rate; minor units, negative for a credit note."""

    entry = models.ForeignKey(BookEntry, on_delete=models.PROTECT, related_name="rates")
    vat = models.DecimalField(_("VAT"), max_digits=5, decimal_places=2, help_text=_("Percent."))
    treatment = models.CharField(
        _("VAT treatment"), max_length=14, choices=VAT_TREATMENTS, default=VatTreatment.TAXED
    )
    net_amount = models.BigIntegerField(_("amount excl. VAT"))
    vat_amount = models.BigIntegerField(_("VAT amount"))

    class Meta:
        verbose_name = _("booked rate")
        verbose_name_plural = _("booked rates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "vat", "treatment"], name="booked_rate_once"),
        ]

    def __str__(self) -> str:
        return f"{short_percent(self.vat)}\u00a0%"


class BookAccount(models.Model):
    """The account a merchant uses in place of the usual one of the BAS plan."""

    class Role(models.TextChoices):
        RECEIVABLES = "RECEIVABLES", _("Receivables")
        PAYMENT_SERVICE = "PAYMENT_SERVICE", _("Receivable from the payment service")
        BANK = "BANK", _("Bank")
        SALES_25 = "SALES_25", _("Sales 25 %")
        SALES_12 = "SALES_12", _("Sales 12 %")
        SALES_6 = "SALES_6", _("Sales 6 %")
        SALES_OTHER = "SALES_OTHER", _("Sales at other rates")
        SALES_VAT_FREE = "SALES_VAT_FREE", _("Sales without VAT")
        SALES_REVERSE_CHARGE = "SALES_REVERSE_CHARGE", _("Sales with reverse charge")
        SALES_INTRA_EU = "SALES_INTRA_EU", _("Goods to other EU countries")
        SALES_EXPORT = "SALES_EXPORT", _("Export")
        VAT_25 = "VAT_25", _("Output VAT 25 %")
        VAT_12 = "VAT_12", _("Output VAT 12 %")
        VAT_6 = "VAT_6", _("Output VAT 6 %")
        VAT_OTHER = "VAT_OTHER", _("Output VAT at other rates")

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="book_accounts")
    role = models.CharField(_("used for"), max_length=20, choices=Role.choices)
    number = models.CharField(
        _("account"),
        max_length=6,
        validators=[RegexValidator(r"^[1-8][0-9]{3,5}$", _("Four to six digits."))],
    )
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("book account")
        verbose_name_plural = _("book accounts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant", "role"], name="book_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class PeriodClosing(models.Model):
    """Somebody closed a merchant's books through a date; never undone."""

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="period_closings")
    through_date = models.DateField(_("closed through"))
    closed_at = models.DateTimeField(_("closed at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merchant", "through_date"], name="period_closing_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.through_date)


class BookExport(models.Model):
    """Somebody took a period's books or documents away: in which form, of whom, when."""

    class Format(models.TextChoices):
        ZIP = "ZIP", _("PDF documents (ZIP)")
        CSV = "CSV", "CSV"
        XLSX = "XLSX", "Excel"
        SIE = "SIE", "SIE 4"

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="book_exports")
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"))
    exported_at = models.DateTimeField(_("exported at"))
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes: ClassVar = [
            models.Index(fields=["merchant", "from_date"], name="book_export_by_period"),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.from_date} – {self.to_date}"


class BooksVisit(models.Model):
    """When a user last opened the accountant's page, and the time before."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="books_visit"
    )
    visited_at = models.DateTimeField(_("visited at"))
    previous_visit_at = models.DateTimeField(_("visited before"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit of the books")
        verbose_name_plural = _("visits of the books")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.visited_at):%Y-%m-%d %H:%M}"
