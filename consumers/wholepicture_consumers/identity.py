"""Which child a person of an event is, until there is full matching.

* A child is known by a valid NHS number that also agrees on name or birth date.
* Where several children agree so, or a forename speaks against it, as with a twin's number, it is
  only *probably* each of them; so it is of those with the same forename, surname, full birth date
  and postcode. The person stays a child of its own, and a person is asked.
* Anyone else is a child of its own, *not confirmed*.
* Whoever is for certain a child that is itself probably another stays that, and the other is named
  beside it: nobody who works with either may miss it.

A correction of what a child is known by decides anew: another child, or one that is found now, is
a new link of the same person, and of a person's links the last holds.

A child of practice data is never one of live data: each is looked for among its own.

A wrong merge is worse than a missed link, so nothing here ever joins two children: a link attaches
one person of one event to a child, and only an NHS number does so for certain.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import ClassVar

from wholepicture_engine.stage import Document, Key, Work
from wholepicture_schemas.children import Basis, Link
from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef, derived
from wholepicture_schemas.model import Model
from wholepicture_schemas.persons import Child
from wholepicture_schemas.postcodes import is_whole

MODEL = "interim-1"
"""The version of these rules, kept with every link."""

_FULL_DATE = 10


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


class Marks(Model, frozen=True):
    """A child's identifying marks in comparable form; empty where not known."""

    nhs_number: str = ""
    given: str = ""
    family: str = ""
    birth_date: str = ""
    postcode: str = ""
    practice: bool = False
    """Whether it is a child of practice data."""

    @property
    def full(self) -> bool:
        """Whether name, whole birth date and postcode are all known."""
        whole = len(self.birth_date) == _FULL_DATE
        return bool(self.given and self.family and self.postcode and whole)

    def alike(self, other: "Marks") -> bool:
        """Whether these may be the marks of the same child, one of them with a slip.

        The number agrees beside name or birth date; without, one of these does; under two numbers,
        both. A forename cut short agrees.
        """
        known = self.given and self.family and other.given
        name = bool(known) and self.family == other.family
        name = name and not _contradicts(self.given, other.given)
        born = len(self.birth_date) == _FULL_DATE and self.birth_date == other.birth_date
        if self.nhs_number and other.nhs_number:
            same = self.nhs_number == other.nhs_number
            return (name or born) if same else (name and born)
        nothing = not (self.nhs_number or self.given or self.family or self.birth_date)
        return name or born or nothing


def blocks_of(child: Child, *, practice: bool) -> list[Key]:
    """The keys under which a child is looked for. A key is a digest: it shows no name or number."""
    return blocks_for(marks_of(child, practice=practice))


def blocks_for(marks: Marks) -> list[Key]:
    """The keys under which a child with these marks is looked for."""
    return [Key(Block, name) for name in _block_names(marks)]


def link(child: Child, source: str, event: str, work: Work, *, practice: bool) -> Link:
    """The decision which child this person is, and the child remembered for later events."""
    marks = marks_of(child, practice=practice)
    own = _own(source, event, child.person)
    decided = _decided(marks, own, work)
    _remember(marks, decided, work)
    return decided.link(child.person, derived("link", source, event, child.person))


def link_anew(
    held: Link, before: Marks, marks: Marks, source: str, event: str, work: Work
) -> Link | None:
    """The decision anew for a person whose marks a correction changed; None for the same child.

    ``held`` is the link that held ``before``; source and event are the correction's. A certain link
    that the marks do not bear any more is given up: the person is then a child of its own. One that
    was not certain keeps its own child where the marks may still be those of the same.
    """
    work.further(blocks_for(marks))
    certain = held.confidence == "confirmed"
    own = _own(source, event, held.person)
    decided = _decided(marks, own, work, without=None if certain else held.child)
    if not certain and decided.confidence != "confirmed" and before.alike(marks):
        decided = replace(decided, child=held.child)
    as_held = _Decided(held.child, held.confidence, held.basis, held.others)
    stays = decided.child == held.child and (certain or decided.possibly == held.others)
    _remember(marks, as_held if stays else decided, work)
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
        return Link(
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
    marks: Marks, own: ChildRef, work: Work, *, without: ChildRef | None = None
) -> _Decided:
    """Which child it is, leaving out one that is only this person's own."""
    names = _block_names(marks)
    by_number = _candidates(work, names[:1], without) if marks.nhs_number else []
    agreeing = [candidate for candidate in by_number if _agrees(candidate, marks)]
    known = _candidates(work, names[-1:], without) if marks.full else []
    alike = tuple(dict.fromkeys(candidate.stands_for for candidate in (*agreeing, *known)))
    sole = {candidate.child for candidate in agreeing}
    if len(sole) == 1 and not any(
        _contradicts(candidate.given, marks.given) for candidate in agreeing
    ):
        (child,) = sole
        others = tuple(other for other in alike if other != child)
        return _Decided(child, "confirmed", "nhs-number", others)
    if alike:
        basis: Basis = "nhs-number" if agreeing else "name-birth-date-postcode"
        return _Decided(own, "probable", basis, alike)
    return _Decided(own, "not-confirmed", "first-record")


def _own(source: str, event: str, person: PersonRef) -> ChildRef:
    return ChildRef(derived("child", source, event, person))


def _agrees(known: Candidate, marks: Marks) -> bool:
    """A number agrees with a name or a birth date beside it; alone it may be a slip of a digit."""
    same_name = bool(marks.given and marks.family) and (known.given, known.family) == (
        marks.given,
        marks.family,
    )
    whole = len(marks.birth_date) == _FULL_DATE
    return same_name or (whole and known.birth_date == marks.birth_date)


def _contradicts(known: str, told: str) -> bool:
    """Whether two forenames speak against each other: a twin's number may have been typed."""
    return bool(known and told) and not (known.startswith(told) or told.startswith(known))


def _candidates(work: Work, names: Iterable[str], without: ChildRef | None) -> list[Candidate]:
    blocks = (work.get(Block, name) or Block() for name in names)
    return [
        candidate
        for block in blocks
        for candidate in block.candidates
        if candidate.child != without
    ]


def _remember(marks: Marks, decided: _Decided, work: Work) -> None:
    """The child for later events: as itself where that is certain, and as whom it probably is."""
    itself = () if decided.possibly and decided.confidence == "probable" else (decided.child,)
    candidates = [
        Candidate(
            child=decided.child,
            given=marks.given,
            family=marks.family,
            birth_date=marks.birth_date,
            stands_for=stands_for,
        )
        for stands_for in (*itself, *decided.possibly)
    ]
    for name in _block_names(marks):
        block = work.get(Block, name) or Block()
        fresh = [candidate for candidate in candidates if candidate not in block.candidates]
        if fresh:
            work.put(name, Block(candidates=(*block.candidates, *fresh)))


def _block_names(marks: Marks) -> list[str]:
    """The blocking keys: NHS number first, then name with birth date and postcode."""
    among = ("practice",) if marks.practice else ()
    names = []
    if marks.nhs_number:
        names.append(digest(*among, "nhs", marks.nhs_number))
    if marks.full:
        name = (marks.given, marks.family, marks.birth_date, marks.postcode)
        names.append(digest(*among, "name", *name))
    return names


def digest(*parts: str) -> str:
    """A key that shows none of its parts."""
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def marks_of(child: Child, *, practice: bool) -> Marks:
    """A child's identifying marks in comparable form."""
    name = child.name
    postcode = child.lives_at.postcode if child.lives_at else None
    return Marks(
        nhs_number=child.nhs_number or "",
        given=plain(name.given if name else None),
        family=plain(name.family if name else None),
        birth_date=child.birth_date or "",
        postcode=plain(postcode if postcode and is_whole(postcode) else None),
        practice=practice,
    )


def plain(text: str | None) -> str:
    """Letters and digits only, without accents and case."""
    decomposed = unicodedata.normalize("NFKD", text or "")
    return re.sub(r"[^0-9a-z]", "", decomposed.casefold())
