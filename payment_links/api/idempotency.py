"""Writing views: what is asked with one Idempotency-Key is done once and answered alike."""

import json
from abc import abstractmethod
from hashlib import sha256
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from payment_links import idempotency
from payment_links.api.base_view import ApiView
from payment_links.api.errors import body_of
from payment_links.api.parsers import read_optional_body
from payment_links.api.tenancy import credentials_of
from payment_links.errors import DomainError
from payment_links.idempotency import Answer, Lease
from payment_links.payments_service import PaymentInProgressError

SubjectT = TypeVar("SubjectT")
PreparedT = TypeVar("PreparedT")

# Refusals that end by waiting: asked again with the same key, the work is tried again.
PASSING = frozenset({409, 429})


class WriteView(ApiView, Generic[SubjectT, PreparedT]):
    """A view whose `post` or `put` returns `self.write(request, subject)`.

    subject: what the address names, looked up before the body is read: a PaymentLink, or None.
    """

    @abstractmethod
    def prepare(self, request: Request, subject: SubjectT) -> PreparedT:
        """Validate, and call other services; no transaction is open.

        The answer is not stored here, so whatever this changes, here or outside, must be safe to
        repeat: after a crash the same request comes again.
        """

    @abstractmethod
    def commit(self, request: Request, prepared: PreparedT) -> Response:
        """Do the work; runs inside the transaction in which the answer is stored."""

    def write(self, request: Request, subject: SubjectT) -> HttpResponseBase:
        """The answer to the request, or the answer it got before when it carries a known key."""
        body = read_optional_body(request)
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is None:
            return self.work(request, subject, lease=None)
        begun = idempotency.begin(
            credentials_of(request).tenant.pk,
            _scoped(idempotency.check_key(key), request),
            idempotency.fingerprint(str(request.method), request.path, _canonical(body)),
        )
        if isinstance(begun, Answer):
            return _replay(begun)
        return self._work_under(begun, request, subject)

    def work(self, request: Request, subject: SubjectT, *, lease: Lease | None) -> Response:
        """Prepare and commit; the answer is stored together with the work."""
        prepared = self.prepare(request, subject)
        with transaction.atomic():
            response = self.commit(request, prepared)
            _store(lease, response)
        return response

    def _work_under(self, lease: Lease, request: Request, subject: SubjectT) -> HttpResponseBase:
        settled = False
        try:
            response = self.work(request, subject, lease=lease)
            settled = True
        except DomainError as refusal:
            settled = _store_refusal(lease, refusal)
            raise
        finally:
            if not settled:
                idempotency.abandon(lease)
        return response


class OutsideWriteView(WriteView[SubjectT, PreparedT]):
    """A writing view whose verb calls other services between transactions of its own.

    The answer is stored right after the verb, so `commit` must be a verb that is safe to repeat.
    """

    def work(self, request: Request, subject: SubjectT, *, lease: Lease | None) -> Response:
        prepared = self.prepare(request, subject)
        response = self.commit(request, prepared)
        with transaction.atomic():
            _store(lease, response)
        return response


def _scoped(key: str, request: Request) -> str:
    """A payer's keys are kept apart from the tenant's and from other payers'."""
    link_id = credentials_of(request).payment_link_id
    if link_id is None:
        return key
    return f"payer {link_id} {sha256(key.encode()).hexdigest()}"


def _canonical(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), default=str)


def _store(lease: Lease | None, response: Response) -> None:
    if lease is not None:
        idempotency.finish(lease, Answer(response.status_code, _text(response.data)))


def _store_refusal(lease: Lease, refusal: DomainError) -> bool:
    """Whether the refusal is an answer for good, and stored."""
    passes = refusal.http_status in PASSING or isinstance(refusal, PaymentInProgressError)
    if passes or refusal.http_status >= 500:
        return False
    with transaction.atomic():
        idempotency.finish(lease, Answer(refusal.http_status, _text(body_of(refusal))))
    return True


def _text(data: Any) -> str:
    return "" if data is None else JSONRenderer().render(data).decode()


def _replay(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.http_status)
    if answer.body:
        response.headers["Content-Type"] = "application/json"
    else:
        del response.headers["Content-Type"]
    response.headers["Idempotent-Replayed"] = "true"
    return response
