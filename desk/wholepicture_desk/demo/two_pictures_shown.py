"""The two pictures as lines for a terminal, and as one drawing for pages."""

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import wrap

from wholepicture_bus.pages import render
from wholepicture_bus.pages.lanes import EVENT, NOTHING, months_between

from wholepicture_desk.demo.two_pictures import Mark, Noticed, Strip, TwoPictures

WIDTH = 80
WHO = 20
"""Characters of an agency's name."""
STRENGTH, SIDE_BY_SIDE = "\N{WHITE CIRCLE}", "\N{BLACK DIAMOND}"
LEGEND = (
    f"{EVENT} something was told, {STRENGTH} something that goes well, {SIDE_BY_SIDE} put side by "
    f"side, a number: so many in that week, {NOTHING} nothing was told, which does not mean that "
    "nothing happened. What was taken back is in neither"
)

_LEFT, _RIGHT, _ROW, _RADIUS = 150, 800, 22, 6
_HEAD, _GAP, _LINE = 44, 26, 18
"""Pixels: from a picture's top to its first row, between the two, and a line of text."""
_WIDE = 115
"""Characters of a line of text below them."""


def title(pictures: TwoPictures) -> str:
    """Whose six months they are."""
    first, last = pictures.first, pictures.last
    return (
        f"THE SAME SIX MONTHS of {pictures.child}, TWICE: {first.day} {first:%b} to "
        f"{last.day} {last:%b} {last.year}"
    )


def alone_title(pictures: TwoPictures) -> str:
    """What the first picture is."""
    return f"1. What {_lower(pictures.teller)} had, alone"


def whole_title(pictures: TwoPictures) -> str:
    """What the second picture is."""
    return f"2. The whole, as {_lower(pictures.reader)} were told"


def notes(pictures: TwoPictures) -> Iterator[str]:
    """How much each picture holds, and what was put side by side."""
    alone, whole = _count(pictures.alone), _count(pictures.whole)
    yield f"Alone: {alone} of {whole}. Together: {whole}, of {len(pictures.whole)} agencies."
    yield from map(_noticed, pictures.noticed)


def lines(pictures: TwoPictures) -> Iterator[str]:
    """Both pictures in at most 24 lines of at most 80 characters: a row a week."""
    yield title(pictures)
    for heading, strips in (
        (alone_title(pictures), pictures.alone),
        (whole_title(pictures), pictures.whole),
    ):
        yield heading
        yield _months(pictures.weeks)
        yield from (_row(strip, pictures.weeks) for strip in strips)
    for sentence in (*notes(pictures), f"{LEGEND}."):
        yield from wrap(sentence, WIDTH)


def as_svg(pictures: TwoPictures) -> str:
    """Both pictures as one drawing."""
    return render(__package__, "two_pictures.svg", drawing=drawing(pictures, standalone=True))


def drawing(pictures: TwoPictures, *, standalone: bool = False) -> dict[str, object]:
    """What the drawing is made of: a circle an event, at its day; that of a strength is open.

    ``standalone``: it is a file of its own, and no part of a page.
    """
    second = _HEAD + len(pictures.alone) * _ROW + _GAP
    bottom = second + _HEAD + len(pictures.whole) * _ROW
    noticed = pictures.noticed if standalone else ()  # a page says it below the drawing
    said = [line for one in noticed for line in wrap(_noticed(one), _WIDE)]
    return {
        "standalone": standalone,
        "title": title(pictures),
        "says": " ".join(notes(pictures)),
        "width": _RIGHT + 20,
        "height": bottom + _LINE * (len(said) + 3),
        "left": _LEFT,
        "right": _RIGHT,
        "radius": _RADIUS,
        "bottom": bottom,
        "panels": (
            _panel(alone_title(pictures), pictures.alone, pictures, 0),
            _panel(whole_title(pictures), pictures.whole, pictures, second),
        ),
        "said": [(bottom + _LINE * (number + 1), line) for number, line in enumerate(said)],
    }


def _panel(
    heading: str, strips: Iterable[Strip], pictures: TwoPictures, top: int
) -> dict[str, object]:
    rows = [
        {
            "who": strip.who,
            "y": top + _HEAD + row * _ROW,
            "marks": [
                {
                    "x": _across(mark.on, pictures),
                    "strength": mark.strength,
                    "side_by_side": mark.side_by_side,
                    "says": f"{mark.on.day} {mark.on:%B}: {mark.what}",
                }
                for mark in strip.marks
            ],
        }
        for row, strip in enumerate(strips)
    ]
    return {
        "heading": heading,
        "top": top + 16,
        "months_at": top + 32,
        "months": [
            {"x": _across(month, pictures), "name": f"{month:%B}"}
            for month in months_between(pictures.first, pictures.last)
        ],
        "rows": rows,
    }


def _across(day: date, pictures: TwoPictures) -> int:
    """Where a day stands, in pixels from the left."""
    days = (pictures.last - pictures.first).days
    part = (max(day, pictures.first) - pictures.first).days / days
    return round(_LEFT + 12 + part * (_RIGHT - _LEFT - 24))


def _months(weeks: Iterable[date]) -> str:
    """The names of the months above the weeks in which they begin."""
    line = " " * WHO
    seen: set[int] = set()
    for week, monday in enumerate(weeks):
        if monday.month not in seen:
            seen.add(monday.month)
            line = f"{line:<{WHO + 2 * week}}{monday:%b} "
    return line.rstrip()


def _row(strip: Strip, weeks: Iterable[date]) -> str:
    signs = " ".join(_sign(strip.of_week(monday)) for monday in weeks)
    return f"{strip.who:<{WHO}}{signs}"


def _sign(marks: tuple[Mark, ...]) -> str:
    if len(marks) > 1:
        return str(min(len(marks), 9))
    if not marks:
        return NOTHING
    if marks[0].side_by_side:
        return SIDE_BY_SIDE
    return STRENGTH if marks[0].strength else EVENT


def _noticed(noticed: Noticed) -> str:
    return (
        f"{noticed.on.day} {noticed.on:%B}: {noticed.count} of them were put side by side, for a "
        f"person to judge: {_lower(noticed.title)}."
    )


def _count(strips: Iterable[Strip]) -> int:
    return sum(len(strip.marks) for strip in strips)


def _lower(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"
