"""Accent colours: whatever a merchant chooses, its payers can read it, in light and in dark."""

import re
from itertools import combinations_with_replacement
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from payment_links.accent_colors import (
    DARK_GROUNDS,
    LEAST_CONTRAST,
    LIGHT_GROUNDS,
    Accent,
    accent_in_dark,
    accent_in_light,
    contrast,
)

TOKENS = Path(__file__).parents[2] / "payment_links/static/payment_links/checkout/tokens.css"
colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def too_pale(accent: Accent, grounds: tuple[str, ...], soft_ink: str) -> dict[str, float]:
    """What stands on what with too little contrast."""
    pairs = {
        "text on button": (accent.text, accent.color),
        "text on button under the mouse": (accent.text, accent.strong),
        "hint on chosen method": (soft_ink, accent.wash),
        **{f"accent on {ground}": (accent.color, ground) for ground in grounds},
    }
    ratios = {name: contrast(*pair) for name, pair in pairs.items()}
    return {name: ratio for name, ratio in ratios.items() if ratio < LEAST_CONTRAST}


def tokens(name: str) -> list[str]:
    """A token's values in tokens.css: in light, in dark."""
    return re.findall(rf"--{name}: (#[0-9a-f]{{6}});", TOKENS.read_text())


@given(colors)
def test_every_colour_can_be_read(color: str) -> None:
    light, dark = tokens("ink-soft")

    assert too_pale(accent_in_light(color), LIGHT_GROUNDS, light) == {}
    assert too_pale(accent_in_dark(color), DARK_GROUNDS, dark) == {}


def test_the_corners_of_the_colour_space_can_be_read() -> None:
    light, dark = tokens("ink-soft")
    corners = ["#" + "".join(parts) for parts in combinations_with_replacement(("00", "ff"), 3)]

    for color in corners:
        assert too_pale(accent_in_light(color), LIGHT_GROUNDS, light) == {}, color
        assert too_pale(accent_in_dark(color), DARK_GROUNDS, dark) == {}, color


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert accent_in_light("#0b5d4e").color == "#0b5d4e"
    assert accent_in_dark("#ffe14d").color == "#ffe14d"


def test_a_colour_is_moved_no_further_than_needed() -> None:
    yellow, black = accent_in_light("#ffe14d").color, accent_in_dark("#000000").color

    assert LEAST_CONTRAST <= contrast(yellow, LIGHT_GROUNDS[1]) < 5
    assert LEAST_CONTRAST <= contrast(black, DARK_GROUNDS[0]) < 5


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    assert list(LIGHT_GROUNDS) == [tokens("surface")[0], tokens("paper")[0]]
    assert list(DARK_GROUNDS) == [tokens("surface")[1], tokens("paper")[1]]
