"""E-mails to the people of the back office: rows that a worker sends."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from payment_links.models.outbox import OutboxQuerySet, OutboxRow


class StaffMail(OutboxRow):
    """One e-mail to one person; what it says is sealed, for it holds a link that opens something.

    The text is emptied as soon as it is sent or given up.
    """

    recipient = models.EmailField(_("recipient"), editable=False)
    subject = models.CharField(_("subject"), max_length=200, editable=False)
    language = models.CharField(_("language"), max_length=10, editable=False)
    sealed_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)

    objects = OutboxQuerySet["StaffMail"].as_manager()

    class Meta(OutboxRow.Meta):
        verbose_name = _("e-mail to staff")
        verbose_name_plural = _("e-mails to staff")

    def __str__(self) -> str:
        return self.subject
