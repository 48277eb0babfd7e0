"""Who may see and do what in the admin: memberships decide, not Django's groups."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from payment_links.models import Actor, ActorKind, Membership, Merchant, User

ROLES_KEY = "payment_links.roles"
OWNED_TENANTS_KEY = "payment_links.owned_tenants"
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


def sees_one_merchant(request: HttpRequest) -> bool:
    """Whether there is but one merchant whose rows the user can see: lists need not name it."""
    if sees_everything(request):
        return len(Merchant.objects.order_by().values_list("pk")[:2]) < 2
    return len(roles_by_merchant(request)) < 2


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


def owned_merchants(request: HttpRequest) -> list[UUID]:
    """The merchants that the user is an owner of, and whose people they decide on."""
    if not _is_working(request):
        return []
    roles = roles_by_merchant(request)
    return [pk for pk, role in roles.items() if role == Membership.Role.OWNER]


def owned_tenants(request: HttpRequest) -> set[UUID]:
    """The tenants all of whose merchants the user is an owner of.

    A tenant's secrets act for all its merchants: whoever owns only some of them has no say.
    """
    if OWNED_TENANTS_KEY not in request.META:
        owned = set(owned_merchants(request))
        found = Merchant.objects.none()
        if owned:
            found = Merchant.objects.filter(tenant__merchants__in=owned).distinct()
        pairs = list(found.values_list("tenant_id", "pk"))
        not_quite = {tenant_id for tenant_id, merchant_id in pairs if merchant_id not in owned}
        request.META[OWNED_TENANTS_KEY] = {tenant_id for tenant_id, _pk in pairs} - not_quite
    tenant_ids: set[UUID] = request.META[OWNED_TENANTS_KEY]
    return tenant_ids


def may_manage_secrets(request: HttpRequest, tenant_id: UUID) -> bool:
    """Whether the user may make, rotate and revoke the tenant's secrets."""
    return sees_everything(request) or tenant_id in owned_tenants(request)


def has_only_role(request: HttpRequest, role: str) -> bool:
    """Whether the user is a member somewhere, and in this role everywhere."""
    roles = set(roles_by_merchant(request).values())
    return not sees_everything(request) and roles == {role}


def signed_in_user(request: HttpRequest) -> User:
    """The signed-in user, of a page that nobody else reaches."""
    if not isinstance(request.user, User):
        raise TypeError("Only signed-in staff act.")
    return request.user


def acting_user(request: HttpRequest) -> Actor:
    """The signed-in user as the actor of a verb."""
    return Actor(ActorKind.STAFF, signed_in_user(request))


def _is_working(request: HttpRequest) -> bool:
    user = request.user
    return not isinstance(user, AnonymousUser) and user.is_active and user.is_staff
