"""The columns of a mapping: what becomes of the cells of each, as its entry says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import EACH as STAR
from wholepicture_schemas.fields import names_under

from wholepicture_producers.cell.cells import Words, plain
from wholepicture_producers.cell.days import Dates
from wholepicture_producers.cell.not_known import lower
from wholepicture_producers.cell.parts import WAYS
from wholepicture_producers.shape import EACH, LeafField, NoSuchField, leaf

_NEEDED_TO_DELIVER = {"time"}
"""The fields without which the bus cannot deliver an event."""
_SETTINGS = {
    "to", "codes", "split", "format", "time", "parts", "not_known", "blank", "unreadable",
    "exists_if", "two_digit_years_from",
}  # fmt: skip
_REFUSES = {"leave-out": False, "refuse": True}


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
    words: Words
    """Its words for no value."""
    parts: str | None
    """How its cells are taken apart, where it leads to one part of what stands in them."""
    exists_if: str | None
    """The column that must be filled for the person, or other item, to exist in a row."""

    @property
    def item(self) -> str | None:
        """The path of the person, or other item of a list, that it tells of."""
        steps = self.path.split(".")
        at = [place for place, step in enumerate(steps) if step == EACH or step.isdigit()]
        return ".".join(steps[: at[0] + 1]) if at and at[0] < len(steps) - 1 else None


def columns(
    kind: type[Event[Any]],
    document: Mapping[str, Any],
    defaults: tuple[Dates, Words],
    where: str,
    wrong: list[str],
) -> tuple[Column, ...]:
    """The columns of a mapping; what is wrong with them is added to ``wrong``."""
    tables = table_of(document, "codes", where, wrong)
    found: list[Column] = []
    for name, told in table_of(document, "columns", where, wrong).items():
        for target in told if isinstance(told, list) else [told]:
            settings = {"to": target} if isinstance(target, str) else target
            place = f"{where}: column {name}"
            if not isinstance(settings, dict) or not isinstance(settings.get("to"), str):
                wrong.append(f'{place}: write the path of a field, or {{ to = "..." }}.')
                continue
            entry = _Entry(kind, name, place, settings, wrong)
            found += entry.columns(tables, *defaults)
    needs = {column.item: column.exists_if for column in found if column.exists_if}
    return tuple(replace(column, exists_if=needs.get(column.item)) for column in found)


def field_at(kind: type[Event[Any]], path: str, place: str, wrong: list[str]) -> LeafField | None:
    """The field that a path leads to; where it leads to none, a sentence says what was meant."""
    try:
        return leaf(kind, path)
    except NoSuchField as error:
        parts = _parts_of(kind, path)
        if parts:
            ways = [way for way, (fields, _) in WAYS.items() if {*fields} <= {*parts}]
            how = " or ".join(f'parts = "{way}"' for way in ways)
            also = f", or take the cell apart with {how}" if ways else ""
            wrong.append(f"{place}: {path} has parts: {', '.join(parts)}. Write one{also}.")
            return None
        hint = error.hint or f"See: wholepicture template {short_name(kind.TYPE)}"
        wrong.append(f"{place}: {path} is not a field of {short_name(kind.TYPE)}. {hint}")
        return None


def table_of(
    document: Mapping[str, Any], name: str, where: str, wrong: list[str]
) -> Mapping[str, Any]:
    """A table of a TOML document; an empty one where it is none."""
    table = document.get(name, {})
    if not isinstance(table, dict):
        wrong.append(f"{where}: [{name}] must be a table.")
        return {}
    return table


def words_of(told: Any, name: str, place: str, wrong: list[str]) -> frozenset[str]:
    """The words of a setting, without case."""
    if isinstance(told, list) and all(isinstance(word, str) for word in told):
        return frozenset(map(lower, told))
    wrong.append(f'{place}: {name} is a list of words: {name} = ["not held"].')
    return frozenset()


def years_of(told: Any, place: str, wrong: list[str]) -> int | None:
    """The first of the hundred years that a year of two digits may mean."""
    if told is None or (isinstance(told, int) and told in range(1850, 2100)):
        return told
    wrong.append(f"{place}: two_digit_years_from is the first year of a hundred, such as 1930.")
    return None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of [columns], and where what is wrong with it is written down."""

    kind: type[Event[Any]]
    name: str
    place: str
    settings: Mapping[str, Any]
    wrong: list[str]

    def columns(self, tables: Mapping[str, Any], dates: Dates, words: Words) -> Iterator[Column]:
        """A column for each field that the entry fills."""
        settings = self.settings
        for extra in settings.keys() - _SETTINGS:
            self._say(f"{extra} is not a setting of a column. Remove it.")
        codes = settings.get("codes")
        if isinstance(codes, str):
            if codes not in tables:
                self._say(f"there is no table [codes.{codes}]. Add it.")
            codes = tables.get(codes)
        own_dates, own_words = self._dates(dates), self._words(words)
        for path in self._paths():
            field = field_at(self.kind, path, self.place, self.wrong)
            if field is None:
                continue
            self._check_split(field, path)
            column = Column(
                self.name,
                field,
                path,
                self._codes(codes, field),
                settings.get("split"),
                own_dates,
                settings.get("time"),
                self._refuses(path),
                own_words,
                settings.get("parts"),
                settings.get("exists_if"),
            )
            if column.exists_if is not None and column.item is None:
                self._say(f"exists_if is for a person, or another item of a list: {path} has none.")
            yield column

    def _say(self, sentence: str) -> None:
        self.wrong.append(f"{self.place}: {sentence}")

    def _paths(self) -> Sequence[str]:
        """The fields that the entry fills: one, or each part of what stands in a cell."""
        to, way = self.settings["to"], self.settings.get("parts")
        if way is None:
            return [to]
        have = _parts_of(self.kind, to)
        fitting = [known for known, (fields, _) in WAYS.items() if {*fields} <= {*have}]
        if way in fitting:
            return [f"{to}.{part}" for part in WAYS[way][0]]
        if fitting:
            self._say(f"parts must be one of {'; '.join(fitting)}.")
        else:
            self._say(f"parts is for a name or an address: {to} is neither. Remove it.")
        return []

    def _dates(self, dates: Dates) -> Dates:
        told = self.settings.get("format", [])
        formats = [told] if isinstance(told, str) else told
        if not isinstance(formats, list) or not all(isinstance(form, str) for form in formats):
            self._say('format is a text, or a list of texts: ["%d/%m/%Y", "%d-%b-%y"].')
            formats = []
        years = self.settings.get("two_digit_years_from", dates.years_from)
        return Dates(
            dates.order, dates.zone, tuple(formats), years_of(years, self.place, self.wrong)
        )

    def _words(self, words: Words) -> Words:
        told, blank = self.settings.get("not_known"), self.settings.get("blank", [])
        own = words_of(blank, "blank", self.place, self.wrong)
        if told is None:
            return Words(words.not_known, own)
        return Words(words_of(told, "not_known", self.place, self.wrong), own, alone=True)

    def _refuses(self, path: str) -> bool:
        told = self.settings.get("unreadable")
        if told is None:
            return path in _NEEDED_TO_DELIVER
        if told not in _REFUSES:
            self._say(f"unreadable must be one of {', '.join(_REFUSES)}.")
        elif path in _NEEDED_TO_DELIVER and not _REFUSES[told]:
            self._say(f"no event goes without its {path}: remove unreadable.")
        return _REFUSES.get(told, False)

    def _check_split(self, field: LeafField, path: str) -> None:
        several = field.many and not path.rpartition(".")[2].isdigit()
        if "split" in self.settings and not several:
            self._say(
                f"split makes several values, and {path} takes one. "
                "Remove split; give each child or adult a row, or columns, of its own."
            )

    def _codes(self, codes: Any, field: LeafField) -> Mapping[str, Any] | None:
        """A code table with its texts as cells are compared: without case or blanks around."""
        if codes is None:
            return None
        if not isinstance(codes, dict):
            self._say("codes must be a table, or the name of one.")
            return None
        strange = {str(code) for code in codes.values()} - {*field.codes, ""}
        if field.kind == "codes" and strange:
            self._say(
                f"{', '.join(sorted(strange))} is not a code of {field.path}. "
                f"Use {', '.join(field.codes)}."
            )
        return {plain(text): code for text, code in codes.items()}


def _parts_of(kind: type[Event[Any]], path: str) -> tuple[str, ...]:
    """The names of the fields in what a path leads to; none for a value or for nothing."""
    steps = [STAR if step == EACH or step.isdigit() else step for step in path.split(".")]
    return tuple(name for name in names_under(kind, steps) if name != STAR)
