"""A merchant's accent colour as its payers can read it: corrected until the contrast is enough.

Luminance and contrast are those of WCAG 2.2 (success criterion 1.4.3: 4.5 to 1 for text).
"""

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass

# A colour without its number sign, as it is stored and as its stylesheet is called.
SIX_DIGITS = "[0-9a-f]{6}"
LEAST_CONTRAST = 4.5
WHITE = "#ffffff"
# What accents stand on: cards and page of checkout/tokens.css, in light and in dark.
LIGHT_GROUNDS = (WHITE, "#f4f3ef")
DARK_GROUNDS = ("#1e2423", "#141817")
TEXT_ON_DARK_ACCENT = "#0d1211"
STEP = 0.01
WASH_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Accent:
    """A colour with its companions. strong: for hovering; wash: a hint of it as a ground."""

    color: str
    strong: str
    text: str
    wash: str

    def contrast_with_text(self) -> float:
        """How far the text of a button stands out from it."""
        return contrast(self.text, self.color)


def is_color(text: str) -> bool:
    """Whether the text is a colour as it is stored: #rrggbb in small letters."""
    return re.fullmatch(f"#{SIX_DIGITS}", text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (#rrggbb), from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def accent_in_light(color: str) -> Accent:
    """The colour on light pages, darkened where its text or the colour itself would be too pale."""
    fit = _corrected(color, LIGHT_GROUNDS, -STEP)
    return Accent(fit, _moved(fit, -0.08), WHITE, _mixed(fit, LIGHT_GROUNDS[0]))


def accent_in_dark(color: str) -> Accent:
    """The colour on dark pages, lightened where it would be too dark to see."""
    fit = _corrected(color, DARK_GROUNDS, STEP)
    return Accent(fit, _moved(fit, 0.1), TEXT_ON_DARK_ACCENT, _mixed(fit, DARK_GROUNDS[0]))


def _corrected(color: str, grounds: Sequence[str], step: float) -> str:
    """The colour, its lightness moved in steps until it stands out from every ground."""
    fit, steps = color, 0
    while min(contrast(fit, ground) for ground in grounds) < LEAST_CONTRAST:
        steps += 1
        fit = _moved(color, step * steps)
    return fit


def _moved(color: str, step: float) -> str:
    """The same hue, lighter (or darker by a negative step)."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(color))
    return _hex(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness + step)), saturation))


def _mixed(color: str, ground: str) -> str:
    pairs = zip(_channels(color), _channels(ground), strict=True)
    return _hex([part * WASH_SHARE + base * (1 - WASH_SHARE) for part, base in pairs])


def _luminance(color: str) -> float:
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _channels(color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color[1:])
    return red / 255, green / 255, blue / 255


def _hex(channels: Sequence[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
