"""The tenant of a request, and the frame every call of the Payments API runs in."""

import hmac
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from payment_links.sandbox.answers import (
    RefusedError,
    answer_empty,
    answer_error,
    answer_json,
    refuse,
)
from payment_links.sandbox.fields import UUID_PATTERN, Body, read_json_object, text
from payment_links.sandbox.models import SandboxTenant

Call = Callable[..., HttpResponse]


def endpoint(**calls: Call) -> Call:
    """A view that finds the tenant, runs the method's call and turns refusals into answers."""

    def view(request: HttpRequest, **ids: str) -> HttpResponse:
        call = calls.get(request.method or "")
        try:
            if call is None:
                raise refuse(405, "method_not_allowed", f"use {' or '.join(calls)}")
            return call(request, find_tenant(request), **ids)
        except RefusedError as error:
            return answer_error(error)

    return view


def find_tenant(request: HttpRequest) -> SandboxTenant:
    """The tenant named by the tenant_id header. Raises RefusedError 401 for bad credentials."""
    tenant_id = request.headers.get("tenant-id", "")
    refusal = refuse(401, "invalid_credentials", "tenant_id or x-api-secret is missing or wrong")
    if not UUID_PATTERN.fullmatch(tenant_id):
        raise refusal
    tenant = SandboxTenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        raise refusal
    given = request.headers.get("x-api-secret", "")
    if tenant.secret and not hmac.compare_digest(tenant.secret.encode(), given.encode()):
        raise refusal
    return tenant


def read_id(value: str) -> str:
    """An id of the path. Raises RefusedError 422 when it is not a UUID."""
    if not UUID_PATTERN.fullmatch(value):
        raise refuse(422, "invalid_format", "the id is not a UUID", field="id")
    return value.lower()


def ping_view(request: HttpRequest) -> HttpResponse:
    """GET /ping: the service is there; asks for no tenant."""
    return HttpResponse("pong", content_type="text/plain")


def get_tenant(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """GET /tenant: who is calling."""
    data: dict[str, Any] = {"id": str(tenant.pk), "name": tenant.name}
    return answer_json(data)


def update_tenant(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """PUT /tenant: a new name."""
    body = Body(read_json_object(request))
    name = body.optional("name", text(200))
    body.finish()
    if name is not None:
        SandboxTenant.objects.filter(pk=tenant.pk).update(name=name)
    return answer_empty()
