"""The end of a report: rows below a table that count it, date it or name it, and tell of nobody."""

import re
from collections.abc import Sequence

from wholepicture_producers.rows import Row

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


def without_footer(rows: Sequence[Row], told: int) -> tuple[Sequence[Row], tuple[int, ...]]:
    """The rows above the footer, and the numbers of those that were passed over.

    ``told`` is how many filled rows the mapping says are no events.
    """
    passed: list[int] = []
    end = len(rows)
    while end and (rows[end - 1].blank or len(passed) < told or _is_footer(rows[end - 1])):
        end -= 1
        if not rows[end].blank:
            passed.append(rows[end].number)
    return rows[:end], tuple(reversed(passed))


def _is_footer(row: Row) -> bool:
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return (
        row.fault is None
        and 0 < len(filled) <= _MOST_CELLS
        and _FOOTER.fullmatch(filled[0].strip(".*-=_ ")) is not None
        and all(_BESIDE.fullmatch(cell) for cell in filled[1:])
    )
