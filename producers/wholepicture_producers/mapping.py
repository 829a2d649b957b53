"""The mapping of a table's columns to the fields of an event: a TOML file that an agency writes.

::

    type = "domestic-abuse-incident"
    group_by = "Incident No"         # rows with the same value are one event
    family_reference = "Family Ref"  # the column of the family's or the case's own reference
    dates = "day-first"              # or "month-first", or "iso"
    timezone = "Europe/London"

    [constants]
    "core.asks" = "referral"

    [columns]
    "Incident No" = "core.local_reference"
    "Reported" = { to = "time" }
    "DOB" = "core.children.+.birth_date"       # + is one item for each row
    "Risk" = { to = "detail.risk_grade", codes = { S = "STANDARD", M = "MEDIUM", H = "HIGH" } }
    "Needs" = { to = "core.children.+.disability", split = ";", codes = "needs" }

    [codes.needs]
    "wheelchair user" = "MOB"

What else an entry may say (words for not known, formats, parts of a name) is in docs/mapping.md.

Several children in one row have positions: ``core.children.0.name.given`` is the first child's. A
constant of a person whom columns tell of stands in those rows that say something of that person.

An event's id is derived from its ``group_by`` value, or from the column that ``once`` names; where
that numbers nothing, from what its rows say. An export that holds the event again does not publish
it again.

Where the header is not found by its names, ``header_row = 4`` says its row; ``footer_rows = 1``
says how many rows below the table are no events. Of a workbook, ``sheet`` names the sheet, and
``hidden_rows`` says whether rows that it hides are meant.

A file is checked whole: every sentence names the entry that is wrong and what to do about it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wholepicture_schemas.catalogue import TOLD, by_name, told_like
from wholepicture_schemas.envelope import Event

from wholepicture_producers.cell.cells import Words
from wholepicture_producers.cell.columns import (
    Column,
    columns,
    field_at,
    table_of,
    words_of,
    years_of,
)
from wholepicture_producers.cell.days import DateOrder, Dates
from wholepicture_producers.shape import EACH

_TOP = {
    "type", "group_by", "family_reference", "once", "dates", "timezone", "encoding", "delimiter",
    "header_row", "footer_rows", "sheet", "hidden_rows", "constants", "columns", "codes",
    "not_known", "two_digit_years_from",
}  # fmt: skip


HiddenRows = Literal["read", "leave-out"]


class MappingError(ValueError):
    """A mapping that cannot be used; ``sentences`` holds everything that is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences))


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A mapping as it was read and checked."""

    kind: type[Event[Any]]
    columns: tuple[Column, ...]
    constants: Mapping[str, Any]
    group_by: str | None
    family_reference: str | None
    once: str | None
    encoding: str | None
    delimiter: str | None
    header_row: int | None
    """The row of the header, where it is not found by its names."""
    footer_rows: int
    """How many rows at the end are no events."""
    sheet: str | None = None
    """The sheet of a workbook that holds the table."""
    hidden_rows: HiddenRows | None = None
    """What becomes of the rows that a workbook hides."""

    def named(self) -> tuple[str, ...]:
        """Every column that a table must have, each once."""
        own = (self.group_by, self.family_reference, self.once)
        others = (name for column in self.columns for name in (column.time, column.exists_if))
        every = [*(column.name for column in self.columns), *others, *own]
        return tuple(dict.fromkeys(name for name in every if name is not None))


def load(path: Path) -> ColumnMapping:
    """The mapping of a file.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    return checked(document_of(path), str(path))


def document_of(path: Path) -> dict[str, Any]:
    """The TOML document of a file.

    Raises:
        MappingError: where it is none.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError([f"{path} cannot be read: {error.strerror}."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(at ")[2].rstrip(")")
        raise MappingError([f"{path} is not TOML: look at {where}."]) from None


def checked(document: Mapping[str, Any], where: str = "the mapping") -> ColumnMapping:
    """The mapping that a TOML document says.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    kind = by_name(str(document.get("type")))
    if kind is None or kind.TYPE not in TOLD:
        near = told_like(str(document.get("type")))
        meant = (
            f"Did you mean {', or '.join(near)}?"
            if near
            else "All are named by: wholepicture template"
        )
        raise MappingError([f"{where}: type is no type that agencies publish. {meant}"])
    wrong = [f"{where}: {name} is not a setting. Remove it." for name in document.keys() - _TOP]
    dates = _dates(document, where, wrong)
    words = Words(words_of(document.get("not_known", []), "not_known", where, wrong))
    told = columns(kind, document, (dates, words), where, wrong)
    constants = table_of(document, "constants", where, wrong)
    for path in constants:
        field_at(kind, path, f"{where}: constants", wrong)
    wrong += [
        f"{where}: column {column.name}: write {EACH} once only in {column.path}."
        for column in told
        if column.path.split(".").count(EACH) > 1
    ]
    if not told:
        wrong.append(f"{where}: [columns] is empty. Write which column leads to which field.")
    if document.get("group_by") is None and any(EACH in column.path.split(".") for column in told):
        wrong.append(
            f"{where}: a path with {EACH} adds an item for each row of an event. "
            "Set group_by to the column that the rows of one event share."
        )
    header_row = _count(document, "header_row", 1, where, wrong)
    footer_rows = _count(document, "footer_rows", 0, where, wrong)
    hidden_rows = document.get("hidden_rows")
    if hidden_rows not in {None, *get_args(HiddenRows)}:
        wrong.append(f"{where}: hidden_rows must be one of {', '.join(get_args(HiddenRows))}.")
    if wrong:
        raise MappingError(wrong)
    return ColumnMapping(
        kind=kind,
        columns=told,
        constants=constants,
        header_row=header_row,
        footer_rows=footer_rows or 0,
        hidden_rows=hidden_rows,
        **{
            name: str(document[name]) if name in document else None
            for name in ("group_by", "family_reference", "once", "encoding", "delimiter", "sheet")
        },
    )


def _count(
    document: Mapping[str, Any], name: str, least: int, where: str, wrong: list[str]
) -> int | None:
    told = document.get(name)
    if told is None or (type(told) is int and told >= least):
        return told
    wrong.append(f"{where}: {name} must be a whole number, {least} or more.")
    return None


def _dates(document: Mapping[str, Any], where: str, wrong: list[str]) -> Dates:
    order = document.get("dates", "iso")
    if order not in get_args(DateOrder):
        wrong.append(f"{where}: dates must be one of {', '.join(get_args(DateOrder))}.")
        order = "iso"
    try:
        zone = ZoneInfo(str(document.get("timezone", "Europe/London")))
    except (ZoneInfoNotFoundError, ValueError):
        wrong.append(f"{where}: timezone is not known here. Write one such as Europe/London.")
        zone = ZoneInfo("Europe/London")
    years = years_of(document.get("two_digit_years_from"), where, wrong)
    return Dates(order, zone, years_from=years)
