"""The end of a report: rows below a table that count it, date it or name it, and tell of nobody."""

import re
from collections import deque

from wholepicture_producers.frame.rows import Row

_MOST_CELLS = 2
"""How many cells of such a row are filled at most: its words, and a number or a day."""
_COUNTED = r"(?:rows?|records?|entries|events?|incidents?|reports?|children|lines?|results?|items?)"
_FOOTER = re.compile(
    rf"""
    (?:grand\ |sub-?)? totals? (?:\ (?:number|no\.?|count))? (?:\ of)? (?:\ {_COUNTED})? [\s:=]* \d*
    | (?:number|no\.?|count) (?:\ of)? \ {_COUNTED} [\s:=]* \d*
    | {_COUNTED} (?:\ (?:count|returned|exported|found|in\ total))? \s* [:=] \s* \d*
    | \(? \d+ \ {_COUNTED} (?:\(s\))?
      (?:\ (?:affected|selected|returned|exported|found|in\ total))? \)?
    | (?:-+\s*)? end
      (?:\ of (?:\ the)? \ (?:report|file|data|list|extract|export|table))? (?:\s*-+)?
    | eof
    | (?:(?:report|extract|export|file|data|list)\ )?
      (?:run|generated|printed|produced|exported|created|extracted) \s*
      (?:(?:on|by|at|from)\b|[:\d]) .*
    | (?:applied\ filters|filters\ applied) \b .*
    | page \ \d+ (?:\ of \ \d+)?
    | (?:classification\s*:\s*)? (?:official(?:\W+sensitive)?|restricted|confidential)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_BESIDE = re.compile(r"[\d\s/:.,-]*")


class Footer:
    """Finds the footer of a table of which the rows are told one by one.

    ``told`` is how many filled rows the mapping says are no events.
    """

    def __init__(self, told: int) -> None:
        self._told = told
        self._filled = 0
        self._tail: deque[tuple[int, int]] = deque()
        """The last filled rows, which may be the footer: how many were before, and the number."""
        self._no_footer: deque[int] = deque()
        """Which of them are no footer by what they say."""

    def add(self, row: Row) -> None:
        """Take the next row."""
        if row.blank:
            return
        self._tail.append((self._filled, row.number))
        if not _is_footer(row):
            self._no_footer.append(self._filled)
        self._filled += 1
        while self._no_footer and self._filled - 1 - self._no_footer[0] >= self._told:
            above = self._no_footer.popleft()
            while self._tail and self._tail[0][0] <= above:
                self._tail.popleft()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the rows at the end that are no events, once all rows were told."""
        return tuple(number for _, number in self._tail)


def _is_footer(row: Row) -> bool:
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return (
        row.fault is None
        and 0 < len(filled) <= _MOST_CELLS
        and _FOOTER.fullmatch(filled[0].strip(".*-=_ ")) is not None
        and all(_BESIDE.fullmatch(cell) for cell in filled[1:])
    )
