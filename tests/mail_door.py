"""The mail service without sockets: what Anymail posts leads into the sandbox in one process."""

from typing import Any

import httpx2
import requests
from requests.adapters import HTTPAdapter

from tests.doors import Sandbox


def into_sandbox(sandbox: Sandbox) -> Any:
    """A replacement for requests' HTTPAdapter.send that reaches nothing but the sandbox."""

    def send(
        adapter: HTTPAdapter, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        try:
            answer = sandbox.http.request(
                str(request.method),
                str(request.url),
                content=_body(request),
                headers={name: str(value) for name, value in request.headers.items()},
            )
        except httpx2.ConnectError as error:
            raise requests.ConnectionError(error, request=request) from error
        except httpx2.HTTPError as error:
            raise requests.exceptions.ChunkedEncodingError(error, request=request) from error
        response = requests.Response()
        response.request = request
        response.url = str(request.url)
        response.status_code = answer.status_code
        response.reason = answer.reason_phrase
        response.headers.update(answer.headers)
        response._content = answer.content
        return response

    return send


def _body(request: requests.PreparedRequest) -> str | bytes:
    assert isinstance(request.body, str | bytes)
    return request.body
