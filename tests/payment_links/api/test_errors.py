"""The one error shape, where no view answers: unknown paths, bad hosts, crashes, lost databases."""

import json
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.test import Client
from pytest_django import Settings

from payment_links.api import errors
from payment_links.errors import FieldError, InvalidInputError
from payment_links.gateways.errors import GatewayUnavailable
from tests.builders import make_tenant
from tests.payment_links.api.calls import LINKS, Api

SHAPE = {"errors", "error", "description", "property"}


def _handled(error: Exception) -> Any:
    response = errors.handle_exception(error, {})
    assert response is not None
    return response


def test_all_faults_and_the_first_one_again() -> None:
    faults = [FieldError("null_value", "null", "a"), FieldError("blank", "is blank", "b.0")]

    response = _handled(InvalidInputError(faults))

    first = {"error": "null_value", "description": "null", "property": "a"}
    second = {"error": "blank", "description": "is blank", "property": "b.0"}
    assert response.status_code == 422
    assert response.data == {"errors": [first, second], **first}


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/v1/nowhere", "/api/v1/payment_links/"])
def test_unknown_path_is_404_in_the_shape(path: str) -> None:
    response = Client().get(path)

    assert (response.status_code, response.json()["error"]) == (404, "not_found")
    assert set(response.json()) == SHAPE


def test_unknown_path_of_the_api_after_two_slashes_is_404_in_the_shape() -> None:
    request = HttpRequest()
    request.path_info = "//api/v1/payment_links"

    response = errors.page_not_found(request, Http404())

    assert set(json.loads(response.content)) == SHAPE


def test_unknown_path_outside_the_api_is_a_page() -> None:
    response = Client().get("/nowhere")

    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


def test_unknown_host_is_400_in_the_shape(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["links.example.com"]

    response = Client().get("/api/v1/ping", headers={"host": "evil.example"})

    assert (response.status_code, response.json()["error"]) == (400, "bad_request")


@pytest.mark.django_db
def test_crash_tells_nothing_but_its_request_id(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api(make_tenant().pk)
    api.client.raise_request_exception = False
    crash = Mock(side_effect=RuntimeError("secret"))
    monkeypatch.setattr("payment_links.api.views.links.read_list_parameters", crash)

    response = api.get(LINKS, headers={"x-request-id": "my-own-id"})

    assert response.status_code == 500
    assert response.json()["request_id"] == response.headers["X-Request-ID"] == "my-own-id"
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_lost_database_is_503(monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api(make_tenant().pk)
    lost = Mock(side_effect=OperationalError("the server closed the connection"))
    monkeypatch.setattr("payment_links.api.views.links.read_list_parameters", lost)

    response = api.get(LINKS)

    assert (response.status_code, response.json()["error"]) == (503, "service_unavailable")
    assert response.headers["Retry-After"] == "1"
    assert b"closed" not in response.content


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/inbound/payments/x", "application/json"), ("/pay/x/pay", "text/html; charset=utf-8")],
)
def test_lost_database_is_503_everywhere(
    monkeypatch: pytest.MonkeyPatch, path: str, content_type: str
) -> None:
    lost = Mock(side_effect=OperationalError("the server closed the connection"))
    monkeypatch.setattr(QuerySet, "first", lost)

    response = Client(raise_request_exception=False).post(path)

    assert (response.status_code, response.headers["Content-Type"]) == (503, content_type)
    assert response.headers["Retry-After"] == "1"


def test_silent_service_is_502() -> None:
    response = _handled(GatewayUnavailable("timeout"))

    assert response.status_code == 502
    assert response.data["error"] == "payments_service_unavailable"


def test_unknown_exception_is_left_to_the_crash_page() -> None:
    assert errors.handle_exception(RuntimeError(), {}) is None


@pytest.mark.parametrize("view", [errors.bad_request, errors.permission_denied])
def test_djangos_own_refusals_have_the_shape(view: Any) -> None:
    request = HttpRequest()
    request.path_info = "/api/v1/payment_links"

    response = view(request, RuntimeError())

    assert set(json.loads(response.content)) == SHAPE


@pytest.mark.django_db
def test_health_checks_answer() -> None:
    answers = [Client().get(path) for path in ("/livez", "/readyz")]

    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"ok")] * 2


def test_lost_database_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Mock(side_effect=OperationalError)
    monkeypatch.setattr("payment_links.api.health.connection", Mock(cursor=lost))

    assert Client().get("/readyz").status_code == 503


@pytest.mark.django_db
def test_no_cache_keeps_an_answer() -> None:
    api = Api(make_tenant().pk)

    answers = [api.get(path) for path in (LINKS, f"{LINKS}?limit=1", f"{LINKS}/0")]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


@pytest.mark.django_db
def test_wrong_method_is_told_the_right_ones() -> None:
    response = Api(make_tenant().pk).client.delete(LINKS)

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("name", ["schema", "docs"])
def test_what_is_only_read_is_told_so(name: str) -> None:
    response = Client().options(f"/api/v1/{name}")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert response.json()["error"] == "method_not_allowed"
