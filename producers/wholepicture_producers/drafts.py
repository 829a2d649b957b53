"""An event of a file before it is published: its document, where it stood, and its problems."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wholepicture_schemas.problems import FIXES, Problem

from wholepicture_producers.cell.unclear import Unclear


class NotReadable(ValueError):
    """A file of which nothing could be read, or not the rest; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table a value came from, or in a file of another form that has places."""

    NAMES: ClassVar[tuple[str, str]] = ("row", "column")
    """What its parts are called."""

    row: int
    column: str
    address: str | None = None
    """Where it stands in a workbook, such as Incidents!C7."""

    def __str__(self) -> str:
        """The place as sentences have it."""
        return f"{self.address or f'{self.NAMES[0]} {self.row}'}, {self.NAMES[1]} {self.column}"


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """Where the columns of a table stand in the sheet of a workbook."""

    sheet: str
    letters: Mapping[str, str]
    """The letters of each column, by the names that the mapping has for them."""

    def cell(self, row: int, column: str) -> Cell:
        """The cell of a column in a row."""
        letters = self.letters.get(column)
        return Cell(row, column, f"{self.sheet}!{letters}{row}" if letters else None)


@dataclass(frozen=True, slots=True)
class LocatedProblem:
    """A problem, and the cell that it is in where the file is a table."""

    problem: Problem
    cell: Cell | None = None
    place: str = ""
    """Where it is in a file of another form, such as "line 4" or "entry 3"."""

    def __str__(self) -> str:
        """The problem as one line, without any value."""
        place = self.cell or self.place
        return f"{place}: {self.problem}" if place else str(self.problem)

    def as_json(self) -> dict[str, Any]:
        """The problem for a file of rejected rows."""
        told = {
            "field": self.problem.field,
            "what": self.problem.what,
            "fix": self.problem.fix,
        }
        told |= {"place": self.place} if self.place else {}
        if self.cell is None:
            return told
        address = {"cell": self.cell.address} if self.cell.address else {}
        place = {self.cell.NAMES[0]: self.cell.row, self.cell.NAMES[1]: self.cell.column}
        return told | place | address


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the header."""

    number: int
    """As a spreadsheet shows it: the header is row 1, where nothing stands above it."""
    cells: Mapping[str, str]
    """By the names that the mapping has for its columns."""
    wrong: LocatedProblem | None = None
    """Why nothing of it is read, where its cells may not be what stands under their names."""
    texts: tuple[str, ...] = ()
    """Its cells as they stand, for the file of rejected rows alone."""
    unread: Mapping[str, Unclear] = field(default_factory=dict)
    """What is asked about the cells that hold something and tell no value, by column."""
    places: SheetPlaces | None = None
    """Where its cells stand, where it is of a workbook."""

    def cell(self, column: str) -> Cell:
        """Where in the table its cell of a column stands."""
        known = self.places
        return Cell(self.number, column) if known is None else known.cell(self.number, column)

    @property
    def whole(self) -> bool:
        """Whether each of its cells is what stands under a name."""
        return self.wrong is None


@dataclass(frozen=True, slots=True)
class Draft:
    """One event of a file, as far as it could be read."""

    number: int
    """The row, line or position in the file where it begins, counted as an editor shows it."""
    content: Any
    """What stands there, for the file of rejected rows alone; of a table, its rows."""
    document: dict[str, Any] | None = None
    found: tuple[LocatedProblem, ...] = ()
    """Why there is no document, or why it cannot be published."""
    asked: tuple[LocatedProblem, ...] = ()
    """What was left out of the document and is asked about; none of it refuses the event."""
    family_reference: str | None = None
    once: str | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    """From which cell the value of each path came; an empty cell has its entry too."""
    mapped: bool = False
    """Whether a mapping made the document, so that a missing field may be missing there."""
    constants: frozenset[str] = frozenset()
    """The paths that the mapping's constants fill."""
    place: str = ""
    """Where it stands, where its number does not say that: "line 4, entry 3"."""
    no_longer: tuple[str, ...] = ()
    """The types of event that its ``once`` may have been published as, and is not any more."""
    no_longer_because: str = ""
    """Why they are not so, in a sentence that practitioners read."""

    takes_back: bool = False
    """Whether its record says itself that they are not so, so that nobody has to ask for it."""

    @property
    def tells_nothing(self) -> bool:
        """Whether it is no event and nothing is wrong: what it told before is not so any more."""
        return self.document is None and not self.found

    def located(self, problem: Problem) -> LocatedProblem:
        """The problem with its cell; without a cell, with the place in the mapping to mend."""
        cell = self.cells.get(_at_or_around(problem.field, self.cells))
        if cell is None and self.cells:
            within = [
                inner for path, inner in self.cells.items() if path.startswith(problem.field + ".")
            ]
            cell = within[0] if within else None
        if cell is None and self.mapped:
            where = (
                "It is a constant of the mapping."
                if _at_or_around(problem.field, self.constants) in self.constants
                else "No column leads to it: name it under [columns] or [constants]."
            )
            return LocatedProblem(Problem(problem.field, problem.what, f"{problem.fix} {where}"))
        if cell is not None and problem.fix == FIXES["missing"]:
            return LocatedProblem(Problem(problem.field, problem.what, "Fill in this cell."), cell)
        return LocatedProblem(problem, cell, self.place)


def _at_or_around(path: str, known: Container[str]) -> str:
    """The path, or the nearest known path around it, such as the list that an entry is in."""
    around = path
    while around not in known and "." in around:
        around = around.rpartition(".")[0]
    return around
