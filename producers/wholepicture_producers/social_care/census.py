"""A children in need census as drafts of events.

The file is read twice: once whole, so that nothing of a broken one is sent, and once child by
child. What was published of a child before is looked up in the spool, so that a fact that was told
keeps its event.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import BinaryIO

from wholepicture_schemas.problems import Problem

from wholepicture_producers.drafts import Draft, LocatedProblem, NotReadable
from wholepicture_producers.frame.placeholders import numbers_nothing
from wholepicture_producers.social_care import names
from wholepicture_producers.social_care.drafts import Drafting, ElementCell
from wholepicture_producers.social_care.header import Header, header_of
from wholepicture_producers.social_care.instances import ChildReturn, Instance, Reading
from wholepicture_producers.social_care.left_over import LeftOver
from wholepicture_producers.social_care.record import Record
from wholepicture_producers.social_care.remarks import remarks
from wholepicture_producers.social_care.same import Matching
from wholepicture_producers.social_care.settings import Settings
from wholepicture_producers.social_care.table import table
from wholepicture_producers.social_care.xml_file import (
    CHILD,
    HEADER,
    Element,
    local_name,
    namespace_of,
    parts,
)

_NUMBER = "LAchildID"
_TWO_CHILDREN = Problem(
    _NUMBER,
    "is the number of another child of this file too, of whom it says something else",
    "Give each child their own number, or merge the two records. Neither of them is told.",
)
_NO_NUMBER = Problem(
    _NUMBER,
    "is missing",
    "Write the council's own number of the child: nothing is told of them without it.",
)


@dataclass
class Survey:
    """What a first reading of a file finds."""

    header: Header
    namespace: str | None = None
    twice: set[bytes] = field(default_factory=set)
    """The numbers that two children have of whom something else is said, hashed."""
    repeats: int = 0
    """How many children stand there again, word for word."""


class Census:
    """Reads one return, as its settings and the record of earlier ones say."""

    def __init__(
        self, settings: Settings, names_file: str | None = None, record: Record | None = None
    ) -> None:
        self.settings = settings
        self.record = record
        self._names_file = names_file

    def drafts(self, stream: BinaryIO, name: str, say: list[str]) -> Iterator[Draft]:
        """Each event of a return; what is remarked of it is added to ``say``.

        Raises:
            NotReadable: where it cannot be read; then nothing of it is told.
        """
        survey = self._surveyed(stream, name)
        found = self._names()
        reading = Reading(table(), survey.header.year)
        system = self.settings.system or f"{_NUMBER} of authority {survey.header.authority}"
        drafting = Drafting(self.settings, table(), system)
        matching = Matching(survey.header.period)
        left = LeftOver(self.record, matching)
        seen: set[bytes] = set()
        stream.seek(0)
        for element in parts(stream, name):
            if local_name(element) != CHILD:
                continue
            told = reading.child(element)
            key = _key(told)
            if key is None:
                yield drafting.refused(_shown(told), _located(told, _NO_NUMBER))
            elif key in survey.twice:
                left.not_looked_at(told.number.text if told.number else "")
                yield drafting.refused(_shown(told), _located(told, _TWO_CHILDREN))
            elif key not in seen:
                seen.add(key)
                number = told.number.text if told.number else ""
                yield from self._of(told, number, drafting, matching, left, found)
        left.others()
        say += remarks(survey, reading, drafting, left, name)
        if found is not None:
            say += found.told()

    def _of(
        self,
        told: ChildReturn,
        number: str,
        drafting: Drafting,
        matching: Matching,
        left: LeftOver,
        found: names.Names | None,
    ) -> Iterator[Draft]:
        born = next(iter(told.values.get("ChildIdentifiers/PersonBirthDate", ())), None)
        more = found.of(number, born.text if born else None) if found else {}
        child = drafting.child(told, number, more)
        known = self.record.of(number) if self.record else []
        referrals = _once_each(told.referrals)
        placed, gone = matching.placed(referrals, known)
        left.referrals(gone)
        for one in placed:
            yield from left.noting(one, drafting.of(one, child))

    def _names(self) -> names.Names | None:
        if self._names_file is None:
            return None
        if self.settings.names is None:
            raise NotReadable(
                f"{self._names_file}: the settings do not say how it is read. Add [names] and "
                "[names.columns]: see wholepicture template --census"
            )
        return names.read(self._names_file, self.settings.names)

    def _surveyed(self, stream: BinaryIO, name: str) -> Survey:
        survey: Survey | None = None
        contents: dict[bytes, int] = {}
        stream.seek(0)
        for element in parts(stream, name):
            own = local_name(element)
            if own == HEADER and survey is None:
                header = header_of(element, self.settings, name)
                survey = Survey(header, namespace_of(element))
            elif own == CHILD and survey is not None:
                _note(element, contents, survey)
            elif own == CHILD:
                break
        if survey is None:
            raise NotReadable(f"{name} has no <Header> before its children: export it again.")
        return survey


def _note(element: Element, contents: dict[bytes, int], survey: Survey) -> None:
    """Note a child's number, and whether another child had it."""
    number = next((e.text for e in element.iter(f"{{*}}{_NUMBER}")), None)
    if not number or not number.strip():
        return
    key = _hashed(number)
    content = hash(tuple((str(e.tag), (e.text or "").strip()) for e in element.iter()))
    before = contents.get(key)
    if before is None:
        contents[key] = content
    elif before != content:
        survey.twice.add(key)
    else:
        survey.repeats += 1


def _key(told: ChildReturn) -> bytes | None:
    number = told.number
    return None if number is None or numbers_nothing(number.text) else _hashed(number.text)


def _hashed(number: str) -> bytes:
    """A number of a child in little room."""
    return blake2b(" ".join(number.split()).encode(), digest_size=12).digest()


def _once_each(instances: list[Instance]) -> list[Instance]:
    """The instances without those that say the same as one before them."""
    kept: list[Instance] = []
    for one in instances:
        one.within = _once_each(one.within)
        if all(one.said != other.said for other in kept):
            kept.append(one)
    return kept


def _shown(told: ChildReturn) -> dict[str, object]:
    return {"element": CHILD, "line": told.line}


def _located(told: ChildReturn, problem: Problem) -> LocatedProblem:
    line = told.number.line if told.number else told.line
    return LocatedProblem(problem, ElementCell(line, _NUMBER))
