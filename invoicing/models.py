"""Number and reference series, invoices with frozen lines and parties, and receipts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payment_links.models import LinkDocument, Merchant, Payment, PaymentLink
from payment_links.models.fields import uuid7


class NumberSeries(models.Model):
    """A gapless series of document numbers: one per merchant, kind, fiscal year and prefix.

    The row is the counter: it is locked in the transaction that issues the document, so that a
    rollback gives the number back (unbroken series: Skatteverket 2009-12-15 and 2023-06-26).
    """

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="number_series")
    kind = models.CharField(_("kind"), max_length=11, choices=LinkDocument.Kind.choices)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    prefix = models.CharField(_("prefix"), max_length=12, blank=True)
    next_number = models.PositiveIntegerField(_("next number"), default=1)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merchant", "kind", "fiscal_year", "prefix"], name="number_series_once"
            ),
            models.CheckConstraint(condition=Q(next_number__gte=1), name="number_series_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}{self.next_number}"


class ReferenceSeries(models.Model):
    """A counter of payment references: a reference is unique where money arrives.

    All merchants share the row of a kind of reference, for the payments service matches money by
    the reference alone.
    """

    FIRST_NUMBER: ClassVar = 1_000_001

    payee_account = models.CharField(_("account"), max_length=40, unique=True)
    next_number = models.PositiveBigIntegerField(_("next number"), default=FIRST_NUMBER)

    class Meta:
        verbose_name = _("reference series")
        verbose_name_plural = _("reference series")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(next_number__gte=1_000_001), name="reference_series_long_enough"
            ),
        ]

    def __str__(self) -> str:
        return self.payee_account


class IssuedDocument(models.Model):
    """What every issued document freezes: number, parties, texts and amounts as they were."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField(_("sequence"), editable=False)
    number = models.CharField(_("number"), max_length=40, editable=False)
    link_document = models.OneToOneField(
        LinkDocument, on_delete=models.PROTECT, related_name="%(class)s"
    )
    seller = models.JSONField(_("seller"), editable=False)
    buyer = models.JSONField(_("buyer"), editable=False)
    locale = models.CharField(_("locale"), max_length=5)
    currency = models.CharField(_("currency"), max_length=3)
    total_amount = models.IntegerField(_("total amount"), help_text=_("Minor units."))
    vat_totals = models.JSONField(
        _("VAT per rate"), editable=False, help_text=_("Highest rate first; minor units.")
    )
    is_test = models.BooleanField(
        _("test document"), default=False, help_text=_("Issued for a sandbox tenant.")
    )
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        abstract = True


class Invoice(IssuedDocument):
    """An invoice of a payment link; issued once, never changed."""

    class ReferenceType(models.TextChoices):
        OCR = "OCR", _("OCR (Sweden)")
        KID = "KID", _("KID (Norway)")

    payment_link = models.OneToOneField(
        PaymentLink, on_delete=models.PROTECT, related_name="invoice"
    )
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="invoices")
    reference_type = models.CharField(
        _("reference type"), max_length=3, choices=ReferenceType.choices
    )
    reference = models.CharField(_("reference"), max_length=25)
    payee_account = models.CharField(
        max_length=40, help_text=_("The account on which the reference must be unique.")
    )
    payment_details = models.JSONField(
        _("payment details"),
        editable=False,
        help_text=_("Accounts and the checkout's address, as printed."),
    )
    document_name = models.CharField(_("document name"), max_length=200, blank=True)
    issue_date = models.DateField(_("invoice date"))
    due_date = models.DateField(_("due date"))
    paid_at = models.DateTimeField(
        _("paid at issue"), null=True, blank=True, help_text=_("Set when issued for a paid link.")
    )

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "sequence"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["payee_account", "reference"], name="invoice_reference_once"
            ),
            models.CheckConstraint(condition=Q(total_amount__gt=0), name="invoice_amount"),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(models.Model):
    """One line of an invoice as it was when the invoice was issued."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(_("description"), max_length=500)
    item_number = models.CharField(_("item number"), max_length=100, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=20)
    price = models.IntegerField(_("price"), help_text=_("Minor units per unit, VAT included."))
    vat = models.DecimalField(_("VAT"), max_digits=5, decimal_places=2, help_text=_("Percent."))
    gross_amount = models.BigIntegerField(_("amount incl. VAT"))
    net_amount = models.BigIntegerField(_("amount excl. VAT"))

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_once"),
        ]

    def __str__(self) -> str:
        return self.description


class Receipt(IssuedDocument):
    """The receipt of a paid link; issued once, never changed."""

    payment_link = models.OneToOneField(
        PaymentLink, on_delete=models.PROTECT, related_name="receipt"
    )
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="receipts")
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    lines = models.JSONField(_("lines"), editable=False)
    payment_method = models.CharField(_("payment method"), max_length=40)
    paid_at = models.DateTimeField(_("paid at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "sequence"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(total_amount__gt=0), name="receipt_amount"),
        ]

    def __str__(self) -> str:
        return self.number
