"""Which rows of a table are one event, and the event's own number.

Rows with one value in the column ``group_by`` are one event. What numbers nothing (N/A, TBC, a
blank) is no such value: each of those rows is an event of its own. The id of an event is derived
from its number; without one, from what its rows say. Then the same rows are the same event in every
export, and a row that was changed is another event. Rows alike in one file are counted: two
children of whom nothing is known are two.
"""

import json
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from wholepicture_schemas.problems import Problem

from wholepicture_producers.cell.not_known import lower
from wholepicture_producers.drafts import Draft, LocatedProblem, TableRow
from wholepicture_producers.frame.last_rows import LastRows
from wholepicture_producers.frame.placeholders import is_rounded, numbers_nothing
from wholepicture_producers.frame.row_problems import named
from wholepicture_producers.frame.tables import built
from wholepicture_producers.mapping import ColumnMapping

_ROUNDED = "is a number that a spreadsheet has rounded, and others have the same now"
_TWO_OR_ONE = (
    "If the rows tell of two incidents, give each a number of its own. If they tell of one, make "
    "it the same as in row {}."
)
_AS_TEXT = (
    "Export it again and publish that without opening it in a spreadsheet; or import it there with "
    "this column as text."
)


class Grouping:
    """Makes the drafts of a table's rows, and notes which have no number of their own."""

    def __init__(self, mapping: ColumnMapping, last: LastRows | None = None) -> None:
        """``last`` says where each event ends; without it all rows are read before any is told."""
        self._mapping, self._last = mapping, last or LastRows()
        self._number = mapping.once or mapping.group_by
        self._nothing = frozenset[str]().union(
            *(
                column.words.not_known | column.words.blank
                for column in mapping.columns
                if column.name in self._numbering()
            )
        )
        """The mapping's own words for no number."""
        self._alike: Counter[str] = Counter()
        self._unnumbered: list[int] = []
        self._without_family: list[int] = []

    def drafts(self, rows: Iterable[TableRow]) -> Iterator[Draft]:
        """The drafts of a table's rows, in the order in which each begins."""
        for group in self._groups(rows):
            yield self._with_numbers(built(self._mapping, group), group)

    def remarks(self) -> Iterator[str]:
        """What the events are known by that have no number, once all drafts were made."""
        if self._number is None:
            yield (
                "The mapping does not say which column numbers the events: a row that says "
                "something else in another export is published again, as another event. "
                'Name it: once = "..."'
            )
        elif self._unnumbered:
            yield (
                f"{named('Row', self._unnumbered)} without a number in column {self._number}: each "
                "is an event of its own. One that says something else in another export is "
                "published again, as another event."
            )
        if self._without_family:
            yield (
                f"{named('Row', self._without_family)} read without column "
                f"{self._mapping.family_reference}: a spreadsheet has rounded it. {_AS_TEXT}"
            )

    def _groups(self, rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
        column = self._mapping.group_by
        if column is None:
            yield from ([row] for row in rows)
            return
        groups: OrderedDict[object, list[TableRow]] = OrderedDict()
        whole: set[object] = set()
        for row in rows:
            number = self._number_in(row, column)
            key = number or row.number
            groups.setdefault(key, []).append(row)
            if not number or self._last.ends(number, row.number):
                whole.add(key)
            while groups and next(iter(groups)) in whole:
                first, group = groups.popitem(last=False)
                whole.discard(first)
                yield group
        yield from groups.values()

    def _with_numbers(self, draft: Draft, rows: Sequence[TableRow]) -> Draft:
        read = [row for row in rows if row.whole]
        family = self._said(read, self._mapping.family_reference)
        once = self._said(read, self._number)
        rounded = [found for row in read for found in self._rounded(row)]
        if once is None and read and not rounded:
            once = self._content(read)
            self._unnumbered.append(draft.number)
        column = self._mapping.family_reference
        if column and any(is_rounded(row.cells.get(column, "")) for row in read):
            self._without_family.append(draft.number)
        differs = [found for column in self._numbering() for found in self._differs(read, column)]
        return replace(
            draft, family_reference=family, once=once, found=(*draft.found, *differs, *rounded)
        )

    def _numbering(self) -> Iterator[str]:
        """The columns that number events or families, each once."""
        told = (self._mapping.family_reference, self._number)
        yield from (column for column in dict.fromkeys(told) if column is not None)

    def _differs(self, rows: Sequence[TableRow], column: str) -> Iterator[LocatedProblem]:
        """A problem for each row that says another number than the first one of its event."""
        numbers = [(row, told) for row in rows if (told := self._number_in(row, column))]
        for row, told in numbers[1:]:
            if told.casefold() != numbers[0][1].casefold():
                fix = _TWO_OR_ONE.format(numbers[0][0].number)
                problem = Problem(self._path(column), "differs within one event", fix)
                yield LocatedProblem(problem, row.cell(column))

    def _rounded(self, row: TableRow) -> Iterator[LocatedProblem]:
        for column in dict.fromkeys((self._mapping.group_by, self._mapping.once)):
            if column is not None and is_rounded(row.cells.get(column, "")):
                problem = Problem(self._path(column), _ROUNDED, _AS_TEXT)
                yield LocatedProblem(problem, row.cell(column))

    def _path(self, column: str) -> str:
        """The field that a column is mapped to; of a column that only numbers, its setting."""
        paths = (mapped.path for mapped in self._mapping.columns if mapped.name == column)
        setting = "family_reference" if column == self._mapping.family_reference else "once"
        return next(paths, setting)

    def _content(self, rows: Sequence[TableRow]) -> str:
        """A key of what the rows say in the columns of the mapping, but in those that number."""
        numbers = {self._mapping.group_by, self._mapping.once}
        columns = sorted(set(self._mapping.named()) - numbers)
        said = [[" ".join(row.cells.get(column, "").split()) for column in columns] for row in rows]
        key = sha256(json.dumps([columns, said]).encode()).hexdigest()
        self._alike[key] += 1
        return f"content {key} {self._alike[key]}"

    def _said(self, rows: Iterable[TableRow], column: str | None) -> str | None:
        """The first number that rows say in a column."""
        if column is None:
            return None
        return next((told for row in rows if (told := self._number_in(row, column))), None)

    def _number_in(self, row: TableRow, column: str) -> str:
        """What a row says in a column that numbers; empty where it numbers nothing."""
        told = row.cells.get(column, "").strip()
        is_nothing = numbers_nothing(told) or lower(told) in self._nothing
        return "" if is_nothing or is_rounded(told) else told
