"""The three screens as plain text: no colour, no boxes, good to be read out loud."""

from collections.abc import Iterator
from textwrap import wrap

from wholepicture_desk.demo import months_wording, two_pictures_shown, wording
from wholepicture_desk.demo.months import SixMonths
from wholepicture_desk.demo.result import DemoResult
from wholepicture_desk.demo.two_pictures import TwoPictures

WIDTH = 80


def as_text(result: DemoResult) -> str:
    """The facts in at most 24 lines of at most 80 characters."""
    return "\n".join(_lines(result))


def as_pictures_text(pictures: TwoPictures) -> str:
    """The two pictures in at most 24 lines of at most 80 characters."""
    return "\n".join(two_pictures_shown.lines(pictures))


def as_months_text(months: SixMonths) -> str:
    """The six months in at most 24 lines of at most 80 characters."""
    return "\n".join(_months_lines(months))


def _months_lines(months: SixMonths) -> Iterator[str]:
    yield f"Whole Picture. {wording.EXERCISE} Next: {wording.TRY_NEXT[0]}"
    yield months_wording.title(months)
    for line in months_wording.lines(months):
        yield f"{line.who:<{months_wording.WHO}}{line.label}{line.says}"
    yield from months_wording.notes(months)
    yield from wording.LIMITS


def _lines(result: DemoResult) -> Iterator[str]:
    yield f"Whole Picture. {wording.EXERCISE} Next: {wording.TRY_NEXT[0]}"
    yield wording.that_day_title(result)
    yield from _wrapped(wording.they_knew(result))
    yield from _wrapped(wording.they_told(result))
    yield wording.now_title(result)
    yield from _table(result)
    for note in wording.notes(result):
        yield from _wrapped(f"{note.label} {note.says}")
    yield from wording.LIMITS


def _table(result: DemoResult) -> Iterator[str]:
    rows = [(row.who, row.after, row.what, row.by) for row in wording.rows(result)]
    widths = [max(map(len, column)) for column in zip(wording.COLUMNS, *rows, strict=True)]
    for row in (wording.COLUMNS, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def _wrapped(text: str) -> Iterator[str]:
    yield from wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
