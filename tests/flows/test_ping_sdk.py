"""The whole flow with the public Python client, unmodified, in an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from payment_links.demo.accounts import SIGNING_SECRETS
from tests.builders import DEMO_MERCHANT_ID, SANDBOX_TENANT_ID, SEK_ORDER_ID
from tests.flows.journeys import approve, choose_and_pay
from tests.flows.payer import Payer
from tests.flows.tenant_endpoint import TenantEndpoint
from tests.running_demo import Demo, link_payload, wait_for

HERE = Path(__file__).parent


class PingSdk:
    """The client in its own process."""

    def __init__(self, python: Path, demo: Demo) -> None:
        self.process = subprocess.Popen(
            [python, HERE / "ping_sdk_calls.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # A folder of no importance: the client's own tests are a package called `tests` too.
            cwd=python.parent,
            env={
                "PATH": os.environ["PATH"],
                "PAYMENT_LINKS_API_URL": demo.url,
                "PAYMENTS_API_URL": f"{demo.sandbox_url}/payments",
                "TENANT_ID": str(SANDBOX_TENANT_ID),
                "MERCHANT_ID": str(DEMO_MERCHANT_ID),
                "PAYMENT_ORDER_ID": str(SEK_ORDER_ID),
                "PAYMENT_LINK_ID": "b299d88a-1d8a-4d54-8352-aa90479aab46",
                "PAYMENT_ID": "d43b87f9-9e28-4802-8eaa-6ee91a40ea71",
                "SPLIT_TREE_ID": "34f5c98e-f430-457b-a812-92637d0c6fd0",
                "NO_PROXY": "127.0.0.1",
            },
        )

    def ask(self, command: dict[str, Any]) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def call(self, resource: str, call: str, *arguments: Any) -> Any:
        """The body of a call that must succeed."""
        answer = self.ask({"resource": resource, "call": call, "arguments": arguments})
        assert answer["status"] in {200, 204}, answer
        return answer["body"]

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=10)


def install_requirements(folder: Path, python: Path) -> None:
    """A fresh environment with the client: by uv where it is, as `./run` does, else by pip."""
    requirements = str(HERE / "ping_sdk_requirements.txt")
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv:
        make = [uv, "venv", "--quiet", "--python", sys.executable, str(folder)]
        subprocess.run(make, check=True, timeout=60)
        install = [uv, "pip", "install", "--quiet", "--python", str(python)]
    else:
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
    options = ["--no-deps", "--requirement", requirements]
    environment = {**os.environ, "UV_SYSTEM_CERTS": "1"}
    subprocess.run([*install, *options], check=True, timeout=300, env=environment)


@pytest.fixture(scope="module")
def sdk(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PingSdk]:
    """The client, installed from the package index into a fresh environment."""
    folder = tmp_path_factory.mktemp("ping_sdk")
    python = folder / "bin" / "python"
    install_requirements(folder, python)
    client = PingSdk(python, demo)
    yield client
    client.close()


def test_the_clients_own_suite_passes(sdk: PingSdk) -> None:
    outcome = sdk.ask({"suite": True})

    assert outcome["failures"] == []
    assert outcome["tests"] >= 40


def test_from_order_to_receipt_with_a_verified_callback(
    sdk: PingSdk, demo: Demo, payer: Payer
) -> None:
    endpoint = TenantEndpoint(SIGNING_SECRETS[SANDBOX_TENANT_ID])
    order_id = sdk.call("paymentOrder", "create", "34f5c98e-f430-457b-a812-92637d0c6fd0", "SEK")[
        "id"
    ]
    body = {**link_payload(order_id), "payment_link_status_callback_url": endpoint.url}
    link_id = sdk.call("payment_link", "create", body)["id"]
    sdk.call("invoice", "create", link_id, {"reference_type": "OCR"})
    sdk.call("payment_link", "send", link_id, {"methods": ["sms", "email"]})

    checkout_url = sdk.call("payment_link", "get", link_id)["checkout_url"]
    sms = wait_for(
        lambda: next((row for row in demo.ledger("sms") if checkout_url in row["message"]), None)
    )
    wait_for(lambda: [row for row in demo.ledger("mail") if checkout_url in json.dumps(row)])
    assert sms["to"] == "+46701740615"
    wait_for(lambda: demo.link(link_id)["sms_status"] == "DELIVERED")

    payer.open(checkout_url)
    choose_and_pay(payer, "payment_iq", "card")
    approve(payer)

    wait_for(lambda: endpoint.statuses(link_id))
    assert endpoint.statuses(link_id) == ["COMPLETED"]
    assert endpoint.forged == []
    assert set(endpoint.received[0]) == {"payment_link_id", "status", "occured_at"}
    link = sdk.call("payment_link", "get", link_id)
    assert (link["status"], link["distributed_by_email"]) == ("COMPLETED", True)
    assert "COMPLETED" in dict(demo.payments_of(order_id)).values()
    invoice = sdk.call("invoice", "get", link_id)
    assert (invoice["reference_type"], invoice["reference"]) == ("OCR", link["ocr"])
    receipt = demo.tenant.get(f"/payment_links/{link_id}/receipt").json()
    for url in (invoice["url"], receipt["url"]):
        pdf = httpx2.get(url, trust_env=False, timeout=30)
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF-1.7")
    sdk.call("paymentOrder", "close", order_id)
    endpoint.close()
