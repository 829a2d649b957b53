"""The table of cases of the pattern rules: what a child's events make, in words and in days.

A member of the partnership reads and writes it (pattern_cases.toml); every case is found anew from
the rules, and each difference is said.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field
from wholepicture_schemas.catalogue import TOLD, short_name
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line, Text
from wholepicture_schemas.words import did_you_mean, listed

from wholepicture_agreement.patterns.asked_fields import MISSED, OFFERED, VOICE, Says, asked_fields
from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import Happened, found
from wholepicture_agreement.written.reading_files import AgreementError, FileRead, read_file
from wholepicture_agreement.written.slips import Finding
from wholepicture_agreement.written.words_of_rules import Slug

FILE = "pattern_cases.toml"
_NOON = dt.time(12, tzinfo=dt.UTC)


class CaseEvent(Model, frozen=True):
    """An event of a case: on a day an agency tells of a type, and what it says."""

    on: dt.date
    agency: Slug
    type: Slug
    says: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    """Fields of its detail, without "detail."; and voice."""
    matter: str = ""
    """Events of one matter, such as one incident that two agencies tell of."""


class PatternCase(Model, frozen=True):
    """What follows from a child's events by one rule."""

    name: Line
    story: Text
    pattern: Slug
    events: Annotated[tuple[CaseEvent, ...], Field(min_length=1)]
    open_case: bool = False
    """Whether children's services work with the child all that time."""
    makes: tuple[dt.date, ...] = ()
    """The days of the events that make the pattern; none where none is made."""


class PatternCasesFile(Model, frozen=True):
    """pattern_cases.toml."""

    case: tuple[PatternCase, ...] = ()


def read_cases(folder: Path, rules: Sequence[PatternRule]) -> tuple[PatternCase, ...]:
    """The cases of a folder.

    Raises:
        AgreementError: the file cannot be read, or a case names what is not there.
    """
    read: FileRead[PatternCasesFile] = read_file(folder / FILE, PatternCasesFile)
    sentences = read.sentences(_wrong(read.file, rules))
    if sentences:
        raise AgreementError(sentences)
    return read.file.case


def difference(case: PatternCase, rules: Sequence[PatternRule]) -> str | None:
    """What the rules make of a case that it does not say, as a sentence; none where they agree."""
    rule = next(rule for rule in rules if rule.id == case.pattern)
    makes = found(rule, happened(case), lambda _: case.open_case)
    days = sorted(event.at.date() for event in makes.events) if makes else []
    if days == sorted(case.makes):
        return None
    return f"{case.name}: {rule.id} makes {_days(days)}; the case says {_days(sorted(case.makes))}."


def happened(case: PatternCase) -> Iterator[Happened]:
    """The events of a case as a rule looks at them."""
    for number, event in enumerate(case.events):
        yield Happened(
            event=f"{number:03}",
            type=event.type,
            agency=event.agency,
            at=dt.datetime.combine(event.on, _NOON),
            matter=event.matter,
            says=_said(event),
        )


def _said(event: CaseEvent) -> Says:
    return {
        _path(key): (value,) if isinstance(value, str) else value
        for key, value in event.says.items()
    }


def _path(key: str) -> str:
    return key if key == VOICE else f"detail.{key}"


def _wrong(file: PatternCasesFile, rules: Sequence[PatternRule]) -> Iterator[Finding]:
    known = {rule.id for rule in rules}
    types = {short_name(name) for name in TOLD}
    for at, case in enumerate(file.case):
        where = ("case", at)
        if case.pattern not in known:
            sentence = f"Case {case.name}: there is no pattern {case.pattern}."
            yield Finding((*where, "pattern"), sentence + did_you_mean(case.pattern, known))
        for event in case.events:
            if event.type not in types:
                sentence = f"Case {case.name}: there is no type of event {event.type}."
                yield Finding(where, sentence + did_you_mean(event.type, types), event.type)
                continue
            yield from _wrong_words(case, event, asked_fields(event.type), where)


def _wrong_words(
    case: PatternCase,
    event: CaseEvent,
    fields: Mapping[str, tuple[str, ...]],
    where: tuple[int | str, ...],
) -> Iterator[Finding]:
    for path, codes in _said(event).items():
        if path in {MISSED, OFFERED}:
            continue
        if path not in fields:
            sentence = f"Case {case.name}: {path} may not be asked of {event.type}."
            yield Finding(where, sentence + did_you_mean(path, fields), path)
        for code in codes:
            if path in fields and code not in fields[path]:
                there = ", ".join(fields[path])
                sentence = f"Case {case.name}: {path} is never {code}. There are: {there}."
                yield Finding(where, sentence, code)


def _days(days: Sequence[dt.date]) -> str:
    return listed(day.isoformat() for day in days) if days else "nothing"
