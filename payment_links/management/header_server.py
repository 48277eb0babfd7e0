"""Django's development server, made to keep the header `tenant_id`.

The server drops headers with underscores, because they cannot be told from those with hyphens.
The API reads `tenant-id`; whoever runs the server behind the name `tenant_id` renames it
(API contract §6). gunicorn's setting is in deploy/gunicorn.conf.py.
"""

from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, WSGIServer


class HeaderKeepingRequestHandler(WSGIRequestHandler):
    """Copies `tenant_id` to `tenant-id` before the headers with underscores are dropped."""

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        if "tenant_id" in self.headers and "tenant-id" not in self.headers:
            self.headers["tenant-id"] = self.headers["tenant_id"]
        return True


class HeaderKeepingServer(WSGIServer):
    """For `runserver`, which names Django's own request handler."""

    def __init__(self, address: tuple[str, int], handler: type, **options: Any) -> None:
        super().__init__(address, HeaderKeepingRequestHandler, **options)


class ThreadedHeaderKeepingServer(ThreadedWSGIServer):
    """For tests: a thread per connection, database connections closed with it."""

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, HeaderKeepingRequestHandler)
