"""Issued documents: invoices with frozen lines and parties, credit notes, and receipts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from invoicing.models.series import NumberSeries
from payment_links.models import LinkDocument, Merchant, Payment, PaymentLink
from payment_links.models.fields import uuid7
from payment_links.models.links import VAT_TREATMENTS
from payment_links.models.tenants import PRICE_BASES
from payment_links.vat import PriceBasis, VatTreatment


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
    price_basis = models.CharField(
        _("prices"), max_length=5, choices=PRICE_BASES, default=PriceBasis.GROSS
    )
    delivery_date = models.DateField(_("delivery date"), null=True, blank=True)
    notes = models.JSONField(
        _("notes"),
        default=list,
        editable=False,
        help_text=_("Sentences that the law or the merchant wants printed, as they were."),
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
    e_invoice = models.OneToOneField(
        LinkDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
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
        indexes: ClassVar = [models.Index(fields=["reference"], name="invoice_by_reference")]

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
    price = models.IntegerField(_("price"), help_text=_("Minor units per unit on the price basis."))
    vat = models.DecimalField(_("VAT"), max_digits=5, decimal_places=2, help_text=_("Percent."))
    vat_treatment = models.CharField(
        _("VAT treatment"), max_length=14, choices=VAT_TREATMENTS, default=VatTreatment.TAXED
    )
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


class CreditNote(IssuedDocument):
    """A credit note: a new document that takes back an invoice, or a part of it; never changed.

    Amounts are positive. lines: frozen like a receipt's, each with "position", the number of the
    invoice's line that it takes back.
    """

    payment_link = models.ForeignKey(
        PaymentLink, on_delete=models.PROTECT, related_name="credit_notes"
    )
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="credit_notes")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    lines = models.JSONField(_("lines"), editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    issue_date = models.DateField(_("date of the credit note"))
    e_invoice = models.OneToOneField(
        LinkDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "sequence"], name="credit_note_number_once"),
            models.CheckConstraint(condition=Q(total_amount__gt=0), name="credit_note_amount"),
        ]

    def __str__(self) -> str:
        return self.number


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
