"""Who works for a merchant: owners invite, change roles and remove; the last owner stays."""

from payment_links.people.invitations import (
    LASTS,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationOverError,
    Offer,
    TooManyInvitationsError,
    accept_invitation,
    acceptable_invitation,
    invite,
    lock_invitation,
    resend_invitation,
    withdraw_invitation,
)
from payment_links.people.returning import lock_returning, reopen_account
from payment_links.people.roles import (
    LastOwnerError,
    NotOwnerError,
    change_role,
    remove_member,
)

__all__ = [
    "LASTS",
    "AlreadyInvitedError",
    "AlreadyMemberError",
    "InvitationOverError",
    "LastOwnerError",
    "NotOwnerError",
    "Offer",
    "TooManyInvitationsError",
    "accept_invitation",
    "acceptable_invitation",
    "change_role",
    "invite",
    "lock_invitation",
    "lock_returning",
    "remove_member",
    "reopen_account",
    "resend_invitation",
    "withdraw_invitation",
]
