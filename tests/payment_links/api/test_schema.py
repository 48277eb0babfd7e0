"""The OpenAPI document: valid, complete, and true: its examples are sent, the answers compared."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from invoicing.credit_notes import credit_invoice
from invoicing.invoices import issue_invoice
from payment_links.api.schema.views import document
from payment_links.models import TENANT, PaymentLink
from tests.builders import NOON, make_demo_merchant, make_link
from tests.doors import Sandbox
from tests.payment_links.api.calls import SEED_PAYLOAD, Api

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])

DOCUMENT: dict[str, Any] = json.loads(json.dumps(document()))
CREDIT_NOTES = ("listPaymentLinkCreditNotes", "createPaymentLinkCreditNote")


def _operations() -> Iterator[tuple[str, str, str]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield operation["operationId"], method, path


def _requests() -> Iterator[Any]:
    """(operation id, method, path, body) of every request example and every bodiless operation."""
    for operation_id, method, path in _operations():
        content = DOCUMENT["paths"][path][method].get("requestBody", {}).get("content", {})
        examples = content.get("application/json", {}).get("examples", {"": {"value": None}})
        for name, example in examples.items():
            name = f"{operation_id} {name}".strip()
            yield pytest.param(operation_id, method, path, example["value"], id=name)


REQUESTS = list(_requests())


def _arranged_link(operation_id: str) -> PaymentLink:
    """A link on which the operation succeeds."""
    is_paid = operation_id in {"getPaymentLinkReceipt", *CREDIT_NOTES}
    link = make_link(make_demo_merchant(), status="COMPLETED" if is_paid else "CREATED")
    if operation_id in {"getPaymentLinkInvoice", *CREDIT_NOTES}:
        issue_invoice(link.pk, "OCR", "", actor=TENANT, now=NOON)
    if operation_id == "listPaymentLinkCreditNotes":
        credit_invoice(link.pk, None, reason="Wrong pizza", actor=TENANT, now=NOON)
    return link


def _resolved(node: Any) -> Any:
    """The schema with its references written out; none of ours is recursive."""
    if isinstance(node, list):
        return [_resolved(member) for member in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].removeprefix("#/components/schemas/")
        return _resolved(DOCUMENT["components"]["schemas"][name])
    return {key: _resolved(value) for key, value in node.items()}


def _faults(schema: dict[str, Any], value: Any) -> list[str]:
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(_resolved(schema), format_checker=checker)
    return [error.message for error in validator.iter_errors(value)]


def test_document_is_valid() -> None:
    validate(DOCUMENT)

    assert DOCUMENT["openapi"].startswith("3.1")


def test_document_lists_every_endpoint() -> None:
    served = {
        f"/{pattern.pattern}".replace("<str:", "{").replace(">", "}")
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "api/v1/"
        for pattern in resolver.url_patterns
    }

    documented = {path.removeprefix("/api/v1") for path in DOCUMENT["paths"]}
    assert documented == served - {"/schema", "/docs"}


@pytest.mark.parametrize(("operation_id", "method", "path", "body"), REQUESTS)
def test_example_is_answered_as_documented(
    operation_id: str, method: str, path: str, body: Any, sandbox: Sandbox
) -> None:
    link = _arranged_link(operation_id)
    call = getattr(Api(link.tenant_id), method)
    address = path.replace("{payment_link_id}", str(link.pk))

    response = call(address, *([body] if body is not None else []))

    success, answer = next(iter(DOCUMENT["paths"][path][method]["responses"].items()))
    content = b"".join(response) if response.streaming else response.content
    assert (str(response.status_code), content[:200] if success == "204" else b"") == (success, b"")
    for media_type, described in answer.get("content", {}).items():
        value = json.loads(content) if media_type == "application/json" else content.decode()
        assert response.headers["Content-Type"].startswith(media_type)
        assert _faults(described["schema"], value) == []


@pytest.mark.parametrize(("operation_id", "method", "path", "body"), REQUESTS)
def test_example_fits_its_own_schema(operation_id: str, method: str, path: str, body: Any) -> None:
    described = DOCUMENT["paths"][path][method].get("requestBody", {}).get("content", {})

    for media_type in described.values():
        assert _faults(media_type["schema"], body) == []


def test_refusal_is_answered_as_documented(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant(), status="CANCELLED")

    response = Api(link.tenant_id).put(f"/api/v1/payment_links/{link.pk}/cancel")

    described = DOCUMENT["paths"]["/api/v1/payment_links/{payment_link_id}/cancel"]["put"]
    schema = described["responses"][str(response.status_code)]["content"]["application/json"]
    assert response.status_code == 403
    assert _faults(schema["schema"], response.json()) == []


def test_seeds_payload_is_an_example() -> None:
    create = DOCUMENT["paths"]["/api/v1/payment_links"]["post"]
    examples = create["requestBody"]["content"]["application/json"]["examples"].values()

    assert json.loads(SEED_PAYLOAD) in [example["value"] for example in examples]


def test_document_is_served_as_json() -> None:
    response = Client().get("/api/v1/schema", headers={"accept": "application/json"})

    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == DOCUMENT


def test_documentation_page_loads_nothing_from_elsewhere() -> None:
    response = Client().get("/api/v1/docs")

    policy = response.headers["Content-Security-Policy"]
    assert response.status_code == 200
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy
    assert "http" not in policy
    assert "//" not in response.content.decode().replace("http://testserver", "")
