"""The one style sheet: everybody can read it, on a screen, on a phone and on paper."""

import re
from importlib.resources import files

import pytest

STYLE = (files("wholepicture_bus.pages") / "templates" / "style.css").read_text(encoding="utf-8")
ENOUGH_CONTRAST = 4.5
"""Source: WCAG 2.2, success criterion 1.4.3."""
INKS = sorted(set(re.findall(r"(?<![-\w])color: (#\w{6});", STYLE)))
GROUNDS = sorted(set(re.findall(r"background: (#\w{6});", STYLE)))


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_can_be_read(ink: str, ground: str) -> None:
    """Each ink differs enough from each ground, for people with weak sight."""
    dark, bright = sorted((_luminance(ink), _luminance(ground)))

    assert (bright + 0.05) / (dark + 0.05) >= ENOUGH_CONTRAST


def test_every_colour_is_tried() -> None:
    """A colour is written with six digits, so that none is left out above."""
    written = re.findall(r"(?:(?<![-\w])color|background): ([^;]+);", STYLE)

    assert {*INKS, *GROUNDS} == set(written)
    assert len(INKS) >= 4
    assert len(GROUNDS) >= 4


def test_it_serves_a_phone_and_paper_and_loads_nothing() -> None:
    """There are rules for both, and no font or picture from anywhere."""
    assert "@media (max-width: 30rem)" in STYLE
    assert "@media print" in STYLE
    assert not re.search(r"url\(|@import|//", STYLE)


def _luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, definitions."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
