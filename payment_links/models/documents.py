"""The stored documents of a link, as the pages, messages and the admin need to know them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from payment_links.models.fields import uuid7
from payment_links.models.links import PaymentLink
from payment_links.models.outbox import OutboxQuerySet, OutboxRow


class LinkDocument(OutboxRow):
    """A numbered document of a link and the file that holds it; written by invoicing only.

    The row is made when the document is issued; the file follows once, when it is rendered.
    """

    class Kind(models.TextChoices):
        INVOICE = "INVOICE", _("Invoice")
        RECEIPT = "RECEIPT", _("Receipt")
        CREDIT_NOTE = "CREDIT_NOTE", _("Credit note")
        E_INVOICE = "E_INVOICE", _("E-invoice (UBL)")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment_link = models.ForeignKey(
        PaymentLink, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=40)
    file_name = models.CharField(
        _("file name"), max_length=200, help_text=_("What the download is called.")
    )
    stored_file = models.CharField(_("stored file"), max_length=200, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    bank_app_code = models.TextField(
        _("bank app code"),
        blank=True,
        editable=False,
        help_text=_("What the QR code says with which a bank app pays an invoice."),
    )
    size = models.PositiveIntegerField(_("bytes"), default=0, editable=False)
    issued_at = models.DateTimeField(_("issued at"))
    stored_at = models.DateTimeField(_("stored at"), null=True, blank=True, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = [
            *OutboxRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stored_at__isnull=True) | ~Q(sha256=""),
                name="link_document_hash_set",
            ),
        ]
        indexes: ClassVar = [
            *OutboxRow.Meta.indexes,
            models.Index(Upper("number"), name="link_document_search"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
