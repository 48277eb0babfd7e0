"""Actions on several links that somebody took: the forms that asked for them, each once."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from payment_links.models.staff import User

# No page with the form stays open longer than its session.
KEPT_FOR = timedelta(days=30)


class BulkRunQuerySet(models.QuerySet["BulkRun"]):
    """Runs as they are begun."""

    def claim(self, key: UUID, user: User, now: datetime) -> bool:
        """Take a form's key for this run; False when a run has it, also one that is under way."""
        self.filter(user=user, started_at__lt=now - KEPT_FOR).delete()
        try:
            with transaction.atomic():
                self.create(key=key, user=user, started_at=now)
        except IntegrityError:
            return False
        return True


class BulkRun(models.Model):
    """One confirmed form of an action on several links. key: as the preview drew it."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()

    objects: ClassVar = BulkRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a bulk action")
        verbose_name_plural = _("runs of bulk actions")

    def __str__(self) -> str:
        return str(self.key)
