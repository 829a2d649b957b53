"""What is known of a text table once all of its rows were looked at, before one of them is told.

Nothing of the rows is kept but numbers: a table of any length is looked at in the same memory.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wholepicture_producers.frame.footers import Footer
from wholepicture_producers.frame.last_rows import LastRows
from wholepicture_producers.frame.rows import Likeness, Row


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rows of a table are like as a whole."""

    footer: frozenset[int]
    """The rows at the end that are no events."""
    surplus: frozenset[int]
    """How many blank cells rows of this table may have behind the header's.

    Some programs end each row with a delimiter. A single row with a cell too many may have a
    delimiter in a text, so it takes as many rows that end so as there are others.
    """
    goes_on: dict[int, int]
    """The rows whose last text goes on in the next line, each with the number of that one."""
    guessed: tuple[int, ...]
    """The rows that are not UTF-8 while nobody said what they are."""
    last: LastRows
    """In which row each event ends."""


@dataclass
class Surveying:
    """Looks at the rows of a table one by one."""

    like: Likeness
    footer: Footer
    guessed: Callable[[Row], bool]
    number: Callable[[Row], str | None]
    """What a row says in the column that makes rows one event; None without such a column."""
    _beyond: Counter[int] = field(default_factory=Counter)
    _goes_on: dict[int, int] = field(default_factory=dict)
    _guessed: list[int] = field(default_factory=list)
    _last: LastRows = field(default_factory=LastRows)
    _before: tuple[int, str] | None = None
    """The last row that was one by itself: its number and its first cell."""

    def survey(self, rows: Iterable[Row]) -> Survey:
        """Look at all rows."""
        for row in rows:
            self._look(row)
        footer = frozenset(self.footer.numbers)
        return Survey(
            footer,
            frozenset(
                more for more, count in self._beyond.items() if more and count >= self._beyond[0]
            ),
            {row: behind for row, behind in self._goes_on.items() if behind not in footer},
            tuple(number for number in self._guessed if number not in footer),
            self._last,
        )

    def _look(self, row: Row) -> None:
        self.footer.add(row)
        if self.guessed(row):
            self._guessed.append(row.number)
        if row.blank:
            return
        if row.fault is None and len(row.cells) >= self.like.width:
            self._beyond[len(row.cells) - self.like.width] += 1
        number = self.number(row)
        if number is not None:
            self._last.add(number, row.number)
        self._see_whether_it_goes_on(row)

    def _see_whether_it_goes_on(self, row: Row) -> None:
        """Note where the text of the row before goes on in this one.

        A line goes on with a text that is not in quotes where it has not the cells of a row, no
        date in its place, and does not begin like the row before.
        """
        like = self._before[1] if self._before is not None else ""
        if row.fault or self.like.fits(row.cells) or self.like.shows(row.cells, like):
            self._before = row.number, row.cells[0] if row.cells else ""
        elif self._before is not None:
            self._goes_on.setdefault(self._before[0], row.number)
