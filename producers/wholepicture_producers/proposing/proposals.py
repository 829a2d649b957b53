"""A mapping that is proposed for an export: its columns with reasons, its keys and its dates."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.envelope import Event

from wholepicture_producers.cell.cells import said
from wholepicture_producers.cell.days import Dates
from wholepicture_producers.proposing.field_guesses import (
    Guess,
    guesses_of,
    is_family_reference,
    why_unused,
)
from wholepicture_producers.proposing.people_guesses import people_of, words_of
from wholepicture_producers.proposing.samples import Sample
from wholepicture_producers.proposing.types_for import kind_for
from wholepicture_producers.shape import EACH, leaf, leaves

_TWO_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ]\d{2,4}\b")
_TWO_DIGITS = re.compile(r"\d{1,2}[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ]'?\d{2}(?!\d)")
_ADULT = re.compile(r"core\.adults\.(\d+)")
_MONTHS = 12
_MOST_WORDS = 12
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Proposed:
    """A column and where it may lead; the time of day may stand in another column."""

    column: str
    guess: Guess
    time: str | None = None
    words: tuple[str, ...] = ()
    """Its words that are not codes of its field."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mapping that is proposed."""

    kind: type[Event[Any]]
    why_kind: str
    columns: tuple[Proposed, ...]
    unused: Mapping[str, str]
    """The columns that are not used, each with what is not clear."""
    reference: str | None
    family: str | None
    order: str
    why_order: str
    two_digit_years: bool
    sheet: str | None
    hides_rows: bool

    def as_toml(self) -> str:
        """The mapping as a file, each line with its reason."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "# Proposed from the header and the first rows of an export: check each line."
        yield f"type = {_text(short_name(self.kind.TYPE))}  # {self.why_kind}"
        yield from self._of_reference()
        if self.family:
            yield f"family_reference = {_text(self.family)}  # stays here: only a keyed hash leaves"
        yield f"dates = {_text(self.order)}  # {self.why_order}"
        yield 'timezone = "Europe/London"'
        if self.sheet:
            yield f"sheet = {_text(self.sheet)}  # as you say"
        if self.hides_rows:
            yield 'hidden_rows = "leave-out"  # CHECK: the sheet hides rows; "read" takes them in'
        if self.two_digit_years:
            yield "# Years have two digits: say which hundred years they may mean, such as"
            yield "# two_digit_years_from = 1930  # 1930 to 2029"
        yield ""
        yield "[constants]"
        yield '"core.asks" = "information"'
        yield '"core.exercise" = true  # practice; write false for live'
        for path, meant in self._needed():
            yield f"# {_text(path)} = ...  # needed: {meant}"
        yield ""
        yield "[columns]"
        for entry in self.columns:
            yield f"{_text(entry.column)} = {_entry(entry)}  # {entry.guess.because}"
            if entry.words:
                codes = ", ".join(leaf(self.kind, entry.guess.path).codes)
                yield f"# words that are no code of it: {', '.join(entry.words)}"
                yield f'# say which they are: codes = {{ "word" = "CODE" }}; codes: {codes}'
        for column, why in self.unused.items():
            yield f"# {_text(column)} = ...  # not used: {why}"

    def _of_reference(self) -> Iterator[str]:
        """Which rows are one event."""
        if self.reference:
            key = "group_by" if self._has_each() else "once"
            yield f"{key} = {_text(self.reference)}  # the rows of one reference are one event"
        elif self._has_each():
            yield "# No column is recognised as the reference."
            yield '# group_by = "..."  # needed: the column that the rows of one event share'
        else:
            yield '# once = "..."  # the column that numbers the events, where there is one'

    def _has_each(self) -> bool:
        return any(EACH in entry.guess.path.split(".") for entry in self.columns)

    def _needed(self) -> Iterator[tuple[str, str]]:
        """What every event must say, and no column does."""
        told = {"core.asks", "core.exercise", "core.producer"}
        told |= {re.sub(r"\.\d+\.", f".{EACH}.", entry.guess.path) for entry in self.columns}
        for field in leaves(self.kind):
            if field.needed and EACH not in field.path and field.path not in told:
                codes = f" One of {', '.join(field.codes)}." if field.codes else ""
                yield field.path, f"{field.meant}{codes}"


def proposal(sample: Sample, told: type[Event[Any]] | None, agency: str | None = None) -> Proposal:
    """The mapping that an export's header and values suggest.

    ``told`` is its type, where said; ``agency`` the kind of agency that tells of it, where known.
    """
    kind, why_kind = (told, "as you say") if told else kind_for(sample.columns, agency)
    people = people_of(sample.columns)
    values = {name: sample.values(name) for name in sample.columns}
    guesses = guesses_of(kind, values, people)
    family = next((name for name in sample.columns if is_family_reference(name)), None)
    columns: list[Proposed] = []
    taken: set[str] = set()
    dates = _dates(sample)
    for name, found in guesses.items():
        if found is None or name == family or found.path in taken:
            continue
        taken.add(found.path)
        columns.append(Proposed(name, found, None, _strange(kind, found, sample.values(name))))
    columns = list(_numbered(_with_clocks(columns, guesses)))
    used = {entry.column for entry in columns} | {entry.time for entry in columns} | {family}
    reference = next(
        (entry.column for entry in columns if entry.guess.path == "core.local_reference"), None
    )
    return Proposal(
        kind,
        why_kind,
        tuple(columns),
        {
            name: why_unused(kind, name, values[name], people[name])
            for name in sample.columns
            if name not in used
        },
        reference,
        family,
        *dates,
        two_digit_years=any(
            _TWO_DIGITS.match(value) for name in sample.columns for value in sample.values(name)
        ),
        sheet=sample.sheet,
        hides_rows=sample.hides_rows,
    )


def _numbered(columns: Iterable[Proposed]) -> Iterator[Proposed]:
    """The columns, the adults counted of whom any tells."""
    numbers: dict[str, int] = {}
    for entry in columns:
        found = _ADULT.match(entry.guess.path)
        if found is None:
            yield entry
            continue
        number = numbers.setdefault(found[1], len(numbers))
        path = f"core.adults.{number}{entry.guess.path[found.end() :]}"
        yield replace(entry, guess=replace(entry.guess, path=path))


def _dates(sample: Sample) -> tuple[str, str]:
    """The order of day and month that the values show; where none does, it is to be checked."""
    firsts = seconds = numeric = 0
    for name in sample.columns:
        for value in sample.values(name):
            found = _TWO_NUMBERS.match(value)
            if found:
                numeric += 1
                firsts += int(found[1]) > _MONTHS
                seconds += int(found[2]) > _MONTHS
    if firsts and not seconds:
        return "day-first", f"{firsts} dates have a day above 12 first"
    if seconds and not firsts:
        return "month-first", f"{seconds} dates have a day above 12 second"
    if firsts:
        return "day-first", f"CHECK: {firsts} dates have the day first, {seconds} the month"
    if numeric:
        return "day-first", "CHECK: no date shows whether its day or its month is first"
    return "iso", "no date has day and month as two numbers"


def _with_clocks(
    columns: Sequence[Proposed], guesses: dict[str, Guess | None]
) -> Iterator[Proposed]:
    """The columns, where the time has a column for the day and another for the time of day."""
    times = [name for name, found in guesses.items() if found and found.path == "time"]
    days = [name for name in times if "date" in words_of(name).split()]
    clocks = [name for name in times if "time" in words_of(name).split() and name not in days]
    for entry in columns:
        if entry.guess.path == "time" and days and clocks:
            yield Proposed(days[0], entry.guess, clocks[0])
        else:
            yield entry


def _strange(kind: type[Event[Any]], found: Guess, values: Sequence[str]) -> tuple[str, ...]:
    """The words of a code column that are no codes; none of a column that is full of texts."""
    if found.parts or leaf(kind, found.path).kind != "codes":
        return ()
    field = leaf(kind, found.path)
    words = dict.fromkeys(value for value in values if said(value, field, Dates()).asked)
    if len(words) > _MOST_WORDS or any(len(word) > _LONGEST_WORD for word in words):
        return ()
    return tuple(words)


def _entry(entry: Proposed) -> str:
    settings = {"to": entry.guess.path, "time": entry.time, "parts": entry.guess.parts}
    told = [f"{name} = {_text(text)}" for name, text in settings.items() if text]
    return _text(entry.guess.path) if len(told) == 1 else f"{{ {', '.join(told)} }}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
