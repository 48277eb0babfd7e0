"""Invitations: a role at some merchants, offered by e-mail, accepted once and within a week."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from payment_links.errors import DomainError
from payment_links.models import Invitation, Membership, User
from payment_links.people.roles import lock_merchants_of
from payment_links.sealing import hash_secret
from payment_links.staff_mail import write_to_staff

LASTS = timedelta(days=7)
TOKEN_BYTES = 32
# More than a person invites, and too few to be worth anything to a sender of unwanted mail.
MOST_A_DAY = 50
DAY = timedelta(days=1)


class AlreadyMemberError(DomainError):
    """Their role is changed instead."""

    description = _("Somebody with this e-mail address works there already: change the role.")


class AlreadyInvitedError(DomainError):
    """A second e-mail would only confuse."""

    description = _("This address has an open invitation: send it again or withdraw it.")


class TooManyInvitationsError(DomainError):
    """Each invitation is an e-mail that we send to a stranger."""

    http_status = 429
    description = _("That is enough invitations for a day. Go on tomorrow.")


class InvitationOverError(DomainError):
    """It was accepted, withdrawn, sent anew with another link, or is too old."""

    http_status = 404
    description = _("This invitation does not work any more. Ask for a new one.")


@dataclass(frozen=True, slots=True)
class Offer:
    """Who is offered what. language: of the e-mail, as in STAFF_LANGUAGES."""

    email: str
    role: str
    merchant_ids: tuple[UUID, ...]
    language: str


def invite(offer: Offer, *, actor: User, now: datetime) -> Invitation:
    """Offer the role at the merchants, and have the e-mail with the link sent.

    Raises NotOwnerError, AlreadyMemberError, AlreadyInvitedError and TooManyInvitationsError.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        merchants = lock_merchants_of(actor, offer.merchant_ids)
        _refuse_doubles(offer, now)
        if Invitation.objects.filter(invited_by=actor, sent_at__gt=now - DAY).count() >= MOST_A_DAY:
            raise TooManyInvitationsError
        invitation = Invitation.objects.create(
            email=offer.email,
            role=offer.role,
            hashed_token=hash_secret(token),
            invited_by=actor,
            created_at=now,
            sent_at=now,
            expires_at=now + LASTS,
        )
        invitation.merchants.set(merchants)
        _send(invitation, token, language=offer.language, now=now)
    return invitation


def resend_invitation(
    invitation: Invitation, *, actor: User, language: str, now: datetime
) -> Invitation:
    """Send the e-mail again, with a new link and a new week; the old link opens nothing any more.

    Raises NotOwnerError, InvitationOverError and TooManyInvitationsError.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        locked = _lock_as_owner(invitation, actor)
        # An e-mail a minute to the same person is enough.
        if locked.sent_at > now - timedelta(minutes=1):
            raise TooManyInvitationsError(_("It was sent a moment ago. Wait a minute."))
        locked.hashed_token = hash_secret(token)
        locked.sent_at, locked.expires_at = now, now + LASTS
        locked.save(update_fields=["hashed_token", "sent_at", "expires_at"])
        _send(locked, token, language=language, now=now)
    return locked


def withdraw_invitation(invitation: Invitation, *, actor: User, now: datetime) -> None:
    """Let the link open nothing any more; raises NotOwnerError and InvitationOverError."""
    with transaction.atomic():
        locked = _lock_as_owner(invitation, actor)
        locked.withdrawn_at = now
        locked.save(update_fields=["withdrawn_at"])


def acceptable_invitation(token: str, now: datetime) -> Invitation | None:
    """The invitation that this link opens, None when there is none (any more)."""
    found = Invitation.objects.acceptable(now).filter(hashed_token=hash_secret(token))
    invitation = found.select_related("invited_by").first()
    return invitation if invitation and _is_still_offered(invitation) else None


def lock_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation that this link opens, locked, so that it is accepted once.

    All open invitations of its address are locked with it: whoever accepts two of them at the same
    moment gets one account, which the second one finds. Raises InvitationOverError.
    """
    opened = Invitation.objects.filter(hashed_token=hash_secret(token))
    address = opened.values_list("email", flat=True).first()
    if address is None:
        raise InvitationOverError
    Invitation.objects.open().filter(email__iexact=address).lock()
    invitation = opened.acceptable(now).select_related("invited_by").first()
    if invitation is None or not _is_still_offered(invitation):
        raise InvitationOverError
    return invitation


def accept_invitation(token: str, user: User, *, now: datetime) -> Invitation:
    """Make the user a member as offered; a role that they have already stays what it is.

    Works once; raises InvitationOverError.
    """
    with transaction.atomic():
        invitation = lock_invitation(token, now=now)
        invitation.accepted_at, invitation.accepted_by = now, user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        for merchant in invitation.merchants.order_by("pk"):
            Membership.objects.get_or_create(
                user=user, merchant=merchant, defaults={"role": invitation.role}
            )
    return invitation


def _is_still_offered(invitation: Invitation) -> bool:
    """Whether the inviter could still invite: what the operator takes away ends no invitation."""
    inviter = invitation.invited_by
    if not inviter.is_active or inviter.is_superuser:
        return inviter.is_active
    owned = Membership.objects.filter(user=inviter, role=Membership.Role.OWNER)
    return not invitation.merchants.exclude(pk__in=owned.values("merchant")).exists()


def _lock_as_owner(invitation: Invitation, actor: User) -> Invitation:
    """The invitation as it is now, open, and the actor's to decide on."""
    merchant_ids = invitation.merchants.values_list("pk", flat=True)
    lock_merchants_of(actor, merchant_ids)
    locked = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if locked is None:
        raise InvitationOverError
    return locked


def _refuse_doubles(offer: Offer, now: datetime) -> None:
    # Whose account was deactivated may come back, with the role that is offered now.
    members = Membership.objects.filter(
        merchant__in=offer.merchant_ids,
        user__email__iexact=offer.email,
        user__is_active=True,
        user__is_staff=True,
    )
    if members.exists():
        raise AlreadyMemberError
    invited = Invitation.objects.acceptable(now).filter(
        merchants__in=offer.merchant_ids, email__iexact=offer.email
    )
    if invited.exists():
        raise AlreadyInvitedError


def _send(invitation: Invitation, token: str, *, language: str, now: datetime) -> None:
    with override(language):
        merchants = invitation.merchants.order_by("name", "pk")
        names = ", ".join(merchants.values_list("name", flat=True))
        address = settings.PUBLIC_URL + reverse("invitation", args=[token])
        inviter = invitation.invited_by.display_name
        told = {"inviter": inviter, "merchants": names, "role": invitation.get_role_display()}
        paragraphs = [
            gettext("%(inviter)s invites you to work with payment links for %(merchants)s.") % told,
            gettext("Your role: %(role)s.") % told,
            gettext("Accept the invitation here, within a week:") + f"\n{address}",
            gettext("If you do not know what this is about, do nothing."),
        ]
        subject = gettext("You are invited to work with payment links")
        write_to_staff(invitation.email, subject, text="\n\n".join(paragraphs), now=now)
