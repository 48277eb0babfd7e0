"""The merchant's dress for the payer's page: its logo, and its colour as a stylesheet of ours."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from payment_links.accent_colors import Accent, accent_in_dark, accent_in_light
from payment_links.checkout.payer_view import find_link, private
from payment_links.logos.pictures import as_shown
from payment_links.logos.reading import find_logo, read_logo

# A colour's stylesheet says the same for everybody; only a new version of ours changes it.
COLORS_CACHED = "public, max-age=86400"
# The address holds the token: it is kept by the payer's own browser alone, and not for long.
LOGO_CACHED = "private, max-age=3600"
# On paper everything is in the light colours.
STYLESHEET = """:root {{{light}}}
@media screen and (prefers-color-scheme: dark) {{
  :root {{{dark}}}
}}
"""


@require_safe
def colors(request: HttpRequest, color: str) -> HttpResponse:
    """GET /pay/colors/<rrggbb>.css: the colour, corrected for light and for dark pages."""
    light, dark = accent_in_light(f"#{color}"), accent_in_dark(f"#{color}")
    content = STYLESHEET.format(light=_declarations(light), dark=_declarations(dark))
    response = HttpResponse(content, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = COLORS_CACHED
    return response


@require_safe
def logo(request: HttpRequest, checkout_token: str) -> HttpResponse:
    """GET /pay/<token>/logo: our copy of the link's logo, as small as the page shows it."""
    link = find_link(checkout_token)
    stored = find_logo(link) if link else None
    content = read_logo(stored) if stored else b""
    if not content:
        return private(HttpResponse(status=404))
    picture = as_shown(content)
    response = private(HttpResponse(picture.content, content_type=picture.content_type))
    response.headers["Cache-Control"] = LOGO_CACHED
    return response


def _declarations(accent: Accent) -> str:
    return (
        f"--accent:{accent.color};--accent-strong:{accent.strong};"
        f"--on-accent:{accent.text};--accent-wash:{accent.wash}"
    )
