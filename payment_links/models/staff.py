"""The people of the back office, the merchants they work for, and whom they invited."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from payment_links.models.tenants import Merchant


class User(AbstractUser):
    """A person who signs in to the admin; what they see is decided by their memberships."""

    class Meta(AbstractUser.Meta):
        # AbstractUser's Meta declares them as plain text.
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    @property
    def display_name(self) -> str:
        """What colleagues call the person."""
        return self.get_full_name() or self.username


class Membership(models.Model):
    """The role a user has at one merchant."""

    class Role(models.TextChoices):
        OWNER = "OWNER", _("Owner")
        STAFF = "STAFF", _("Staff")
        FINANCE = "FINANCE", _("Finance")
        ACCOUNTANT = "ACCOUNTANT", _("Accountant (read only)")
        SUPPORT = "SUPPORT", _("Support")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "merchant"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["OWNER", "STAFF", "FINANCE", "ACCOUNTANT", "SUPPORT"]),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.merchant}: {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what became of them."""

    def open(self) -> Self:
        """Neither accepted nor withdrawn; some of them may be past their end."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def acceptable(self, now: datetime) -> Self:
        """Those whose link still works."""
        return self.open().filter(expires_at__gt=now)

    def lock(self) -> list[int]:
        """Lock them, always in one order: nobody waits for somebody who waits for them.

        Returns their keys. In a transaction only.
        """
        rows = self.order_by("pk").select_for_update(of=("self",))
        return list(rows.values_list("pk", flat=True))


class Invitation(models.Model):
    """A role at some merchants that was offered by e-mail; its link works once, for a week."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role.choices)
    merchants = models.ManyToManyField(Merchant, verbose_name=_("merchants"))
    hashed_token = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("created at"), db_index=True)
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("ends at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(role__in=["OWNER", "STAFF", "FINANCE", "ACCOUNTANT", "SUPPORT"]),
                name="invitation_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return self.email
