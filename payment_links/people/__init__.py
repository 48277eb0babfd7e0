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
    "remove_member",
    "resend_invitation",
    "withdraw_invitation",
]
