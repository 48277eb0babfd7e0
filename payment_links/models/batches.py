"""Batches: files of payment links that staff upload, and the links that their rows ask for."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payment_links.models.fields import uuid7
from payment_links.models.outbox import OutboxQuerySet, OutboxRow
from payment_links.models.tenants import PRICE_BASES, Merchant
from payment_links.vat import PriceBasis


class LinkBatchQuerySet(models.QuerySet["LinkBatch"]):
    """The lock under which a batch is decided upon."""

    def lock(self, pk: uuid.UUID) -> LinkBatch:
        """The batch, its row locked until the transaction ends. Raises LinkBatch.DoesNotExist."""
        return self.defer("cells").select_for_update(of=("self",)).get(pk=pk)


class LinkBatch(models.Model):
    """One uploaded file: what was in it, what its columns mean, and how far its links are made."""

    class State(models.TextChoices):
        UPLOADED = "UPLOADED", _("Columns to be chosen")
        CHECKED = "CHECKED", _("Checked, not started")
        RUNNING = "RUNNING", _("Making links")
        PAUSED = "PAUSED", _("Paused")
        DONE = "DONE", _("Done")
        CANCELLED = "CANCELLED", _("Cancelled")

    class Kind(models.TextChoices):
        CSV = "CSV", "CSV"
        XLSX = "XLSX", "Excel"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    merchant = models.ForeignKey(
        Merchant,
        on_delete=models.PROTECT,
        related_name="link_batches",
        verbose_name=_("merchant"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.UPLOADED, editable=False
    )
    file_name = models.CharField(_("file"), max_length=200)
    file_sha256 = models.CharField("SHA-256", max_length=64)
    kind = models.CharField(_("format"), max_length=4, choices=Kind.choices)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    delimiter = models.CharField(_("delimiter"), max_length=1, blank=True)
    headings = models.JSONField(_("headings"), default=list)
    cells = models.BinaryField(
        help_text=_("The file's rows, compressed; forgotten when the links are being made.")
    )
    file_row_count = models.PositiveIntegerField(_("rows of the file"), default=0)
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    price_basis = models.CharField(
        _("prices"), max_length=5, choices=PRICE_BASES, default=PriceBasis.GROSS
    )
    includes_duplicates = models.BooleanField(_("duplicates too"), default=False)
    channels = models.JSONField(_("sent by"), default=list, blank=True)
    link_count = models.PositiveIntegerField(_("links"), default=0)
    wrong_count = models.PositiveIntegerField(_("with errors"), default=0)
    duplicate_count = models.PositiveIntegerField(_("duplicates"), default=0)
    sums = models.JSONField(_("sums"), default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    created_at = models.DateTimeField(_("uploaded at"))
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = LinkBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["UPLOADED", "CHECKED", "RUNNING", "PAUSED", "DONE", "CANCELLED"]
                ),
                name="link_batch_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["RUNNING", "PAUSED", "DONE"]) | Q(started_at__isnull=False),
                name="link_batch_started_at_set",
            ),
            models.UniqueConstraint(
                fields=["merchant", "file_sha256"],
                condition=~Q(state="CANCELLED"),
                name="link_batch_file_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merchant", "created_at"], name="link_batch_by_merchant"),
            models.Index(fields=["state"], name="link_batch_by_state"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def wants(self, row: LinkBatchRow) -> bool:
        """Whether a row of it is to become a link; LinkBatchRow.objects.wanted finds these."""
        return not row.is_wrong and (self.includes_duplicates or not row.is_duplicate)

    @property
    def is_open(self) -> bool:
        """Whether its columns may still be chosen and its links are still to be begun."""
        return self.state in {self.State.UPLOADED, self.State.CHECKED}


class LinkBatchRowQuerySet(OutboxQuerySet["LinkBatchRow"]):
    """Rows by what becomes of them."""

    def right(self) -> LinkBatchRowQuerySet:
        return self.filter(is_wrong=False)

    def wanted(self, batch: LinkBatch) -> LinkBatchRowQuerySet:
        """The rows of the batch that are to become links: not the wrong ones, nor, unless the
        batch includes them, the duplicates.
        """
        rows = self.filter(batch=batch).right()
        return rows if batch.includes_duplicates else rows.filter(is_duplicate=False)

    @staticmethod
    def is_wanted() -> Q:
        """The same of rows of many batches, for each by what its own batch includes."""
        return Q(is_wrong=False) & (Q(is_duplicate=False) | Q(batch__includes_duplicates=True))


class LinkBatchRow(OutboxRow):
    """One link to be made, from a row of the file or from several with the same own reference.

    Its id becomes the link's. A row is held back (BLOCKED) until its batch is started, while it is
    paused, and for good when it is wrong or a duplicate that nobody wants.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(
        LinkBatch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("batch")
    )
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+")
    first_row = models.PositiveIntegerField(_("row"))
    last_row = models.PositiveIntegerField(_("last row"))
    name = models.CharField(_("customer"), max_length=401, blank=True)
    own_reference = models.CharField(_("own reference"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    total_amount = models.BigIntegerField(_("amount"), default=0, help_text=_("Minor units."))
    asked = models.JSONField(
        default=dict, blank=True, help_text=_("The link's values; forgotten once it is made.")
    )
    fingerprint = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    is_wrong = models.BooleanField(_("with errors"), default=False)
    has_warnings = models.BooleanField(_("with warnings"), default=False)
    is_duplicate = models.BooleanField(_("duplicate"), default=False)
    duplicate_of = models.JSONField(default=dict, blank=True)
    has_mobile = models.BooleanField(_("mobile number"), default=False)
    has_email = models.BooleanField(_("e-mail"), default=False)
    payment_order_id = models.UUIDField(_("payment order"), null=True, blank=True)
    refusals = models.JSONField(_("not sent"), default=list, blank=True)

    objects = LinkBatchRowQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        verbose_name = _("row of a batch")
        verbose_name_plural = _("rows of batches")
        constraints: ClassVar = [
            *OutboxRow.Meta.constraints,
            models.UniqueConstraint(fields=["batch", "first_row"], name="link_batch_row_once"),
            models.CheckConstraint(
                condition=~Q(is_wrong=True) | Q(state="BLOCKED"), name="link_batch_row_wrong_waits"
            ),
        ]
        indexes: ClassVar = [
            *OutboxRow.Meta.indexes,
            models.Index(fields=["batch", "state"], name="link_batch_row_by_state"),
            models.Index(fields=["merchant", "fingerprint"], name="link_batch_row_by_print"),
            models.Index(fields=["merchant", "own_reference"], name="link_batch_row_by_own_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.first_row}"
