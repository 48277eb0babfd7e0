"""What documents are numbered by, and what the references on them are made of."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from invoicing.references import LONGEST_REFERENCE, ControlLevel, KidAlgorithm
from payment_links.models import LinkDocument, Merchant

CONTROL_LEVELS = [
    (ControlLevel.NONE.value, _("None: any text")),
    (ControlLevel.SOFT.value, _("Soft: check digit, the payer is warned")),
    (ControlLevel.HARD.value, _("Hard: check digit")),
    (ControlLevel.HARD_VARIABLE_LENGTH.value, _("Hard: check digit and length digit")),
    (ControlLevel.HARD_FIXED_LENGTH.value, _("Hard: check digit and fixed length")),
]
KID_ALGORITHMS = [
    (KidAlgorithm.MOD10.value, _("Modulus 10")),
    (KidAlgorithm.MOD11.value, _("Modulus 11")),
]
SHORTEST_FIXED_LENGTH = 10


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


class NumberingRule(models.Model):
    """How a merchant wants a kind of document numbered; without one the usual prefix and 1.

    Read when a series begins: with the first document of a fiscal year, or of a new prefix.
    """

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="numbering_rules")
    kind = models.CharField(_("kind"), max_length=11, choices=LinkDocument.Kind.choices)
    prefix = models.CharField(
        _("prefix"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9ÅÄÖ-]*$", _("Capital letters, digits and hyphens."))],
    )
    first_number = models.PositiveIntegerField(
        _("first number"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99_999_999)],
        help_text=_("Of the next series that begins."),
    )

    class Meta:
        verbose_name = _("numbering rule")
        verbose_name_plural = _("numbering rules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant", "kind"], name="numbering_rule_once"),
            models.CheckConstraint(
                condition=Q(first_number__gte=1), name="numbering_rule_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.prefix}"


class PayeeAccount(models.Model):
    """What the bank and the owner of an account agreed on about references.

    account: as Invoice.payee_account names it, "BG:9912346" or "KID:NO9386011117947". Merchants
    who share a bankgiro share its agreement. Source: Bankgirot, OCR-referenskontroll.
    """

    account = models.CharField(
        _("account"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^(BG:[0-9]{7,8}|KID:[A-Z0-9]{5,34})$",
                _("BG: and the bankgiro's digits, or KID: and the IBAN without blanks."),
            )
        ],
        help_text=_("As in BG:9912346 or KID:NO9386011117947."),
    )
    control_level = models.CharField(
        _("control of OCR numbers"),
        max_length=20,
        choices=CONTROL_LEVELS,
        default=ControlLevel.HARD_VARIABLE_LENGTH,
    )
    ocr_length = models.PositiveSmallIntegerField(
        _("fixed length"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(SHORTEST_FIXED_LENGTH),
            MaxValueValidator(LONGEST_REFERENCE),
        ],
        help_text=_("Digits of an OCR number, the check digit included."),
    )
    kid_algorithm = models.CharField(
        _("check digit of KIDs"),
        max_length=5,
        choices=KID_ALGORITHMS,
        default=KidAlgorithm.MOD10,
    )

    class Meta:
        verbose_name = _("payee account")
        verbose_name_plural = _("payee accounts")
        constraints: ClassVar = [
            # Bases of references have seven digits or more; shorter lengths would run out of them.
            models.CheckConstraint(
                condition=~Q(control_level="HARD_FIXED_LENGTH") | Q(ocr_length__range=(10, 25)),
                name="payee_account_length_set",
            ),
        ]

    def __str__(self) -> str:
        return self.account
