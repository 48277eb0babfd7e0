"""What browsers send for a passkey, looked at before the library does.

The library takes any JSON for an answer, and fails over what is none: strangers write this.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

View = Callable[..., HttpResponseBase]
Answer = type[AuthenticationResponse] | type[RegistrationResponse]
LONGEST = 64 * 1024


def expecting(answer: Answer) -> Callable[[View], View]:
    """For a view whose form holds such an answer: one that is none counts as left out."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not _is_readable(request.POST.get("credential", ""), answer):
                posted = request.POST.copy()
                posted["credential"] = ""
                request.POST = posted  # type: ignore[assignment]
            return view(request, *args, **kwargs)

        return checked

    return decorate


def _is_readable(text: str, answer: Answer) -> bool:
    if len(text) > LONGEST:
        return False
    try:
        answer.from_dict(json.loads(text or "null"))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return not text
    return True
