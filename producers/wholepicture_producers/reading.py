"""Files of events: JSON (one event or a list), one event a line (NDJSON), or a table (CSV).

What cannot be read is a rejected row; the rows behind it are read.
"""

import codecs
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal

from wholepicture_schemas.problems import Problem

from wholepicture_producers.csv_files import FALLBACK, REASONS, TableFormat, open_table
from wholepicture_producers.drafts import Draft, LocatedProblem, NotReadable
from wholepicture_producers.mapping import ColumnMapping
from wholepicture_producers.tables import drafts

STDIN = "-"
Form = Literal["json", "ndjson", "csv"]

_ENDINGS: dict[str, Form] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".tsv": "csv",
    ".txt": "csv",
}  # fmt: skip
_COUNTS: dict[Form, str] = {"json": "event", "ndjson": "line", "csv": "row"}
_REMARK = "//"
REJECTED = {"number", "problems", "row"}
"""The names in an entry of a file of rejected events."""
_REJECTED_LINE = re.compile(rb'\{"number": \d+, "problems": \[')
"""How an entry of such a file begins."""
_PIECE = 1024 * 1024
_SEVERAL = (
    "holds more than one event: one event a line belongs into a file that ends in .ndjson. "
    "In a file that ends in .json write them as a list, in square brackets."
)
_NO_KEY = (
    "The mapping does not say which column numbers the events: the same row in another export is "
    'published again. Name it: once = "..."'
)


@dataclass
class EventFile:
    """A file, or the standard input, as drafts of events; ``remarks`` grow while it is read."""

    name: str
    mapping: ColumnMapping | None = None
    kind: str | None = None
    """The type of events that do not say their own."""
    remarks: list[str] = field(default_factory=list)
    table: TableFormat | None = None
    """What the table is like, once its header was read."""
    counts: str = "event"
    """What the numbers of its drafts count."""

    @property
    def shown(self) -> str:
        """The name as sentences have it."""
        return "standard input" if self.name == STDIN else self.name

    @property
    def is_table(self) -> bool:
        """Whether the mapping is for it: a file whose name says JSON needs none."""
        return self.mapping is not None and _ending(self.name) in {None, "csv"}

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns of a table that was read of which its mapping says nothing."""
        if self.table is None or self.mapping is None:
            return ()
        used = {"", *REASONS, *self.mapping.named()}
        return tuple(column for column in self.table.header if column not in used)

    def drafts(self) -> Iterator[Draft]:
        """Each event of the source, in order.

        Raises:
            NotReadable: where nothing of it can be read.
        """
        try:
            with _opened(self.name) as stream:
                form = self._form(stream)
                self.counts = _COUNTS[form]
                empty = True
                for draft in self._readers()[form](stream):
                    empty = False
                    yield draft
                if empty:
                    self.remarks.append(f"{self.shown} holds no event.")
        except OSError as error:
            raise NotReadable(f"{self.shown} cannot be read: {error.strerror}.") from None

    def _readers(self) -> dict[Form, Callable[[BinaryIO], Iterator[Draft]]]:
        return {"json": self._json, "ndjson": self._lines, "csv": self._table}

    def _form(self, stream: BinaryIO) -> Form:
        start = stream.read(_PIECE).lstrip(codecs.BOM_UTF8).lstrip()
        stream.seek(0)
        rejected = _form_of_rejects(start)
        if rejected is not None:
            return rejected
        if self.is_table:
            return "csv"
        form = _ending(self.name)
        if form is not None:
            return form
        first, _, rest = start.partition(b"\n")
        whole_line = first.rstrip().startswith(b"{") and first.rstrip().endswith(b"}")
        return "ndjson" if whole_line and rest.strip() else "json"

    def _json(self, stream: BinaryIO) -> Iterator[Draft]:
        text = self._text(stream.read())
        if not text.strip():
            raise NotReadable(f"{self.shown} is empty.")
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            if error.msg == "Extra data":
                raise NotReadable(f"{self.shown} {_SEVERAL}") from None
            where = f"line {error.lineno}, column {error.colno}"
            raise NotReadable(f"{self.shown} is not JSON: look at {where}.") from None
        except RecursionError:
            raise NotReadable(f"{self.shown} is not JSON that can be read: too deep.") from None
        items = document if isinstance(document, list) else [document]
        for number, item in enumerate(items, start=1):
            yield self._draft(number, item)

    def _lines(self, stream: BinaryIO) -> Iterator[Draft]:
        for number, line in enumerate(stream, start=1):
            text = self._text(line).strip()
            if not text:
                continue
            try:
                item = json.loads(text)
            except (json.JSONDecodeError, RecursionError) as error:
                at = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
                problem = Problem(f"line {number}", f"is not JSON{at}", "Write one event a line.")
                yield Draft(number, text, found=(LocatedProblem(problem),))
                continue
            yield self._draft(number, item)

    def _table(self, stream: BinaryIO) -> Iterator[Draft]:
        if self.mapping is None:
            raise NotReadable(
                f"{self.shown} is a table: say with --map which column is which field. "
                "A mapping to begin with: wholepicture template TYPE --csv"
            )
        table = open_table(stream, self.mapping, self.shown)
        self.table = table.like
        if table.guessed:
            self._remark_fallback()
        if self.mapping.once is None and self.mapping.group_by is None:
            self.remarks.append(_NO_KEY)
        yield from drafts(table.rows, self.mapping)

    def _draft(self, number: int, item: Any) -> Draft:
        item = _put_right(item)
        if not isinstance(item, dict):
            problem = Problem("event", "has the wrong form", "Write an object, in curly brackets.")
            return Draft(number, item, found=(LocatedProblem(problem),))
        document = _without_remarks(item)
        if self.kind is not None:
            if "data" not in document and "core" in document:
                inner = {
                    name: document.pop(name) for name in ("core", "detail") if name in document
                }
                document["data"] = inner
            document.setdefault("type", self.kind)
        return Draft(number, item, document)

    def _text(self, told: bytes) -> str:
        try:
            return told.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._remark_fallback()
            return told.decode(FALLBACK, errors="replace")

    def _remark_fallback(self) -> None:
        remark = (
            f"{self.shown} is not UTF-8 and was read as Windows-1252: check names with accents, "
            "or export it as UTF-8."
        )
        if remark not in self.remarks:
            self.remarks.append(remark)


def _ending(name: str) -> Form | None:
    return _ENDINGS.get(Path(name).suffix.lower())


def _form_of_rejects(start: bytes) -> Form | None:
    """The form of a file of rejected rows, whatever its ending; None for any other file."""
    if _REJECTED_LINE.match(start):
        return "ndjson"
    return "csv" if start.startswith(REASONS[0].encode()) else None


def _opened(name: str) -> BinaryIO:
    """The file, or all of the standard input, which is kept in memory and on no disk."""
    if name == STDIN:
        return io.BytesIO(sys.stdin.buffer.read())
    return Path(name).open("rb")


def _put_right(item: Any) -> Any:
    """The event in an entry of a file of rejected rows; anything else as it is.

    What was no JSON stands there as a text, and is JSON once it was put right.
    """
    if not isinstance(item, dict) or item.keys() != REJECTED:
        return item
    row = item["row"]
    try:
        return json.loads(row) if isinstance(row, str) else row
    except (json.JSONDecodeError, RecursionError):
        return row


def _without_remarks(node: Any) -> Any:
    """The document without what a template remarks: every name that begins with ``//``."""
    if isinstance(node, dict):
        return {
            name: _without_remarks(inner)
            for name, inner in node.items()
            if not name.startswith(_REMARK)
        }
    return [_without_remarks(inner) for inner in node] if isinstance(node, list) else node
