"""Files of events: JSON (one event or a list), one event a line (NDJSON), or a table.

A table is a text (CSV) or a sheet of a workbook (.xlsx): its content says which, not its name.

What cannot be read is a rejected row; the rows behind it are read.
"""

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.problems import Problem

from wholepicture_producers.checking import core_of
from wholepicture_producers.drafts import Draft, LocatedProblem, NotReadable
from wholepicture_producers.frame.csv_files import OpenTable, TableFormat
from wholepicture_producers.frame.decoding import Line, encoding_of, lines
from wholepicture_producers.frame.entries import put_right, without_remarks
from wholepicture_producers.frame.formats import foreign, foreign_event, is_census, is_fhir
from wholepicture_producers.frame.forms import COUNTS, Form, ending, form_of
from wholepicture_producers.frame.grouping import Grouping
from wholepicture_producers.frame.headers import REASONS, folded
from wholepicture_producers.frame.row_problems import named, not_text
from wholepicture_producers.mapping import ColumnMapping
from wholepicture_producers.workbook.beginnings import ENDINGS, is_protected, is_workbook

if TYPE_CHECKING:
    from wholepicture_producers.health.reading import Health
    from wholepicture_producers.social_care.census import Census
    from wholepicture_producers.workbook.table import OpenSheet

STDIN = "-"
_PIECE = 1024 * 1024
_SAY_MAP = (
    "say with --map which column is which field. "
    "A mapping to begin with: wholepicture template TYPE --csv"
)
_SEVERAL = (
    "holds more than one event: one event a line belongs into a file that ends in .ndjson. "
    "In a file that ends in .json write them as a list, in square brackets."
)


@dataclass
class EventFile:
    """A file, or the standard input, as drafts of events; ``remarks`` grow while it is read."""

    name: str
    mapping: ColumnMapping | None = None
    kind: str | None = None
    """The type of events that do not say their own."""
    history: bool = False
    """Whether its events are what the agency held before it was connected."""
    remarks: list[str] = field(default_factory=list)
    table: TableFormat | None = None
    """What the table is like, once its header was read."""
    counts: str = "event"
    """What the numbers of its drafts count."""
    rows: int = 0
    """Of a table, how many rows its drafts were made of so far."""
    census: "Census | None" = None
    """How a children in need census is read."""
    health: "Health | None" = None
    """How an export in FHIR is read."""
    not_mapped: list[dict[str, Any]] = field(default_factory=list)
    """What of such an export became nothing, by path and code."""
    is_return: bool = False
    """Whether it was read as one, which its system writes anew each time."""

    @property
    def shown(self) -> str:
        """The name as sentences have it."""
        return "standard input" if self.name == STDIN else self.name

    @property
    def is_table(self) -> bool:
        """Whether the mapping is for it: a file whose name says JSON needs none."""
        return self.mapping is not None and ending(self.name) in {None, "csv"}

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns of a table that was read of which its mapping says nothing."""
        if self.table is None or self.mapping is None:
            return ()
        used = {folded(column) for column in ("", *REASONS, *self.mapping.named())}
        return tuple(column for column in self.table.header if folded(column) not in used)

    def drafts(self) -> Iterator[Draft]:
        """Each event of the source, in order.

        Raises:
            NotReadable: where nothing of it can be read.
        """
        try:
            with _opened(self.name) as stream:
                form = self._form(stream)
                self.counts = COUNTS[form]
                empty = True
                for draft in self._readers()[form](stream):
                    empty = False
                    if self.history:
                        _mark(draft)
                    yield draft
                if empty:
                    self.remarks.append(f"{self.shown} holds no event.")
        except OSError as error:
            raise NotReadable(f"{self.shown} cannot be read: {error.strerror}.") from None

    def _readers(self) -> dict[Form, Callable[[BinaryIO], Iterator[Draft]]]:
        return {
            "json": self._json,
            "ndjson": self._lines,
            "csv": self._table,
            "sheet": self._sheet,
            "census": self._census,
            "fhir": partial(self._fhir, lines=False),
            "fhir-lines": partial(self._fhir, lines=True),
        }

    def _form(self, stream: BinaryIO) -> Form:
        start = stream.read(_PIECE)
        stream.seek(0)
        if is_workbook(start, self.name):
            return "sheet"
        if is_protected(stream, start):
            raise NotReadable(f"{self.shown} is protected with a password: save it without one.")
        told = self.mapping.encoding if self.is_table and self.mapping else None
        text = start.decode(encoding_of(stream, told, self.shown), "replace").lstrip(
            "\ufeff \t\r\n"
        )
        if is_census(text):
            return "census"
        other = foreign(start, text, self.shown)
        if other is not None:
            raise NotReadable(other)
        form = form_of(text, self.name, is_table=self.is_table)
        if form != "csv" and (self.health is not None or is_fhir(text)):
            return "fhir-lines" if form == "ndjson" else "fhir"
        return form

    def _json(self, stream: BinaryIO) -> Iterator[Draft]:
        every = list(self._decoded(stream))
        for line in every:
            if line.doubt == "unreadable":
                raise NotReadable(f"{self.shown}: {not_text(f'line {line.number}').problem}")
        text = "".join(line.text for line in every)
        if not text.strip():
            raise NotReadable(f"{self.shown} is empty: export it again.")
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            if error.msg == "Extra data":
                raise NotReadable(f"{self.shown} {_SEVERAL}") from None
            where = f"line {error.lineno}, column {error.colno}"
            raise NotReadable(f"{self.shown} is not JSON: look at {where}.") from None
        except RecursionError:
            raise NotReadable(f"{self.shown} is not JSON that can be read: too deep.") from None
        self._remark_guessed("Line", (line.number for line in every if line.doubt))
        items = document if isinstance(document, list) else [document]
        for number, item in enumerate(items, start=1):
            yield self._draft(number, item)

    def _lines(self, stream: BinaryIO) -> Iterator[Draft]:
        guessed: list[int] = []
        for line in self._decoded(stream):
            number, text = line.number, line.text.strip()
            if not text:
                continue
            if line.doubt == "unreadable":
                yield Draft(number, _shown(text), found=(not_text(f"line {number}"),))
                continue
            if line.doubt == "guessed":
                guessed.append(number)
            try:
                item = json.loads(text)
            except (json.JSONDecodeError, RecursionError) as error:
                at = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
                problem = Problem(f"line {number}", f"is not JSON{at}", "Write one event a line.")
                yield Draft(number, text, found=(LocatedProblem(problem),))
                continue
            yield self._draft(number, item)
        self._remark_guessed("Line", guessed)

    def _table(self, stream: BinaryIO) -> Iterator[Draft]:
        if self.mapping is None:
            raise NotReadable(f"{self.shown} is a table: {_SAY_MAP}")
        if Path(self.name).suffix.lower() in ENDINGS:
            self.remarks.append(f"{self.shown} is no workbook but a text: it was read as CSV.")
        yield from self._rows_of(OpenTable(stream, self.mapping, self.shown), self.mapping)

    def _sheet(self, stream: BinaryIO) -> Iterator[Draft]:
        from wholepicture_producers.workbook.table import OpenSheet  # it takes time to import

        if self.mapping is None:
            raise NotReadable(f"{self.shown} is a workbook: {_SAY_MAP}")
        yield from self._rows_of(OpenSheet(stream, self.mapping, self.shown), self.mapping)

    def _rows_of(self, table: "OpenTable | OpenSheet", mapping: ColumnMapping) -> Iterator[Draft]:
        self.table = table.like
        self._remark_guessed("Row", table.guessed)
        grouping = Grouping(mapping, table.last)
        for draft in grouping.drafts(table.rows()):
            self.rows += len(draft.content)
            yield draft
        self.remarks += (*table.remarks(), *grouping.remarks())

    def _census(self, stream: BinaryIO) -> Iterator[Draft]:
        if self.census is None:
            raise NotReadable(
                f"{self.shown} is a children in need census: say with --census what the return "
                "does not say. Settings to begin with: wholepicture template --census"
            )
        self.is_return = True
        yield from self.census.drafts(stream, self.shown, self.remarks)

    def _fhir(self, stream: BinaryIO, *, lines: bool) -> Iterator[Draft]:
        from wholepicture_producers.health.reading import Health

        health = self.health or Health()
        yield from health.drafts(stream, self.name, self.remarks, self.not_mapped, lines=lines)

    def _draft(self, number: int, item: Any) -> Draft:
        item = put_right(item)
        if not isinstance(item, dict):
            problem = Problem("event", "has the wrong form", "Write an object, in curly brackets.")
            return Draft(number, item, found=(LocatedProblem(problem),))
        other = foreign_event(item)
        if other is not None:
            return Draft(number, item, found=(LocatedProblem(other),))
        document = without_remarks(item)
        if self.kind is not None:
            if "data" not in document and "core" in document:
                inner = {
                    name: document.pop(name) for name in ("core", "detail") if name in document
                }
                document["data"] = inner
            document.setdefault("type", self.kind)
        return Draft(number, item, document)

    def _decoded(self, stream: BinaryIO) -> Iterator[Line]:
        return lines(stream, encoding_of(stream, None, self.shown), self.shown)

    def _remark_guessed(self, counts: str, numbers: Iterable[int]) -> None:
        """Name the rows or lines that were read in an encoding which nobody said."""
        told = named(counts, tuple(numbers))
        if told:
            self.remarks.append(
                f"{self.shown}: {told} not UTF-8 and read as Windows-1252: check names with "
                "accents there, or export it as UTF-8."
            )


Source = EventFile
"""The name by which programs outside import it."""


def _shown(text: str) -> str:
    """A text with its bytes that are no text as a person sees them."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _opened(name: str) -> BinaryIO:
    """The file, or all of the standard input, which is kept in memory and on no disk."""
    if name == STDIN:
        return io.BytesIO(sys.stdin.buffer.read())
    return Path(name).open("rb")


def _mark(draft: Draft) -> None:
    """Say in an event that it is history; a correction and a retraction are what theirs is."""
    core = core_of(draft.document or {})
    kind = by_name(str((draft.document or {}).get("type")))
    if core is not None and not (kind and kind.AMENDS):
        core["history"] = True
