"""Lanes: one renderer, whose entries have a shape and a word, and whose empty months are seen."""

import re
from pathlib import Path

import pytest
from wholepicture_bus.pages.environment import environment
from wholepicture_bus.pages.lanes import EVENT, STRENGTH, Entries, Entry, Lane, Lanes

pytestmark = pytest.mark.finding("F10")
ROOT = Path(__file__).parent.parent.parent.parent
TOLD = Entries((Entry(4, "March 2026: concern", EVENT), Entry(9, "March 2026: joy", STRENGTH)))
LANES = Lanes("What was told", ("Feb", "Mar"), (Lane("Police", ((), (TOLD,))),), ("A note.",))
SHOWN_BY = (
    "consumers/wholepicture_consumers/governance/templates/chronology.html",
    "desk/wholepicture_desk/demo/templates/months.html",
    "subscribers/wholepicture_subscribers/subscription/templates/item_parts.html",
)


def _shown(lanes: Lanes, *, strip: bool) -> str:
    source = '{% from "kit/lanes.html" import lanes %}{{ lanes(data, strip=strip) }}'
    made = environment("wholepicture_bus.pages").from_string(source)
    return " ".join(made.render(data=lanes, strip=strip).split())


def test_what_an_entry_is_can_be_seen_or_heard() -> None:
    """In a strip a shape and a day are seen, and the rest is heard; elsewhere all is seen."""
    strip, whole = _shown(LANES, strip=True), _shown(LANES, strip=False)

    assert f'<span class="mark" aria-hidden="true">{EVENT}</span>4' in strip
    assert '<span class="heard">March 2026: concern;</span>' in strip
    assert "4: March 2026: concern" in whole
    assert "heard" not in whole
    assert EVENT != STRENGTH


def test_an_empty_month_is_shown_as_one() -> None:
    """A gap stands where the table has a cell; what it means stands below."""
    shown = _shown(LANES, strip=True)

    assert re.findall(r"<td>(.*?)</td>", shown)[0] == '<span class="blank">\N{MIDDLE DOT}</span>'
    assert '<th scope="row">Police</th>' in shown
    assert shown.endswith('<p class="small">A note.</p>')


@pytest.mark.parametrize("template", SHOWN_BY)
def test_all_lanes_are_shown_by_it(template: str) -> None:
    """An item, the picture of a child and the six months have no table of months of their own."""
    text = (ROOT / template).read_text(encoding="utf-8")

    assert 'from "kit/lanes.html" import lanes' in text
    assert "<table" not in text
