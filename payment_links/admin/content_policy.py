"""What the pages of the back office may load, on top of the policy of settings.py."""

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from django.http.response import HttpResponseBase

# The theme evaluates expressions in the markup and sets widths through style attributes. Nothing
# comes from another host, and no inline script or style element is allowed.
CONTENT_POLICY = {
    "script-src": [UNSAFE_EVAL],
    "style-src-attr": [UNSAFE_INLINE],
}


def with_content_policy(response: HttpResponseBase) -> HttpResponseBase:
    """The same answer, allowed what the theme needs."""
    response._csp_update = CONTENT_POLICY  # type: ignore[attr-defined]
    return response
