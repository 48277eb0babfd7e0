"""What watches the service: /api/v1/ping for clients, /livez and /readyz for whoever runs it."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from payment_links.api.errors import FRAMEWORK_ERRORS, error_body
from payment_links.errors import FieldError

Answer = Callable[[], HttpResponse]


def read_only(answer: Answer) -> Callable[[HttpRequest], HttpResponse]:
    """A view that answers GET and HEAD, and 405 in the API's error shape to the rest."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return answer()
        code, description = FRAMEWORK_ERRORS[405]
        body = error_body([FieldError(code, description, "")])
        return JsonResponse(body, status=405, headers={"Allow": "GET, HEAD"})

    return view


def ping() -> HttpResponse:
    return HttpResponse("pong", content_type="text/plain; charset=utf-8")


def live() -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def ready() -> HttpResponse:
    """The process answers and its database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain; charset=utf-8")
    return live()


urlpatterns = [
    path("livez", read_only(live), name="livez"),
    path("readyz", read_only(ready), name="readyz"),
]
