"""The header `tenant_id` on its way through the development server."""

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.commands import runserver
from django.core.servers.basehttp import WSGIRequestHandler

from payment_links.management.header_server import (
    HeaderKeepingRequestHandler,
    HeaderKeepingServer,
)
from tests.builders import LIVE_TENANT_ID, SANDBOX_TENANT_ID
from tests.payment_links.api.calls import LINKS
from tests.payment_links.api.conftest import LIVE_SECRET
from tests.servers import Server


@pytest.mark.parametrize("name", ["tenant_id", "tenant-id", "TENANT_ID"])
def test_header_survives_the_server(name: str, server: Server) -> None:
    answer = server.request("GET", LINKS, headers={name: str(SANDBOX_TENANT_ID)})

    assert (answer.status, answer.body) == (200, b"[]")


def test_secret_survives_the_server(server: Server) -> None:
    headers = {"tenant_id": str(LIVE_TENANT_ID), "x-api-secret": LIVE_SECRET}

    answer = server.request("GET", LINKS, headers=headers)

    assert (answer.status, answer.body) == (200, b"[]")


def test_other_headers_with_underscores_are_dropped(server: Server) -> None:
    headers = {"tenant_id": str(LIVE_TENANT_ID), "x_api_secret": LIVE_SECRET}

    assert server.request("GET", LINKS, headers=headers).status == 401


def test_runserver_keeps_the_header() -> None:
    with HeaderKeepingServer(("127.0.0.1", 0), WSGIRequestHandler) as running:
        assert running.RequestHandlerClass is HeaderKeepingRequestHandler

    command = load_command_class("payment_links", "runserver")
    assert isinstance(command, runserver.Command)
    assert command.server_cls is HeaderKeepingServer
    assert get_commands()["runserver"] == "payment_links"


def test_ping_is_answered_without_credentials(server: Server) -> None:
    answer = server.request("GET", "/api/v1/ping", headers={"Accept": "application/json"})

    assert (answer.status, answer.body) == (200, b"pong")
    assert answer.headers["content-type"].startswith("text/plain")
