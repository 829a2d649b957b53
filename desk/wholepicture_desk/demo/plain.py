"""The last screen as plain text: no colour, no boxes, good to be read out loud."""

from collections.abc import Iterator
from textwrap import wrap

from wholepicture_desk.demo import wording
from wholepicture_desk.demo.result import DemoResult

WIDTH = 80


def as_text(result: DemoResult) -> str:
    """The facts in at most 24 lines of at most 80 characters."""
    return "\n".join(_lines(result))


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
