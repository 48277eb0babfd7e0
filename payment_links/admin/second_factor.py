"""Second factors of staff: who has one, who should, and the lock on sensitive pages."""

from collections.abc import Iterable

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from payment_links.admin import access
from payment_links.models import Membership

# Recovery codes alone are no factor: they come with one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# With these roles somebody else's hands on the account cost money.
URGED_ROLES = frozenset({Membership.Role.OWNER, Membership.Role.FINANCE})


def has_second_factor(user_id: int) -> bool:
    """Whether the user signs in with more than a password."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())


def with_second_factor(user_ids: Iterable[int]) -> set[int]:
    """Those of the users who sign in with more than a password."""
    found = Authenticator.objects.filter(user_id__in=list(user_ids), type__in=FACTORS)
    return set(found.values_list("user_id", flat=True))


def must_add_one(request: HttpRequest) -> bool:
    """Whether the user gets no further before a second factor is added."""
    return bool(settings.STAFF_MFA_REQUIRED) and not has_second_factor(request.user.pk or 0)


def is_urged_to_add_one(request: HttpRequest) -> bool:
    """Whether the user is told on every page that a second factor is missing."""
    is_urged = access.sees_everything(request) or bool(
        URGED_ROLES & set(access.roles_by_merchant(request).values())
    )
    return is_urged and not has_second_factor(request.user.pk or 0)


def ask_again(request: HttpRequest) -> None:
    """Ask for the password, or a second factor, unless it was given in the last five minutes.

    Asking is an exception that the library's middleware turns into its page: transactions that
    are open roll back. After the right answer the request is done again, with the form's values.
    Ask only once it is clear that the user may do what they ask for.
    """
    try:
        _nothing(request)
    except ReauthenticationRequired:
        if request.method == "POST" and request.GET is not None:
            # The form is kept with what the query said, and found again by an address without it.
            request.META["QUERY_STRING"] = ""
        raise


@reauthentication_required  # type: ignore[untyped-decorator]
def _nothing(request: HttpRequest) -> None:
    """What is left to do when no password has to be asked for."""
