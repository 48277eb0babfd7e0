"""Accounts that were deactivated, opened again for whoever has their e-mail address."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from payment_links.models import Invitation, Membership, User


def lock_returning(email: str) -> User | None:
    """The newest account of the address, locked, if none of them is in use; None otherwise."""
    accounts = list(
        User.objects.select_for_update().filter(email__iexact=email).order_by("-date_joined", "-pk")
    )
    if any(account.is_active and account.is_staff for account in accounts):
        return None
    return accounts[0] if accounts else None


def reopen_account(
    user: User, *, password: str, first_name: str, last_name: str, now: datetime
) -> None:
    """Let a deactivated person in again, by a new password alone and with no right from before.

    Whoever deactivated the account need not be who invites now, and a stolen device may have been
    the reason: roles at other merchants, an operator's powers, invitations that were sent, the
    second factors and all sessions are gone. What the person did stays written in their name.
    """
    Membership.objects.filter(user=user).delete()
    sent = Invitation.objects.open().filter(invited_by=user).lock()
    Invitation.objects.filter(pk__in=sent).update(withdrawn_at=now)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.first_name, user.last_name = first_name, last_name
    user.is_active, user.is_staff, user.is_superuser = True, True, False
    # The sessions hang on it.
    user.set_password(password)
    changed = ("first_name", "last_name", "is_active", "is_staff", "is_superuser", "password")
    user.save(update_fields=changed)
