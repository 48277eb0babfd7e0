"""Who may see and do what in the admin: memberships decide, not Django's groups."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from payment_links.models import Actor, ActorKind, Membership, User

ROLES_KEY = "payment_links.roles"
# Who decides on accounts and closes the books.
BOOKKEEPING_ROLES = frozenset({Membership.Role.OWNER, Membership.Role.FINANCE})
ACTING_ROLES = frozenset(
    {
        Membership.Role.OWNER,
        Membership.Role.STAFF,
        Membership.Role.FINANCE,
        Membership.Role.SUPPORT,
    }
)


def roles_by_merchant(request: HttpRequest) -> dict[UUID, str]:
    """The signed-in user's role per merchant; asked of the database once per request."""
    if ROLES_KEY not in request.META:
        memberships = Membership.objects.filter(user_id=request.user.pk or 0)
        request.META[ROLES_KEY] = dict(memberships.values_list("merchant_id", "role"))
    roles: dict[UUID, str] = request.META[ROLES_KEY]
    return roles


def sees_everything(request: HttpRequest) -> bool:
    """Superusers work for the operator and see every merchant."""
    return _is_working(request) and request.user.is_superuser


def may_see_merchant(request: HttpRequest, merchant_id: UUID) -> bool:
    """Whether the user is a member of the merchant, in any role."""
    return sees_everything(request) or (
        _is_working(request) and merchant_id in roles_by_merchant(request)
    )


def may_see_something(request: HttpRequest) -> bool:
    """Whether there is any merchant whose rows the user may see."""
    return sees_everything(request) or (_is_working(request) and bool(roles_by_merchant(request)))


def may_act_for(request: HttpRequest, merchant_id: UUID) -> bool:
    """Whether the user's role at the merchant lets them do more than read."""
    return sees_everything(request) or (
        _is_working(request) and roles_by_merchant(request).get(merchant_id) in ACTING_ROLES
    )


def may_act_somewhere(request: HttpRequest) -> bool:
    """Whether there is any merchant for which the user may act."""
    return sees_everything(request) or (
        _is_working(request)
        and any(role in ACTING_ROLES for role in roles_by_merchant(request).values())
    )


def merchants_acted_for(request: HttpRequest) -> list[UUID]:
    """The ids of the merchants for which the user may act; a superuser's are not listed."""
    roles = roles_by_merchant(request)
    return [merchant_id for merchant_id, role in roles.items() if role in ACTING_ROLES]


def may_edit_merchant(request: HttpRequest, merchant_id: UUID) -> bool:
    """Only a merchant's owner and superusers change what the merchant says about itself."""
    return sees_everything(request) or (
        _is_working(request)
        and roles_by_merchant(request).get(merchant_id) == Membership.Role.OWNER
    )


def may_keep_books(request: HttpRequest, merchant_id: UUID) -> bool:
    """Whether the user may choose the merchant's accounts and close its books."""
    return sees_everything(request) or (
        _is_working(request) and roles_by_merchant(request).get(merchant_id) in BOOKKEEPING_ROLES
    )


def has_only_role(request: HttpRequest, role: str) -> bool:
    """Whether the user is a member somewhere, and in this role everywhere."""
    roles = set(roles_by_merchant(request).values())
    return not sees_everything(request) and roles == {role}


def acting_user(request: HttpRequest) -> Actor:
    """The signed-in user as the actor of a verb."""
    if not isinstance(request.user, User):
        raise TypeError("Only signed-in staff act.")
    return Actor(ActorKind.STAFF, request.user)


def _is_working(request: HttpRequest) -> bool:
    user = request.user
    return not isinstance(user, AnonymousUser) and user.is_active and user.is_staff
