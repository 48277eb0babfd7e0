"""Merchants of a tenant: list, create, get."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse

from payment_links.sandbox import clock
from payment_links.sandbox.answers import answer_json, refuse
from payment_links.sandbox.fields import (
    Body,
    InvalidValueError,
    json_object,
    read_json_object,
    text,
)
from payment_links.sandbox.listing import answer_list
from payment_links.sandbox.models import SandboxMerchant, SandboxTenant
from payment_links.sandbox.tenants import read_id

COUNTRIES = ("SE", "NO", "DK", "FI")


def list_merchants(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """GET /merchants."""
    return answer_list(request, SandboxMerchant.objects.filter(tenant=tenant), write_merchant)


def create_merchant(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """POST /merchants: a name, and either an organization or a person."""
    body = Body(read_json_object(request))
    name = body.required("name", text(200))
    email = body.optional("email", text(254)) or ""
    phone_number = body.optional("phone_number", text(40)) or ""
    organization = body.optional("organization", organization_of_country) or {}
    person = body.optional("person", json_object) or {}
    if not body.problems and bool(organization) == bool(person):
        body.add("organization", "missing_property", "either organization or person is required")
    body.finish()
    merchant = SandboxMerchant.objects.create(
        id=uuid.uuid4(),
        tenant=tenant,
        name=name,
        email=email,
        phone_number=phone_number,
        organization=organization,
        person=person,
        created_at=clock.now(),
    )
    return answer_json(write_merchant(merchant))


def get_merchant(request: HttpRequest, tenant: SandboxTenant, merchant_id: str) -> HttpResponse:
    """GET /merchants/{id}."""
    merchant = SandboxMerchant.objects.filter(tenant=tenant, pk=read_id(merchant_id)).first()
    if merchant is None:
        raise refuse(404, "not_found", "no such merchant")
    return answer_json(write_merchant(merchant))


def write_merchant(merchant: SandboxMerchant) -> dict[str, Any]:
    """The merchant as JSON."""
    return {
        "id": str(merchant.pk),
        "name": merchant.name,
        "email": merchant.email or None,
        "phone_number": merchant.phone_number or None,
        "organization": merchant.organization or None,
        "person": merchant.person or None,
        "status": "ACTIVE",
    }


def organization_of_country(value: object) -> dict[str, Any]:
    """An organisation: {country, <country>_organization_number}, the number as text of digits."""
    organization = json_object(value)
    country = organization.get("country")
    if country not in COUNTRIES:
        raise InvalidValueError("invalid_value", f"country is not one of: {', '.join(COUNTRIES)}")
    name = f"{country.lower()}_organization_number"
    number = organization.get(name)
    if not isinstance(number, str) or not number.replace("-", "").isdigit():
        raise InvalidValueError("invalid_value", f"{name} is missing or not a text of digits")
    return organization
