"""Which child a person of an event is, until there is full matching.

* A child is known by a valid NHS number that also agrees on name or birth date.
* Where several children agree so, or a forename speaks against it, as with a twin's number, it is
  only *probably* each of them; so it is of those with the same name and full birth date, and the
  same postcode, pupil number (UPN) or number at an agency. The person stays a child apart, and a
  person is asked.
* Anyone else is a child apart, *not confirmed*.
* Whoever is for certain a child that is itself probably another stays that, and the other is named
  beside it: nobody who works with either may miss it.

A correction of what a child is known by decides anew: another child, or one that is found now, is
a new link of the same person, and of a person's links the last holds.

Names are compared whatever their alphabet, given and family name in either order (`names.py`).

A child of practice data is never one of live data: each is looked for among its own.

A wrong merge is worse than a missed link, so nothing here ever joins two children: a link attaches
one person of one event to a child, and only an NHS number does so for certain.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from wholepicture_engine.stage import Document, Key, Work
from wholepicture_schemas.children import Basis, Link
from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef, derived
from wholepicture_schemas.model import Model, unchecked
from wholepicture_schemas.persons import Child

from wholepicture_consumers.marks import FULL_DATE, Marks, by_name, digest, marks_of

MODEL = "interim-2"
"""The version of these rules, kept with every link."""
_BY_NUMBER: Basis = "nhs-number"
_link = unchecked(Link)


class Candidate(Model, frozen=True):
    """What is known of one child under one blocking key, for comparing."""

    child: ChildRef
    given: str
    family: str
    birth_date: str
    stands_for: ChildRef
    """The child that this one is probably the same as, or itself; one of each has several."""


class Block(Document, frozen=True):
    """The children that share a blocking key."""

    KIND: ClassVar[str] = "block"

    candidates: tuple[Candidate, ...] = ()


_candidate, _block = unchecked(Candidate), unchecked(Block)


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocking keys of a child: by NHS number, by name with postcode, by other numbers."""

    nhs_number: tuple[str, ...] = ()
    postcode: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def by_name(self) -> tuple[tuple[Basis, tuple[str, ...]], ...]:
        """The keys that have name and birth date in them, with what a link by them rests on."""
        return (
            ("name-birth-date-postcode", self.postcode),
            ("name-birth-date-number", self.numbers),
        )

    @property
    def all(self) -> tuple[str, ...]:
        """Every key."""
        return *self.nhs_number, *self.postcode, *self.numbers


@dataclass(frozen=True, slots=True)
class Sought:
    """A person of an event who is to be found among the children that are known."""

    person: PersonRef
    marks: Marks
    keys: Blocks


def sought(child: Child, *, practice: bool) -> Sought:
    """A child of an event as one to be found, among practice data or among live data."""
    marks = marks_of(child, practice=practice)
    return Sought(child.person, marks, _blocks(marks))


def blocks_of(person: Sought) -> list[Key]:
    """The keys under which a child is looked for. A key is a digest: it shows no name or number."""
    return [Key(Block, name) for name in person.keys.all]


def link(person: Sought, source: str, event: str, work: Work) -> Link:
    """The decision which child this person is, and the child remembered for later events."""
    name, marks, keys = person.person, person.marks, person.keys
    decided = _decided(marks, keys, _own(source, event, name), work)
    _remember(marks, keys, decided, work)
    return decided.link(name, derived("link", source, event, name))


def link_anew(
    held: Link, before: Marks, person: Sought, source: str, event: str, work: Work
) -> Link | None:
    """The decision anew for a person whose marks a correction changed; None for the same child.

    ``held`` is the link that held ``before``; source and event are the correction's. A certain link
    that the marks do not bear any more is given up: the person is then a child apart. One that
    was not certain keeps its own child where the marks may still be those of the same.
    """
    marks, keys = person.marks, person.keys
    work.further(blocks_of(person))
    certain = held.confidence == "confirmed"
    own = _own(source, event, held.person)
    decided = _decided(marks, keys, own, work, without=None if certain else held.child)
    if not certain and decided.confidence != "confirmed" and before.alike(marks):
        decided = replace(decided, child=held.child)
    as_held = _Decided(held.child, held.confidence, held.basis, held.others)
    stays = decided.child == held.child and (certain or decided.possibly == held.others)
    _remember(marks, keys, as_held if stays else decided, work)
    if stays:
        return None
    return decided.link(held.person, derived("link", source, event, held.person, "anew"))


@dataclass(frozen=True, slots=True)
class _Decided:
    child: ChildRef
    confidence: Confidence
    basis: Basis
    possibly: tuple[ChildRef, ...] = ()

    def link(self, person: PersonRef, name: EventId) -> Link:
        """The decision as the link of a person."""
        return _link(
            id=name,
            person=person,
            child=self.child,
            confidence=self.confidence,
            basis=self.basis,
            model=MODEL,
            possibly=self.possibly[0] if self.possibly else None,
            also_possibly=self.possibly[1:],
        )


def _decided(
    marks: Marks, keys: Blocks, own: ChildRef, work: Work, *, without: ChildRef | None = None
) -> _Decided:
    """Which child it is, leaving out one that is only this person's own."""
    by_number = _candidates(work, keys.nhs_number, without)
    agreeing = [known for known in by_number if _agrees(known, marks)]
    beside: list[tuple[Basis, Candidate]] = [
        (basis, known)
        for basis, beside_name in keys.by_name
        for known in _candidates(work, beside_name, without)
        if known.birth_date == marks.birth_date and marks.same_name(known)
    ]
    found = [*((_BY_NUMBER, known) for known in agreeing), *beside]
    alike = tuple(dict.fromkeys(known.stands_for for _, known in found))
    sole = {known.child for known in agreeing}
    if len(sole) == 1 and not any(map(marks.contradicts, agreeing)):
        (child,) = sole
        others = tuple(other for other in alike if other != child)
        return _Decided(child, "confirmed", "nhs-number", others)
    if found:
        return _Decided(own, "probable", found[0][0], alike)
    return _Decided(own, "not-confirmed", "first-record")


def _own(source: str, event: str, person: PersonRef) -> ChildRef:
    return ChildRef(derived("child", source, event, person))


def _agrees(known: Candidate, marks: Marks) -> bool:
    """A number agrees with a name or a birth date beside it; alone it may be a slip of a digit."""
    whole = len(marks.birth_date) == FULL_DATE
    return marks.same_name(known) or (whole and known.birth_date == marks.birth_date)


def _candidates(work: Work, names: Iterable[str], without: ChildRef | None) -> list[Candidate]:
    blocks = (work.get(Block, name) or Block() for name in names)
    return [
        candidate
        for block in blocks
        for candidate in block.candidates
        if candidate.child != without
    ]


def _remember(marks: Marks, keys: Blocks, decided: _Decided, work: Work) -> None:
    """The child for later events: as itself where that is certain, and as whom it probably is."""
    itself = () if decided.possibly and decided.confidence == "probable" else (decided.child,)
    candidates = [
        _candidate(
            child=decided.child,
            given=marks.given,
            family=marks.family,
            birth_date=marks.birth_date,
            stands_for=stands_for,
        )
        for stands_for in (*itself, *decided.possibly)
    ]
    for name in keys.all:
        block = work.get(Block, name) or Block()
        fresh = [candidate for candidate in candidates if candidate not in block.candidates]
        if fresh:
            work.put(name, _block(candidates=(*block.candidates, *fresh)))


def _blocks(marks: Marks) -> Blocks:
    among = ("practice",) if marks.practice else ()
    nhs = (digest(*among, "nhs", marks.nhs_number),) if marks.nhs_number else ()
    if not marks.named:
        return Blocks(nhs)
    who = by_name(marks)
    numbers = (*(("upn", marks.upn),) * bool(marks.upn), *(("of", one) for one in marks.numbers))
    return Blocks(
        nhs,
        (digest(*among, "name", *who, marks.postcode),) if marks.postcode else (),
        tuple(digest(*among, *number, *who) for number in numbers),
    )
