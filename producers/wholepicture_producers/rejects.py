"""The file of rejected rows: each as it stood, beside what is wrong with it, to be put right there.

A table's rows stay a table, with its delimiter and its encoding: the reasons are its first columns,
which no mapping reads. Of anything else each line is an entry with number, problems and row.

An existing file is never overwritten: somebody may be putting it right.
"""

import csv
import json
import os
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from wholepicture_producers.drafts import Draft, LocatedProblem, TableRow
from wholepicture_producers.frame.csv_files import TableFormat
from wholepicture_producers.frame.guarding import guarded
from wholepicture_producers.frame.headers import REASONS, is_reason
from wholepicture_producers.reading import STDIN, EventFile

_ENDING = re.compile(r"\.rejected(-\d+)?\.(csv|ndjson)$")


class Rejects:
    """A file that is made at the first rejected row, readable by its owner alone."""

    def __init__(self, source: EventFile, told: Path | None = None) -> None:
        self._wanted = self.path = _path(source, told)
        """Where the rows are, once there are any; where they should have gone, until then."""
        self.count = 0
        self.trouble: str | None = None
        """Why rejected rows could not be kept."""
        self._source = source
        self._file: IO[str] | None = None
        self._form: _Rows | _Lines

    def add(self, draft: Draft, found: tuple[LocatedProblem, ...]) -> None:
        """Write a row down with what is wrong with it."""
        if self.trouble is not None:
            return
        try:
            self._write(draft, found)
            self.count += 1
        except OSError as error:
            self._failed(error)

    def _write(self, draft: Draft, found: tuple[LocatedProblem, ...]) -> None:
        if self._file is None:
            table = self._source.table
            self.path, self._file = _made(self._wanted, table.encoding if table else "utf-8")
            self._form = _Rows(self._file, table) if table else _Lines(self._file)
        self._form.write(draft, found)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        try:
            self._file.close()
            self.path = _one_of_each(self._wanted, self.path)
        except OSError as failed:
            self._failed(failed)

    def _failed(self, error: OSError) -> None:
        self.trouble = (
            f"The rejected rows could not be written to {self.path}: {error.strerror}. "
            "Put them right where they came from, or say with --rejects where they can be kept."
        )


def is_rejects(name: str) -> bool:
    """Whether a file's name is that of rejected rows."""
    return _ENDING.search(name) is not None


def export_of(name: str) -> str:
    """The name of the export that a file of rejected rows is of; of any other file its own."""
    return _ENDING.sub("", name)


def _path(source: EventFile, told: Path | None) -> Path:
    ending = "csv" if source.is_table else "ndjson"
    name = "stdin" if source.name == STDIN else export_of(source.name)
    if told is None:
        return Path(f"{name}.rejected.{ending}")
    return told / f"{Path(name).name}.rejected.{ending}" if told.is_dir() else told


def _made(path: Path, encoding: str) -> tuple[Path, IO[str]]:
    """A new file of this name, or of the next that is free."""
    for number in count(1):
        free = _numbered(path, number)
        try:
            opened = os.open(free, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        return free, os.fdopen(
            opened, "w", encoding=encoding, newline="", errors="backslashreplace"
        )
    raise AssertionError


def _one_of_each(wanted: Path, path: Path) -> Path:
    """The file; where an earlier one has the same content, that one, and the file is deleted."""
    own = path.read_bytes()
    for number in count(1):
        earlier = _numbered(wanted, number)
        if earlier == path or not earlier.exists():
            break
        if earlier.read_bytes() == own:
            path.unlink()
            return earlier
    return path


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")


class _Rows:
    """Rejected rows of a table as a table."""

    def __init__(self, file: IO[str], table: TableFormat) -> None:
        self._own = [at for at, name in enumerate(table.header) if not is_reason(name)]
        self._header = table.header
        self._writer = csv.writer(file, delimiter=table.delimiter)
        self._writer.writerow([*REASONS, *map(guarded, self._kept(table.header))])

    def write(self, draft: Draft, found: tuple[LocatedProblem, ...]) -> None:
        """Write all rows of an event, each with what is wrong in it."""
        rows: tuple[TableRow, ...] = draft.content
        for row in rows:
            reasons = " | ".join(_reasons(row, draft, found))
            self._writer.writerow([row.number, *map(guarded, [reasons, *self._kept(row.texts)])])

    def _kept(self, cells: Sequence[str]) -> list[str]:
        """The cells without the reasons of an earlier run, surplus cells included."""
        return [cells[at] for at in self._own if at < len(cells)] + list(cells[len(self._header) :])


class _Lines:
    """Rejected events of a JSON file, one entry a line."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, draft: Draft, found: tuple[LocatedProblem, ...]) -> None:
        """Write an event with what is wrong with it."""
        told = {
            "number": draft.number,
            "problems": [problem.as_json() for problem in found],
            "row": draft.content,
        }
        self._file.write(json.dumps(told, ensure_ascii=False) + "\n")


def _reasons(row: TableRow, draft: Draft, found: tuple[LocatedProblem, ...]) -> Iterator[str]:
    """The reasons of a row; problems without a cell stand in the first row of the event."""
    first = row.number == draft.number
    told = [
        located
        for located in found
        if (first if located.cell is None else located.cell.row == row.number)
    ]
    for located in told:
        yield f"{located.cell.column}: {located.problem}" if located.cell else str(located.problem)
    if not told:
        others = [located.cell.row for located in found if located.cell]
        yield f"It is of one event with row {others[0] if others else draft.number}."
