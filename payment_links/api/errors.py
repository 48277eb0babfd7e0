"""The one error shape of the API: refusals, the framework's errors, unknown paths, crashes."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response

from payment_links.api.request_id import current_request_id
from payment_links.errors import DomainError, FieldError, InvalidInputError
from payment_links.gateways.errors import GatewayError
from payment_links.payments_service import PaymentsServiceUnavailableError

logger = logging.getLogger(__name__)

# The framework's refusals in our words: status → (code, description).
FRAMEWORK_ERRORS = {
    401: ("invalid_credentials", "The credentials are missing or not valid."),
    403: ("operation_forbidden", "The operation is not allowed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "The address does not take this method."),
    406: ("not_acceptable", "The answer is application/json."),
    415: ("unsupported_media_type", "The body must be application/json in UTF-8."),
    429: ("rate_limited", "Too many requests. Try again later."),
}


class NotFoundError(DomainError):
    """Nothing is there, or it is another tenant's: the answer is the same."""

    code = "not_found"
    http_status = 404
    description = "There is no payment link with this id."


class UnsupportedMediaTypeError(DomainError):
    code, description = FRAMEWORK_ERRORS[415]
    http_status = 415


class BodyTooLargeError(DomainError):
    code = "body_too_large"
    http_status = 413
    description = "The body may have 1 MiB at most."


class DatabaseUnavailableError(DomainError):
    """The database restarts or is overloaded; nothing was acknowledged."""

    code = "service_unavailable"
    http_status = 503
    description = "The service is not available. Try again in a moment."
    retry_after = 1


def error_body(errors: list[FieldError]) -> dict[str, Any]:
    """Both shapes of the contract: the list, and the first error once more beside it."""
    listed = [
        {"error": error.error, "description": error.description, "property": error.property}
        for error in errors
    ]
    return {"errors": listed, **listed[0]}


def body_of(refusal: DomainError) -> dict[str, Any]:
    """The body that tells a refusal."""
    if isinstance(refusal, InvalidInputError):
        return error_body(refusal.errors)
    return error_body([FieldError(refusal.code, refusal.description, refusal.property)])


def handle_exception(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """What REST framework answers for an exception of a view; None leaves it to `server_error`."""
    if isinstance(error, GatewayError):
        error = _caused_by(PaymentsServiceUnavailableError(), error)
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database is not available.", exc_info=error)
        error = _caused_by(DatabaseUnavailableError(), error)
    if isinstance(error, DomainError):
        return Response(body_of(error), error.http_status, headers=_headers(error))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, exceptions.APIException) and error.status_code in FRAMEWORK_ERRORS:
        code, description = FRAMEWORK_ERRORS[error.status_code]
        return Response(
            error_body([FieldError(code, description, "")]),
            error.status_code,
            headers=_framework_headers(error),
        )
    return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Requests that Django itself refuses, such as an unknown host."""
    if not _is_api(request):
        return defaults.bad_request(request, exception)
    return _page_error(400, "bad_request", "The request is not valid.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not _is_api(request):
        return defaults.permission_denied(request, exception)
    return _page_error(403, *FRAMEWORK_ERRORS[403])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not _is_api(request):
        return defaults.page_not_found(request, exception)
    return _page_error(404, *FRAMEWORK_ERRORS[404])


def server_error(request: HttpRequest) -> HttpResponse:
    """A crash: nothing about it but the id under which it stands in the log; 503 without database.

    Called while the exception is handled.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return _database_unavailable(request)
    if not _is_api(request):
        return defaults.server_error(request)
    reference = current_request_id.get()
    description = f"Something went wrong. Tell us this request id: {reference}"
    body = error_body([FieldError("internal_error", description, "")])
    return JsonResponse({**body, "request_id": reference}, status=500)


def _database_unavailable(request: HttpRequest) -> HttpResponse:
    refusal = DatabaseUnavailableError()
    response: HttpResponse = JsonResponse(body_of(refusal))
    if not _is_api(request):
        response = defaults.server_error(request, "503.html")
    response.status_code = refusal.http_status
    for name, value in _headers(refusal).items():
        response.headers[name] = value
    return response


def _is_api(request: HttpRequest) -> bool:
    # Not removeprefix: an address may begin with more than one slash.
    return request.path_info.lstrip("/").startswith(("api/", "inbound/"))


def _page_error(status: int, code: str, description: str) -> JsonResponse:
    return JsonResponse(error_body([FieldError(code, description, "")]), status=status)


def _caused_by(refusal: DomainError, cause: Exception) -> DomainError:
    refusal.__cause__ = cause
    return refusal


def _headers(refusal: DomainError) -> dict[str, str]:
    retry_after = getattr(refusal, "retry_after", None)
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    if refusal.http_status == 401:
        headers["WWW-Authenticate"] = "tenant_id"
    return headers


def _framework_headers(error: exceptions.APIException) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {} if wait is None else {"Retry-After": str(int(wait) + 1)}
