"""Who calls: a tenant by its id and API secret, or a payer by the checkout token of one link."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.core.cache import caches
from django.db.models import Q
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from payment_links import clock, sealing
from payment_links.api.identifiers import read_uuid
from payment_links.errors import DomainError
from payment_links.models import PAYER, TENANT, Actor, ApiSecret, PaymentLink, Tenant
from payment_links.request_address import address_of

if TYPE_CHECKING:
    # The framework's views read the settings, which name this module.
    from rest_framework.views import APIView

FAILURES_A_MINUTE = 10
CACHE = "process"
SECONDS = 60
LAST_USED_EVERY = timedelta(minutes=1)


class InvalidCredentialsError(DomainError):
    """One answer for every kind of bad credentials, so that none can be told from another."""

    code = "invalid_credentials"
    http_status = 401
    description = "The credentials are missing or not valid."


class TooManyFailuresError(DomainError):
    """The address tried too many wrong credentials. retry_after: seconds."""

    code = "rate_limited"
    http_status = 429
    description = "Too many attempts with wrong credentials. Try again later."

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__()


@dataclass(frozen=True, slots=True)
class TenantCredentials:
    """For whom a request acts. payment_link_id: the one link a checkout token opens, else None.

    checkout_token: that token, else empty.
    """

    tenant: Tenant
    payment_link_id: UUID | None = None
    checkout_token: str = ""

    @property
    def actor(self) -> Actor:
        return TENANT if self.payment_link_id is None else PAYER


class TenantAuthentication(BaseAuthentication):
    """Reads tenant-id (tenant_id, as the edge renames it) and x-api-secret (API contract §6)."""

    def authenticate(self, request: Request) -> tuple[None, TenantCredentials]:
        """`request.auth` becomes TenantCredentials; `request.user` stays None."""
        tenant_id = _tenant_id(request)
        if not tenant_id:
            raise InvalidCredentialsError(
                "tenant_id header was not received; a proxy may drop headers with underscores",
                property="tenant_id",
            )
        secret = request.META.get("HTTP_X_API_SECRET")
        attempts = FailedAttempts(address_of(request), tenant_id, clock.now())
        if secret is not None:
            attempts.refuse_when_too_many()
        tenant = _find_tenant(read_uuid(tenant_id), secret, clock.now())
        if tenant is None:
            attempts.refuse_when_too_many()
            attempts.count()
            raise InvalidCredentialsError
        return None, TenantCredentials(tenant)

    def authenticate_header(self, request: Request) -> str:
        return "tenant_id"


class CheckoutTokenAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer <token>`: the checkout token of the link in the address."""

    def authenticate(self, request: Request) -> tuple[None, TenantCredentials] | None:
        """None, so that the tenant's credentials count, when there is no such header."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or "HTTP_TENANT_ID" in request.META:
            return None
        link_id = request.parser_context["kwargs"]["payment_link_id"]
        attempts = FailedAttempts(address_of(request), link_id, clock.now())
        attempts.refuse_when_too_many()
        link = _find_link(read_uuid(link_id), token)
        if link is None:
            attempts.count()
            raise InvalidCredentialsError
        return None, TenantCredentials(link.tenant, link.pk, token)


class IsAuthenticated(BasePermission):
    """Lets in whoever came with valid credentials; the API knows no users."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, TenantCredentials):
            raise InvalidCredentialsError
        return True


@dataclass(frozen=True)
class FailedAttempts:
    """Failures of one address with one key in the running minute; counted in this process."""

    address: str
    key: str
    now: datetime

    PREFIX: ClassVar = "failed-authentication"

    def refuse_when_too_many(self) -> None:
        if caches[CACHE].get(self._name(), 0) >= FAILURES_A_MINUTE:
            raise TooManyFailuresError(SECONDS - int(self.now.timestamp()) % SECONDS)

    def count(self) -> None:
        if not caches[CACHE].add(self._name(), 1, SECONDS):
            caches[CACHE].incr(self._name())

    def _name(self) -> str:
        minute = int(self.now.timestamp()) // SECONDS
        who = hashlib.sha256(f"{self.address} {self.key}".encode(errors="replace")).hexdigest()
        return f"{self.PREFIX}:{minute}:{who}"


def _find_link(link_id: UUID | None, token: str) -> PaymentLink | None:
    if link_id is None:
        return None
    links = PaymentLink.objects.select_related("tenant").filter(tenant__is_active=True)
    return links.filter(pk=link_id, checkout_token=token).first()


def _tenant_id(request: Request) -> str:
    """The header's value; when a proxy adds the other spelling, both arrive joined by a comma."""
    value: str = request.META.get("HTTP_TENANT_ID", "")
    spellings = {spelling.strip() for spelling in value.split(",")}
    return spellings.pop() if len(spellings) == 1 else value


def _find_tenant(tenant_id: UUID | None, secret: str | None, now: datetime) -> Tenant | None:
    if tenant_id is None:
        return None
    tenant = Tenant.objects.filter(pk=tenant_id, is_active=True).first()
    if secret is None:
        return tenant if tenant and tenant.mode == Tenant.Mode.SANDBOX else None
    # Asked also for an unknown tenant: the time of the answer tells nothing.
    secrets = ApiSecret.objects.live(now).filter(tenant_id=tenant_id)
    matching = [kept for kept in secrets if sealing.matches_hash(secret, kept.hashed_secret)]
    if tenant is None or not matching:
        return None
    _note_use(matching[0], now)
    return tenant


def _note_use(secret: ApiSecret, now: datetime) -> None:
    long_ago = now - LAST_USED_EVERY
    if secret.last_used_at is None or secret.last_used_at < long_ago:
        ApiSecret.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lt=long_ago), pk=secret.pk
        ).update(last_used_at=now)
