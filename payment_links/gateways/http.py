"""The one network door: every call to another server but mail goes through `request`."""

from functools import cache
from typing import Any

import httpx2

from payment_links.gateways.errors import GatewayUnavailable

CONNECT_TIMEOUT = 2.0
READ_TIMEOUT = 10.0


@cache
def client() -> httpx2.Client:
    """One pooled client per process; no redirects, no proxies from the environment."""
    return httpx2.Client(
        timeout=httpx2.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT),
        follow_redirects=False,
        trust_env=False,
        limits=httpx2.Limits(max_connections=64, max_keepalive_connections=32),
    )


def request(method: str, url: str, **options: Any) -> httpx2.Response:
    """Send one request to a service that we trust and return its answer, whatever its status.

    Raises GatewayUnavailable when there is no answer; `accepted` is False only when no
    connection was made, so that nothing can have happened on the other side.
    """
    try:
        return client().request(method, url, **options)
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        raise GatewayUnavailable(f"{type(error).__name__}: {error}", accepted=False) from error
    except httpx2.HTTPError as error:
        raise GatewayUnavailable(f"{type(error).__name__}: {error}") from error
