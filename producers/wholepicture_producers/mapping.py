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

Several children in one row have positions: ``core.children.0.name.given`` is the first child's. A
constant of a person whom columns tell of stands in those rows that say something of that person.

An event's id is derived from its ``group_by`` value, or from the column that ``once`` names. An
export that holds the event again does not publish it again.

A file is checked whole: every sentence names the entry that is wrong and what to do about it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wholepicture_schemas.catalogue import TOLD, by_name, short_name
from wholepicture_schemas.envelope import Event

from wholepicture_producers.cells import DateOrder, Dates
from wholepicture_producers.shape import EACH, LeafField, NoSuchField, leaf

_TOP = {
    "type", "group_by", "family_reference", "once", "dates", "timezone", "encoding", "delimiter",
    "constants", "columns", "codes",
}  # fmt: skip
_NEEDED_TO_DELIVER = {"time"}
"""The fields without which the bus cannot deliver an event."""
_OF_A_COLUMN = {"to", "codes", "split", "format", "time"}


class MappingError(ValueError):
    """A mapping that cannot be used; ``sentences`` holds everything that is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences))


@dataclass(frozen=True, slots=True)
class Column:
    """What becomes of a column's cells."""

    name: str
    leaf: LeafField
    path: str
    codes: Mapping[str, Any] | None
    split: str | None
    dates: Dates
    time: str | None
    """The column that holds the time of day, where this one holds the date only."""
    refuses: bool
    """Whether a cell that cannot be read refuses the event; else it is left out and asked about."""


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

    def named(self) -> tuple[str, ...]:
        """Every column that a table must have, each once."""
        own = (self.group_by, self.family_reference, self.once)
        times = (column.time for column in self.columns)
        every = [*(column.name for column in self.columns), *times, *own]
        return tuple(dict.fromkeys(name for name in every if name is not None))


def load(path: Path) -> ColumnMapping:
    """The mapping of a file.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError([f"{path} cannot be read: {error.strerror}."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(at ")[2].rstrip(")")
        raise MappingError([f"{path} is not TOML: look at {where}."]) from None
    return checked(document, str(path))


def checked(document: Mapping[str, Any], where: str = "the mapping") -> ColumnMapping:
    """The mapping that a TOML document says.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    kind = by_name(str(document.get("type")))
    if kind is None or kind.TYPE not in TOLD:
        names = ", ".join(sorted(map(short_name, TOLD)))
        raise MappingError([f"{where}: type must be one of {names}."])
    wrong = [f"{where}: {name} is not a setting. Remove it." for name in document.keys() - _TOP]
    dates = _dates(document, where, wrong)
    columns = tuple(_columns(kind, document, dates, where, wrong))
    constants = _table(document, "constants", where, wrong)
    for path in constants:
        _leaf(kind, path, f"{where}: constants", wrong)
    wrong += [
        f"{where}: column {column.name}: write {EACH} once only in {column.path}."
        for column in columns
        if column.path.split(".").count(EACH) > 1
    ]
    if not columns:
        wrong.append(f"{where}: [columns] is empty. Write which column leads to which field.")
    if document.get("group_by") is None and any(
        EACH in column.path.split(".") for column in columns
    ):
        wrong.append(
            f"{where}: a path with {EACH} adds an item for each row of an event. "
            "Set group_by to the column that the rows of one event share."
        )
    if wrong:
        raise MappingError(wrong)
    return ColumnMapping(
        kind=kind,
        columns=columns,
        constants=constants,
        **{
            name: str(document[name]) if name in document else None
            for name in ("group_by", "family_reference", "once", "encoding", "delimiter")
        },
    )


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
    return Dates(order, zone)


def _columns(
    kind: type[Event[Any]],
    document: Mapping[str, Any],
    dates: Dates,
    where: str,
    wrong: list[str],
) -> Iterator[Column]:
    tables = _table(document, "codes", where, wrong)
    for name, told in _table(document, "columns", where, wrong).items():
        for target in told if isinstance(told, list) else [told]:
            settings = {"to": target} if isinstance(target, str) else target
            place = f"{where}: column {name}"
            if not isinstance(settings, dict) or not isinstance(settings.get("to"), str):
                wrong.append(f'{place}: write the path of a field, or {{ to = "..." }}.')
                continue
            wrong += [
                f"{place}: {extra} is not a setting of a column. Remove it."
                for extra in settings.keys() - _OF_A_COLUMN
            ]
            found = _leaf(kind, settings["to"], place, wrong)
            codes = settings.get("codes")
            if isinstance(codes, str):
                if codes not in tables:
                    wrong.append(f"{place}: there is no table [codes.{codes}]. Add it.")
                codes = tables.get(codes)
            if found is not None:
                if "split" in settings and not _takes_several(found, settings["to"]):
                    wrong.append(
                        f"{place}: split makes several values, and {settings['to']} takes one. "
                        "Remove split; give each child or adult a row, or columns, of its own."
                    )
                yield Column(
                    name,
                    found,
                    settings["to"],
                    _codes(codes, found, place, wrong),
                    settings.get("split"),
                    Dates(dates.order, dates.zone, settings.get("format")),
                    settings.get("time"),
                    settings["to"] in _NEEDED_TO_DELIVER,
                )


def _takes_several(found: LeafField, path: str) -> bool:
    return found.many and not path.rpartition(".")[2].isdigit()


def _codes(codes: Any, found: LeafField, place: str, wrong: list[str]) -> Mapping[str, Any] | None:
    """A code table with its texts as cells are compared: without case or surrounding blanks."""
    if codes is None:
        return None
    if not isinstance(codes, dict):
        wrong.append(f"{place}: codes must be a table, or the name of one.")
        return None
    if found.kind == "codes":
        strange = {str(code) for code in codes.values()} - {*found.codes, ""}
        if strange:
            wrong.append(
                f"{place}: {', '.join(sorted(strange))} is not a code of {found.path}. "
                f"Use {', '.join(found.codes)}."
            )
    return {plain(text): code for text, code in codes.items()}


def plain(text: str) -> str:
    """A cell's text as code tables compare it."""
    return " ".join(text.lower().split())


def _leaf(kind: type[Event[Any]], path: str, place: str, wrong: list[str]) -> LeafField | None:
    try:
        return leaf(kind, path)
    except NoSuchField as error:
        hint = error.hint or f"See: wholepicture template {short_name(kind.TYPE)}"
        wrong.append(f"{place}: {path} is not a field of {short_name(kind.TYPE)}. {hint}")
        return None


def _table(
    document: Mapping[str, Any], name: str, where: str, wrong: list[str]
) -> Mapping[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, dict):
        wrong.append(f"{where}: [{name}] must be a table.")
        return {}
    return table
