"""The cells of one row, read with strict quotes (RFC 4180).

A cell in quotes ends at a quote with the delimiter or the end of the line behind it; a quote inside
it is written twice. A quote in a cell that does not begin with one is a letter like any other, as
in ``5'6"``; where it ends the cell alone, the one at the beginning is missing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Wrong = Literal["open", "inside", "end", "swallowed"]
"""A quote that is not closed; one inside a cell in quotes; one at the end of a cell alone; one that
would take in another row."""

Another = Callable[[str, int | None], bool]
"""Whether a line that begins within quotes is another row; the number is where they end in it."""

_INSIDE = re.compile(r'[^"]*(?:""[^"]*)*')
_BLANKS = re.compile(r" *")
_ENDING = re.compile(r'.*[^\d"]"\s*', re.DOTALL)
"""A quote at the end, and not as the sign of inches or seconds behind a number."""
_OPENING = re.compile(r' *"')


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the quotes of a row went wrong: the cell, by the position of its line and in it."""

    wrong: Wrong
    line: int
    start: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The cells that begin at a line, up to the end of their row or to a fault."""

    cells: tuple[str, ...]
    last: int
    """The position of the line in which they end."""
    fault: Fault | None
    letters: tuple[int, ...]
    """The cells in which a quote is a letter."""

    @property
    def clean(self) -> bool:
        """Whether each quote is where a quote belongs; the last one may still be open."""
        return not self.letters and (self.fault is None or self.fault.wrong == "open")

    @property
    def width(self) -> int:
        """How many cells there are, the one with the fault included."""
        return len(self.cells) + (self.fault is not None)


def scan(
    lines: Sequence[str],
    at: int,
    delimiter: str,
    another: Another | None = None,
    end: int | None = None,
) -> Scan:
    """The cells of the row that begins at a line; ``another`` knows what no quotes may take in.

    ``end`` is the position of the first line that is not looked at.
    """
    reading = _Reading(lines, at, delimiter, another, end)
    if '"' not in reading.text:
        return Scan(tuple(reading.text.split(delimiter)), at, None, ())
    cells: list[str] = []
    letters: list[int] = []
    while reading.more:
        line, start = reading.at, reading.position
        quoted = _OPENING.match(reading.text, start)
        try:
            cells.append(reading.quoted(quoted.end()) if quoted else reading.plain())
        except _QuoteWentWrong as error:
            fault = Fault(error.wrong, line, start)
            return Scan(tuple(cells), reading.at, fault, tuple(letters))
        if not quoted and '"' in cells[-1]:
            letters.append(len(cells) - 1)
    return Scan(tuple(cells), reading.at, None, tuple(letters))


class _QuoteWentWrong(Exception):
    def __init__(self, wrong: Wrong) -> None:
        self.wrong: Wrong = wrong


class _Reading:
    """Where the reading of a row stands."""

    def __init__(
        self,
        lines: Sequence[str],
        at: int,
        delimiter: str,
        another: Another | None,
        end: int | None,
    ) -> None:
        self._lines, self._delimiter, self._another = lines, delimiter, another
        self._end = len(lines) if end is None else end
        self.at, self.position = at, 0
        self.text = _bare(lines[at])
        self.more = True

    def plain(self) -> str:
        """A cell that does not begin with a quote."""
        start = self.position
        end = self.text.find(self._delimiter, start)
        cell = self.text[start : None if end < 0 else end]
        if cell.count('"') % 2 and _ENDING.fullmatch(cell):
            raise _QuoteWentWrong("end")
        self._to(len(self.text) if end < 0 else end)
        return cell

    def quoted(self, position: int) -> str:
        """A cell in quotes, over as many lines as it has, from behind its first quote on."""
        pieces: list[str] = []
        while (closing := _closing(self.text, position)) is None:
            pieces.append(self.text[position:] + self._lines[self.at][len(self.text) :])
            self._next_line()
            position = 0
        pieces.append(self.text[position:closing])
        blanks = _BLANKS.match(self.text, closing + 1)
        end = blanks.end() if blanks else closing + 1
        if end < len(self.text) and not self.text.startswith(self._delimiter, end):
            raise _QuoteWentWrong("inside")
        self._to(end)
        return "".join(pieces).replace('""', '"')

    def _next_line(self) -> None:
        if self.at + 1 == self._end:
            raise _QuoteWentWrong("open")
        text = _bare(self._lines[self.at + 1])
        if self._another is not None and self._another(text, _closing(text, 0)):
            raise _QuoteWentWrong("swallowed")
        self.at, self.text = self.at + 1, text

    def _to(self, end: int) -> None:
        self.more = end < len(self.text)
        self.position = end + len(self._delimiter)


def _closing(text: str, position: int) -> int | None:
    """Where the next quote stands that is not written twice; None where the line has none."""
    found = _INSIDE.match(text, position)
    end = found.end() if found else position
    return end if end < len(text) else None


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
