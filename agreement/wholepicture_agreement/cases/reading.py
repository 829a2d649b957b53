"""Reading the table of cases: every mistake is found, with its line, before a case is run."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import get_args

from pydantic import ValidationError
from wholepicture_schemas.catalogue import agency_kind, by_name
from wholepicture_schemas.fields import exists
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.words import did_you_mean

from wholepicture_agreement.cases.building import document
from wholepicture_agreement.cases.files import Case, CasesFile
from wholepicture_agreement.written.lines import Lines, Location
from wholepicture_agreement.written.model import Agreement
from wholepicture_agreement.written.slips import Finding, not_toml, slips_of
from wholepicture_agreement.written.words_of_rules import AgencyKind

_ADULTS = ("a1", "a2")
_PERSON = 2
"""The index of the person in a path such as core.children.c1.name."""


class CasesError(ValueError):
    """A table of cases that cannot be run; ``sentences`` say why, and in which lines."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class TableOfCases:
    """The table as it stands in a file, and in which line each case begins."""

    name: str
    file: CasesFile
    lines: tuple[tuple[int, ...], ...]
    """The line of each case, by heading."""


def read_cases(path: Path, agreement: Agreement) -> TableOfCases:
    """The table of cases of a file.

    Raises:
        CasesError: it cannot be read, or names somebody or something that does not exist.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        sentence = f"{path}: this file cannot be read. Give the path of a table of cases in UTF-8."
        raise CasesError((sentence,)) from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CasesError((not_toml(path.name, error),)) from None
    lines = Lines(text)
    try:
        file = CasesFile.model_validate(content)
    except ValidationError as error:
        findings = tuple(slips_of(error, content, CasesFile))
    else:
        findings = tuple(_slips(file, agreement))
    if findings:
        raise CasesError(
            tuple(
                f"{path.name} line {lines.of(finding.where, finding.value)}: {finding.sentence}"
                for finding in findings
            )
        )
    places = tuple(
        tuple(lines.of(("heading", at, "case", to)) for to in range(len(heading.case)))
        for at, heading in enumerate(file.heading)
    )
    return TableOfCases(path.name, file, places)


def _slips(file: CasesFile, agreement: Agreement) -> Iterator[Finding]:
    names: set[str] = set()
    for at, heading in enumerate(file.heading):
        for to, case in enumerate(heading.case):
            where = ("heading", at, "case", to)
            if case.name in names:
                yield Finding((*where, "name"), f"Case {case.name} stands here twice.")
            names.add(case.name)
            for finding in chain(
                _recipients(case, where, agreement),
                _rules(case, where, agreement),
                _people(case, where),
                _sender(case, where, agreement),
                _fields(case, where),
                _left_out(case, where),
            ):
                yield Finding(finding.where, f"Case {case.name}: {finding.sentence}", finding.value)


def _recipients(case: Case, where: Location, agreement: Agreement) -> Iterator[Finding]:
    told = [str(entry[0]) for entry in (*case.told, *case.news)]
    named: dict[str, list[str]] = {
        "told": told,
        "withheld": [entry[0] for entry in case.withheld],
        "asked": [entry[0] for entry in case.asked],
        "news": [str(entry[0]) for entry in case.news],
        "questions": [
            name for who, _, about in case.questions for name in (str(who), *about.split())
        ],
        **{key: list(getattr(case, key)) for key in ("says", "sees", "never_sees", "never_reads")},
    }
    for key, recipients in named.items():
        for name in recipients:
            if RecipientId(name) not in agreement.recipients:
                hint = did_you_mean(name, agreement.recipients)
                yield Finding((*where, key), f"there is no recipient {name}.{hint}", name)
            elif key in {"says", "sees", "never_sees", "never_reads"} and name not in told:
                sentence = f"{key} names {name}, which is not told anything in this case."
                yield Finding((*where, key), sentence, name)
    items = [str(entry[0]) for entry in case.told]
    for name in sorted({name for name in items if items.count(name) > 1}):
        sentence = f"{name} is told twice: everyone gets one item, with all of its children."
        yield Finding((*where, "told"), sentence, name)


def _rules(case: Case, where: Location, agreement: Agreement) -> Iterator[Finding]:
    known = {active.rule.id for terms in agreement.terms for active in terms.rules}
    for key, entries in (("withheld", case.withheld), ("asked", case.asked)):
        for entry in entries:
            if entry[1] not in known:
                sentence = f"there is no rule {entry[1]}.{did_you_mean(entry[1], known)}"
                yield Finding((*where, key), sentence, entry[1])


def _people(case: Case, where: Location) -> Iterator[Finding]:
    children = [child.person for child in case.children]
    for _, child, _ in case.news:
        if child not in children:
            sentence = f"it has no child {child}.{did_you_mean(child, children)}"
            yield Finding((*where, "news"), sentence, child)
    for _, _, told in case.told:
        for person in told.split():
            if person not in children:
                hint = did_you_mean(person, children)
                yield Finding((*where, "told"), f"it has no child {person}.{hint}", told)
    for person in case.who_is_alleged:
        if person not in (*children, *_ADULTS):
            sentence = f"it has nobody {person}: a1 is the father, a2 the mother."
            yield Finding((*where, "alleged"), sentence, person)


def _sender(case: Case, where: Location, agreement: Agreement) -> Iterator[Finding]:
    """Findings about the sender: an agency of the kind that tells the type."""
    agency, kind = agreement.agencies.get(case.sender), by_name(case.event)
    tells = agency_kind(kind.TYPE) if kind else ""
    if agency is None:
        hint = did_you_mean(case.sender, agreement.agencies)
        yield Finding((*where, "sender"), f"there is no agency {case.sender}.{hint}", case.sender)
    for before in (told for child in case.children for told in child.told_before):
        if before.agency not in agreement.agencies or by_name(before.event) is None:
            sentence = f"there is no agency {before.agency}, or no type of event {before.event}."
            yield Finding((*where, "children"), sentence, before.agency)
    if agency is not None and tells in get_args(AgencyKind) and agency.kind != tells:
        sentence = f"{case.sender} is of the kind {agency.kind}, and {case.event} is of {tells}."
        yield Finding((*where, "sender"), f"{sentence} Write as sender an agency of that kind.")


def _fields(case: Case, where: Location) -> Iterator[Finding]:
    kind = by_name(case.event) or UnknownType
    people = {*_ADULTS, *(child.person for child in case.children)}
    for key in ("sees", "never_sees"):
        for path in chain.from_iterable(getattr(case, key).values()):
            parts = path.split(".")
            if len(parts) > _PERSON and parts[_PERSON] in people:
                parts[_PERSON] = "*"
            if not exists(kind, ".".join(parts)):
                sentence = f"{path} is no field of the event, and nobody of the case stands in it."
                yield Finding((*where, key), sentence, path)


def _left_out(case: Case, where: Location) -> Iterator[Finding]:
    try:
        document(case)
    except (KeyError, IndexError, ValueError, TypeError):
        sentence = (
            "without names something that its event does not have. Write for instance "
            "core.call_back or core.children.0.name."
        )
        yield Finding((*where, "without"), sentence)
