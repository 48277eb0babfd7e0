"""How a merchant's accent colour will look to payers: as corrected, with its contrast, drawn."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from payment_links.accent_colors import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    Accent,
    accent_in_dark,
    accent_in_light,
    is_color,
)

TEMPLATE = "admin/payment_links/accent_preview.html"


@dataclass(frozen=True, slots=True)
class Sample:
    """A button on the payment page. contrast: of its text, as people write it: 4,9."""

    name: str
    ground: str
    accent: Accent
    contrast: str
    is_corrected: bool


def show_preview(request: HttpRequest) -> HttpResponse:
    """GET …/accent-color?color=#rrggbb: the samples alone, for the form while it is filled in."""
    return render(request, TEMPLATE, _context(request.GET.get("color", "")))


def preview(color: str) -> SafeString:
    """The samples of a colour; a sentence where there is none or where it is not one."""
    return render_to_string(TEMPLATE, _context(color))


def normalized(color: str) -> str:
    """The colour as it is stored: small letters, with its number sign."""
    text = color.strip().lower()
    return f"#{text}" if text and not text.startswith("#") else text


def _context(color: str) -> dict[str, Any]:
    wanted = normalized(color)
    if not is_color(wanted):
        return {"wanted": wanted, "samples": []}
    light, dark = accent_in_light(wanted), accent_in_dark(wanted)
    samples = [
        _sample(_("In light mode"), LIGHT_GROUNDS[0], light, wanted),
        _sample(_("In dark mode"), DARK_GROUNDS[0], dark, wanted),
    ]
    return {"wanted": wanted, "samples": samples}


def _sample(name: str, ground: str, accent: Accent, wanted: str) -> Sample:
    ratio = number_format(accent.contrast_with_text(), decimal_pos=1)
    return Sample(name, ground, accent, ratio, is_corrected=accent.color != wanted)
