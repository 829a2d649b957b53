"""Why a row of a table is not read, each as a sentence with the place and what to do about it."""

from collections.abc import Mapping, Sequence

from wholepicture_schemas.problems import Problem

from wholepicture_producers.drafts import Cell, LocatedProblem
from wholepicture_producers.frame.quotes import Wrong

_MOST_NAMED = 10
"""How many rows a remark names."""
_QUOTES: Mapping[Wrong, str] = {
    "open": "has a quote that is not closed",
    "end": "has a quote at its end and none at its beginning",
    "inside": "has a quote inside a cell that is in quotes",
    "swallowed": "has a quote that is not closed before the next row",
}


def quote_went_wrong(
    row: int, column: str, wrong: Wrong, line: int, last: int, *, ends: bool
) -> LocatedProblem:
    """A cell whose quotes are not right.

    ``last`` is the last line that was set aside with it; ``ends`` says that it is the file's last.
    """
    fix = "Close it, and write each quote inside a text twice."
    if last > line and ends:
        fix += (
            f" Nothing from line {line + 1} on could be told apart from it, and nothing was read."
        )
    elif last > line:
        fix += f" What follows it up to line {last} could not be told apart, and was not read."
    return LocatedProblem(Problem(f"line {line}", _QUOTES[wrong], fix), Cell(row, column))


def wrong_length(row: int, cells: int, header: int) -> LocatedProblem:
    """A row with more or fewer cells than the header."""
    what = "has a wrong length"
    fix = (
        "Give it as many cells as the header, texts with commas in quotes, and close each quote. "
        f"It has {cells}, and the header has {header}."
    )
    return LocatedProblem(Problem(f"row {row}", what, fix))


def goes_on(row: int, behind: int) -> LocatedProblem:
    """A row whose last text seems to go on in the next line."""
    fix = (
        f"Row {behind} is none: where it belongs to a text, put the whole text in quotes. Where it "
        "says nothing of a child, take it out, or say footer_rows in the mapping."
    )
    return LocatedProblem(Problem(f"row {row}", "may go on in the line behind it", fix))


def not_text(place: str) -> LocatedProblem:
    """A row or a line with bytes that no text of the file's encoding has."""
    fix = "Export it again as UTF-8, or name its encoding in the mapping."
    return LocatedProblem(Problem(place, "has signs that are no text", fix))


def below_another_header(row: int) -> LocatedProblem:
    """A row below a second header, which has the columns in another order."""
    fix = "Put the table that begins there into a file of its own."
    return LocatedProblem(Problem(f"row {row}", "stands below a second header", fix))


def named(counts: str, numbers: Sequence[int]) -> str:
    """Rows or lines by their numbers, with the verb, as in "Rows 2, 5 were"; empty without any."""
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:_MOST_NAMED]))
    more = f" and {len(numbers) - _MOST_NAMED} more" if len(numbers) > _MOST_NAMED else ""
    return f"{counts} {shown} was" if len(numbers) == 1 else f"{counts}s {shown}{more} were"
