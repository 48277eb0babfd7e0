"""Faults on request: the next so many calls answer 500, are slow, are cut, or lose a callback."""

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from payment_links.sandbox.answers import (
    RefusedError,
    answer_empty,
    answer_error,
    answer_json,
    refuse,
)
from payment_links.sandbox.fields import Body, one_of, positive, read_json_object
from payment_links.sandbox.models import Fault
from payment_links.sandbox.router import DATABASE

DEFAULT_SECONDS = 15
METHODS = ("GET", "POST", "PUT")
TARGET_PATHS = {
    Fault.Target.PAYMENTS: "/payments/",
    Fault.Target.SMS: "/a1/",
    Fault.Target.MAIL: "/postmark/",
}


def take_fault(target: str, kinds: tuple[str, ...], *, method: str = "") -> Fault | None:
    """Use up one occurrence of the oldest matching fault, if any is left."""
    waiting = Fault.objects.filter(
        target=target, kind__in=kinds, method__in=["", method], times__gt=0
    )
    # Nearly always there is none, and then no write lock is taken.
    if not waiting.exists():
        return None
    with transaction.atomic(using=DATABASE):
        fault = waiting.select_for_update().order_by("pk").first()
        if fault is not None:
            Fault.objects.filter(pk=fault.pk).update(times=F("times") - 1)
        return fault


def take_request_fault(request: HttpRequest) -> Fault | None:
    """The fault with which this request is to be met, if any."""
    kinds = (Fault.Kind.STATUS_500, Fault.Kind.CUT_CONNECTION, Fault.Kind.SLOW)
    for target, path in TARGET_PATHS.items():
        if request.path.startswith(path):
            return take_fault(target, kinds, method=request.method or "")
    return None


def faults_view(request: HttpRequest) -> HttpResponse:
    """POST asks for a fault, GET lists what is still to happen, DELETE forgets all of it."""
    try:
        if request.method == "POST":
            add_fault(request)
            return answer_empty()
    except RefusedError as error:
        return answer_error(error)
    if request.method == "DELETE":
        Fault.objects.update(times=0)
        return answer_empty()
    if request.method != "GET":
        return answer_error(refuse(405, "method_not_allowed", "use GET, POST or DELETE"))
    waiting = Fault.objects.filter(times__gt=0).order_by("pk")
    return answer_json(list(waiting.values("target", "kind", "method", "seconds", "times")))


def add_fault(request: HttpRequest) -> None:
    """Note a fault: target, kind, times, and optionally method and seconds (how slow)."""
    body = Body(read_json_object(request))
    target = body.required("target", one_of(tuple(Fault.Target.values)))
    kind = body.required("kind", one_of(tuple(Fault.Kind.values)))
    times = body.required("times", positive)
    method = body.optional("method", one_of(METHODS)) or ""
    seconds = body.optional("seconds", positive) or DEFAULT_SECONDS
    body.finish()
    Fault.objects.create(target=target, kind=kind, times=times, method=method, seconds=seconds)
