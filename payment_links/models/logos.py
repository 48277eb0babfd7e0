"""The pictures that tenants want on their documents, as fetched and re-encoded by us."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payment_links.models.fields import uuid7
from payment_links.models.outbox import OutboxQuerySet, OutboxRow
from payment_links.models.tenants import Tenant

# A logo that could not be fetched may have been put in its place since.
ASKED_AGAIN_AFTER = timedelta(days=1)


class LogoQuerySet(OutboxQuerySet["Logo"]):
    """Logos by what they are needed for."""

    def ask_for(self, tenant: Tenant, url: str, now: datetime) -> None:
        """Have the logo fetched, once per tenant and address; without an address nothing happens.

        One that was given up more than a day ago is tried anew.
        """
        if not url:
            return
        known = self.filter(tenant=tenant, url=url)
        state = known.values_list("state", flat=True).first()
        if state is None:
            # Another link may ask for the same logo at this moment: one row is enough for both.
            logo = self.model(tenant=tenant, url=url, not_before=now)
            self.bulk_create([logo], ignore_conflicts=True)
        elif state == OutboxRow.State.DEAD:
            given_up = known.filter(
                state=OutboxRow.State.DEAD, not_before__lte=now - ASKED_AGAIN_AFTER
            )
            given_up.update(state=OutboxRow.State.PENDING, attempts=0, not_before=now)

    def fetched(self, tenant_id: UUID, url: str) -> "Logo | None":
        """The tenant's logo of that address, when we have it."""
        return self.filter(tenant_id=tenant_id, url=url, state=OutboxRow.State.DONE).first()


class Logo(OutboxRow):
    """A picture at a tenant's address and our copy of it, flat and as large as it is printed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="logos")
    url = models.CharField(_("address"), max_length=2000)
    stored_file = models.CharField(_("stored file"), max_length=200, blank=True, editable=False)
    content_type = models.CharField(_("type"), max_length=20, blank=True, editable=False)
    width = models.PositiveSmallIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveSmallIntegerField(_("height"), default=0, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    fetched_at = models.DateTimeField(_("fetched at"), null=True, blank=True, editable=False)

    objects = LogoQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        constraints: ClassVar = [
            *OutboxRow.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "url"], name="logo_once"),
            models.CheckConstraint(
                condition=~Q(state="DONE") | (~Q(sha256="") & ~Q(stored_file="")),
                name="logo_file_set",
            ),
        ]

    def __str__(self) -> str:
        return self.url
