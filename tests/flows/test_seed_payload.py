"""The example payload of the API's original document, byte for byte, over a real socket."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.builders import LIVE_TENANT_ID, SANDBOX_TENANT_ID
from tests.running_demo import Demo

PAYLOAD = (Path(__file__).parent / "seed_payload.json").read_bytes()


def post(demo: Demo, header: str) -> httpx2.Response:
    return httpx2.post(
        f"{demo.url}/api/v1/payment_links",
        content=PAYLOAD,
        headers={header: str(SANDBOX_TENANT_ID), "Content-Type": "application/json"},
        trust_env=False,
    )


@pytest.mark.parametrize("header", ["tenant_id", "tenant-id", "TENANT_ID"])
def test_the_payload_is_accepted_as_printed(demo: Demo, header: str) -> None:
    answer = post(demo, header)

    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"id", "checkout_url"}
    link = demo.link(answer.json()["id"])
    assert (link["currency"], link["locale"], link["language"]) == ("SEK", "sv-SE", "SE")
    assert [item["vat"] for item in link["items"]] == [12]
    assert [method["method"] for method in link["payment_provider_methods"]] == [
        "m_commerce",
        "card",
    ]


def test_the_header_survives_as_raw_bytes_on_the_socket(demo: Demo) -> None:
    address = urlsplit(demo.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(
            b"GET /api/v1/payment_links?limit=1 HTTP/1.1\r\nHost: localhost\r\n"
            b"tenant_id: 55555555-5555-5555-5555-555555555555\r\nConnection: close\r\n\r\n"
        )
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_a_live_tenant_needs_its_secret(demo: Demo) -> None:
    answer = httpx2.get(
        f"{demo.url}/api/v1/payment_links",
        headers={"tenant_id": str(LIVE_TENANT_ID)},
        trust_env=False,
    )

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_credentials")


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO"])
def test_no_header_decides_on_the_path(demo: Demo, header: str) -> None:
    answer = httpx2.get(f"{demo.url}/api/v1/ping", headers={header: "/elsewhere"}, trust_env=False)

    assert (answer.status_code, answer.text) == (200, "pong")
