"""`./run demo` as a person starts it, in a folder and on ports of its own."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import httpx2
import psycopg

from tests.builders import DEMO_MERCHANT_ID, SANDBOX_TENANT_ID

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 150
# Other workers may go on with the demo for so long after its starter.
OTHERS_SECONDS = 300
Found = TypeVar("Found")


@dataclass(frozen=True)
class Started:
    """The demo as whoever started it knows it."""

    port: int
    pid: int
    greeting: str


@dataclass
class Demo:
    """The running product and its sandbox."""

    port: int
    var_dir: Path
    greeting: str
    tenant: httpx2.Client = field(init=False)
    payments_api: httpx2.Client = field(init=False)
    outside: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        headers = {"tenant_id": str(SANDBOX_TENANT_ID)}
        self.tenant = httpx2.Client(
            base_url=f"{self.url}/api/v1", headers=headers, trust_env=False, timeout=30
        )
        self.payments_api = httpx2.Client(
            base_url=f"{self.sandbox_url}/payments/api/v1", headers=headers, trust_env=False
        )
        self.outside = httpx2.Client(base_url=self.sandbox_url, trust_env=False)

    def close(self) -> None:
        """Give the connections back."""
        for client in (self.tenant, self.payments_api, self.outside):
            client.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    def ledger(self, name: str) -> list[dict[str, Any]]:
        """What the outside recorded: sms, mail, payments or requests."""
        rows: list[dict[str, Any]] = self.outside.get(f"/ledger/{name}").json()
        return rows

    def create_order(self, currency: str = "SEK") -> str:
        """A fresh OPEN payment order; returns its id."""
        answer = self.payments_api.post("/payment_orders", json={"currency": currency})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def create_link(self, **changes: Any) -> dict[str, Any]:
        """A link over 140 kr on a fresh order; returns the answer: id and checkout_url."""
        body = link_payload(payment_order_id=changes.pop("payment_order_id", self.create_order()))
        answer = self.tenant.post("/payment_links", json={**body, **changes})
        assert answer.status_code == 200, answer.text
        created: dict[str, Any] = answer.json()
        return created

    def link(self, link_id: str) -> dict[str, Any]:
        """The link object as the tenant sees it."""
        answer = self.tenant.get(f"/payment_links/{link_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def payments_of(self, order_id: str) -> list[tuple[str, str]]:
        """(payment id, status) of every change of a payment of the order, in order."""
        return [
            (row["payment_id"], row["status"])
            for row in self.ledger("payments")
            if row["payment_order_id"] == order_id
        ]


def link_payload(payment_order_id: str | UUID) -> dict[str, Any]:
    """A payment link's body in the modern form."""
    return {
        "customer": {
            "email": "bertil@example.com",
            "first_name": "Bertil",
            "last_name": "Jönsson",
            "phone": "070-174 06 15",
        },
        "items": [{"description": "Hawaii Pizza", "price": 7000, "quantity": 2, "vat": 12}],
        "merchant_id": str(DEMO_MERCHANT_ID),
        "currency": "SEK",
        "locale": "sv-SE",
        "payment_order_id": str(payment_order_id),
        "payment_provider_methods": [
            {
                "provider": "swish",
                "method": "m_commerce",
                "parameters": {"swish_message": "Tack för din betalning"},
            },
            {"provider": "payment_iq", "method": "card"},
        ],
        "supplier": {"name": "Pizzeria Vesuvio"},
        "total_amount": 14000,
    }


def wait_for(look: Callable[[], Found | None], *, seconds: float = 30) -> Found:
    """What `look` finds, asked again and again until it is something that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not seen within {seconds} s; last: {look()!r}")


@contextmanager
def run_demo(var_dir: Path) -> Iterator[Started]:
    """Start the demo and wait for its greeting; at the end wait for whoever stops it by SIGTERM."""
    port = free_port_pair()
    with fresh_database(port) as database_url, (var_dir / "run.log").open("w") as log:
        process = subprocess.Popen(
            [str(ROOT / "run"), "demo"],
            cwd=ROOT,
            env={
                **plain_environment(),
                **database_url,
                "PORT": str(port),
                "VAR_DIR": str(var_dir),
                "DEMO_LINKS": "60",
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            greeting = wait_for_greeting(process, var_dir / "run.log")
            yield Started(port, process.pid, greeting)
            process.wait(timeout=OTHERS_SECONDS)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def wait_for_greeting(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """What the demo printed, once it says that it is running."""

    def greeting() -> str | None:
        text = log.read_text()
        assert process.poll() is None, f"the demo ended:\n{text}"
        return text if "Ctrl-C" in text else None

    return wait_for(greeting, seconds=START_SECONDS)


def free_port_pair() -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def plain_environment() -> dict[str, str]:
    """What a newcomer's shell has, and nothing of the test run's own settings."""
    kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


@contextmanager
def fresh_database(port: int) -> Iterator[dict[str, str]]:
    """A PostgreSQL database of the demo's own when the suite runs on PostgreSQL; else nothing."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name = f"demo_{port}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
