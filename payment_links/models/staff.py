"""The people of the back office and the merchants they work for."""

from typing import ClassVar

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
        return f"{self.get_role_display()}"
