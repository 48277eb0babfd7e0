"""A tenant's callback endpoint in memory: it answers as told and remembers what it was sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from payment_links.gateways.errors import GatewayError, GatewayUnavailable
from payment_links.gateways.outside import Answer

URL = "https://tenant.example/hook"


@dataclass
class Received:
    """One request as the tenant saw it."""

    url: str
    headers: dict[str, str]
    body: str

    @property
    def status(self) -> str:
        """The link's status that the callback tells."""
        status: str = json.loads(self.body)["status"]
        return status


@dataclass
class TenantEndpoint:
    """Stands for gateways.outside.request. answer: HTTP status, or None for no answer at all."""

    answer: int | None = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    received: list[Received] = field(default_factory=list)
    during: Callable[[], None] | None = None

    def request(self, method: str, url: str, *, headers: dict[str, str], content: bytes) -> Answer:
        self.received.append(Received(url, headers, content.decode()))
        if self.during is not None:
            self.during()
        if self.answer is None:
            failure: GatewayError = GatewayUnavailable("ReadTimeout: timed out")
            raise failure
        return Answer(self.answer, self.headers, self.body, True)

    def statuses(self) -> list[Any]:
        """The statuses told, in the order they arrived."""
        return [received.status for received in self.received]
