"""The demo's clock: real time plus the days it has been moved on, shared through a file."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from payment_links.sandbox.answers import RefusedError, answer_error, refuse
from payment_links.sandbox.fields import Body, InvalidValueError, integer, read_json_object

SECONDS_PER_DAY = 86_400
MAXIMUM_ADVANCE_DAYS = 3_650

writing = threading.Lock()


def now() -> datetime:
    """The demo's time, in UTC."""
    return datetime.now(UTC) + timedelta(seconds=offset_seconds())


def offset_seconds() -> int:
    """Whole seconds by which the demo's time is ahead of real time; 0 without a clock file."""
    if settings.CLOCK_FILE is None:
        return 0
    try:
        return int(settings.CLOCK_FILE.read_text().strip() or "0")
    except FileNotFoundError:
        return 0


def write_time(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds, as the Payments API writes times."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def advance(days: int, path: Path) -> None:
    """Move the demo's time on by whole days. The file is replaced, so a reader never sees half."""
    with writing:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.new")
        draft.write_text(str(offset_seconds() + days * SECONDS_PER_DAY))
        os.replace(draft, path)


def day_count(value: object) -> int:
    """A whole number of days from 0 to ten years."""
    days = integer(value)
    if not 0 <= days <= MAXIMUM_ADVANCE_DAYS:
        raise InvalidValueError("invalid_value", f"not between 0 and {MAXIMUM_ADVANCE_DAYS}")
    return days


def clock_view(request: HttpRequest) -> HttpResponse:
    """GET tells the demo's time; POST {"advance_days": n} moves it on; a form then returns to /."""
    if request.method not in {"GET", "POST"}:
        return answer_error(refuse(405, "method_not_allowed", "use GET or POST"))
    try:
        if request.method == "POST":
            if settings.CLOCK_FILE is None:
                raise refuse(403, "operation_forbidden", "there is no clock file to write")
            advance(read_advance_days(request), settings.CLOCK_FILE)
            if is_form(request):
                return HttpResponseRedirect("/#clock")
    except RefusedError as error:
        return answer_error(error)
    days = offset_seconds() // SECONDS_PER_DAY
    return JsonResponse({"now": write_time(now()), "advanced_days": days})


def is_form(request: HttpRequest) -> bool:
    """Whether the request comes from the screen's form and not from a program."""
    return request.content_type == "application/x-www-form-urlencoded"


def read_advance_days(request: HttpRequest) -> int:
    """The number of days asked for, from a form or from JSON."""
    if is_form(request):
        typed = request.POST.get("advance_days", "")
        body = Body({"advance_days": int(typed) if typed.isascii() and typed.isdigit() else typed})
    else:
        body = Body(read_json_object(request))
    days = body.required("advance_days", day_count)
    body.finish()
    return days
