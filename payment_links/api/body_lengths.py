"""Bodies sent in chunks: they get a length, because Django takes a body without one for empty."""

from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY = 1024 * 1024


class BodyLengths:
    """Wraps a WSGI application; for servers that decode chunks and say where the body ends.

    One byte more than LARGEST_BODY is read at most, so that the API answers 413.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_chunked = environ.get("HTTP_TRANSFER_ENCODING", "").strip().lower() == "chunked"
        if is_chunked and environ.get("wsgi.input_terminated") and "CONTENT_LENGTH" not in environ:
            body = environ["wsgi.input"].read(LARGEST_BODY + 1)
            environ["wsgi.input"] = BytesIO(body)
            environ["CONTENT_LENGTH"] = str(len(body))
        return self.application(environ, start_response)
