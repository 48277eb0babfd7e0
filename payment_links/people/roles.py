"""Roles at a merchant: changed and taken away by its owners, never so that no owner is left."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from payment_links.errors import DomainError
from payment_links.models import Invitation, Membership, Merchant, User

OWNER = Membership.Role.OWNER


class NotOwnerError(DomainError):
    """Whoever asks is no owner of the merchant, or not any more."""

    description = _("Only an owner of the merchant decides who works there.")


class LastOwnerError(DomainError):
    """Without an owner nobody could let anybody in again."""

    description = _("The last owner stays: make somebody else an owner first.")


def change_role(membership: Membership, role: str, *, actor: User, now: datetime) -> bool:
    """Give the member another role; False when it is theirs already, or they left meanwhile.

    What somebody offered as an owner is withdrawn when they are none any more. Raises
    NotOwnerError and LastOwnerError.
    """
    with transaction.atomic():
        member = _lock_member(membership, actor)
        if member is None or member.role == role:
            return False
        if member.role == OWNER:
            _end_ownership(member, now)
        member.role = role
        member.save(update_fields=["role"])
    return True


def remove_member(membership: Membership, *, actor: User, now: datetime) -> bool:
    """End the membership; False when it had ended already.

    The person's account stays: other merchants may have it too. What they offered as an owner is
    withdrawn. Raises NotOwnerError and LastOwnerError.
    """
    with transaction.atomic():
        member = _lock_member(membership, actor)
        if member is None:
            return False
        if member.role == OWNER:
            _end_ownership(member, now)
        member.delete()
    return True


def lock_merchants_of(actor: User, merchant_ids: Iterable[UUID]) -> list[Merchant]:
    """The merchants, locked; raises NotOwnerError unless the actor owns them all now.

    Everything that decides on owners waits for this lock, so that two owners who remove each
    other at the same moment do not both succeed.
    """
    wanted = set(merchant_ids)
    # no_key: links of the merchants are created meanwhile, and refer to their rows.
    locked = list(
        Merchant.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    )
    if actor.is_superuser:
        return locked
    owned = Membership.objects.filter(user=actor, role=OWNER, merchant__in=locked)
    if owned.count() < len(wanted):
        raise NotOwnerError
    return locked


def _lock_member(membership: Membership, actor: User) -> Membership | None:
    """The membership as it is now, behind the lock of its merchant."""
    lock_merchants_of(actor, [membership.merchant_id])
    return Membership.objects.filter(pk=membership.pk).first()


def _end_ownership(member: Membership, now: datetime) -> None:
    owners = Membership.objects.filter(
        merchant_id=member.merchant_id, role=OWNER, user__is_active=True
    )
    if not owners.exclude(pk=member.pk).exists():
        raise LastOwnerError
    offered = Invitation.objects.open().filter(
        invited_by_id=member.user_id, merchants=member.merchant_id
    )
    offered_ids = offered.lock()
    # One that is being accepted at this moment has its end already.
    Invitation.objects.open().filter(pk__in=offered_ids).update(withdrawn_at=now)
