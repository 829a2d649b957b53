"""The adults around one child, each with everything that is shown of that adult."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.who import name_of

from wholepicture_agreement.item.around.belonging import around_the_child, is_family
from wholepicture_agreement.item.around.in_contact import Found, contacts
from wholepicture_agreement.item.around.same_adult import NO_RELATION, KnownAdult, compared
from wholepicture_agreement.item.around.shown import Entry, Shown

PARENTS = frozenset({"mother", "father"})
_YES_OR_NO = frozenset({"yes", "no"})


class Seen(NamedTuple):
    """An adult in one event."""

    entry: Entry
    shown: Shown


@dataclass(eq=False)
class Adult:
    """One adult, by the entries of events that are surely about the same person, newest first."""

    known: list[KnownAdult]
    """The different ways in which the adult is told."""
    seen_in: list[Seen] = field(default_factory=list)
    may_be: list["Adult"] = field(default_factory=list)
    """Others of whom it is not certain that they are somebody else."""
    beside: list["Adult"] = field(default_factory=list)
    """The same adult around other children of the item."""
    person: Any = None
    """The reference in the item's own event; none where only earlier events tell of the adult."""
    name: str = ""
    relation: str = "unknown"
    """How the adult is related to the child, by the newest event that says so."""
    has_responsibility: str = "unknown"
    """Whether the adult has parental responsibility: yes, no or unknown."""
    lives_there: str = "unknown"
    """Whether the adult lives with the child: yes, no or unknown."""
    alleged: bool = False
    """Whether it is alleged in any of it that the adult harmed somebody."""
    harmed: bool = False
    """Whether the adult is said in any of it to have been harmed."""
    protected: bool = False
    """Whether the adult moved, or has a protected address, by any of it."""
    last: Found | None = None
    """The newest contact with the adult that is shown."""

    def add(self, entry: Entry, shown: Shown, ties: Sequence[Entry]) -> None:
        """What an older event tells of the adult; it changes nothing that a newer one said."""
        self.seen_in.append(Seen(entry, shown))
        if not self.name:
            self.name = name_of(entry)
        if ties and (self.relation == "unknown" or self.has_responsibility not in _YES_OR_NO):
            for tie in ties:
                if self.relation == "unknown":
                    self.relation = str(tie.get("relation"))
                if self.has_responsibility not in _YES_OR_NO:
                    self.has_responsibility = str(tie.get("parental_responsibility"))
        if self.lives_there not in _YES_OR_NO:
            self.lives_there = str(entry.get("lives_with_children"))
        person = entry.get("person")
        if shown.own:
            self.person = person
        self.alleged = self.alleged or person in shown.alleged
        self.harmed = self.harmed or person in shown.harmed
        self.protected = self.protected or person in shown.protected
        for found in contacts(entry, shown):
            if self.last is None or found.on > self.last.on:
                self.last = found

    @property
    def may_be_harmed(self) -> bool:
        """Whether a letter or a call may harm the adult: harmed before, moved, or protected."""
        return self.harmed or self.protected

    @property
    def called(self) -> str:
        """The name; without one the relation, such as the father."""
        known = RELATIONS.get(self.relation, "")
        if self.name:
            return self.name
        if not known or self.relation in NO_RELATION:
            return "an adult who is not named"
        return known if known.startswith("another ") else f"the {known}"

    @property
    def is_asked_about(self) -> bool:
        """Whether contact with this adult is looked for.

        So it is of parents, of whoever has parental responsibility or lives there, and of both
        sides of an allegation, or of a move: of one child of the item, and so of all.
        """
        return any(map(_is_asked_about, (self, *self.beside)))

    @property
    def of_the_family(self) -> Iterator[Seen]:
        """Everything that is shown of the adult, around each child of the item."""
        for one in (self, *self.beside):
            yield from one.seen_in

    @property
    def everywhere(self) -> Iterator[Seen]:
        """Everything that is shown of the adult, then of whoever may be the same person."""
        for one in (self, *self.beside, *self.may_be):
            yield from one.seen_in


class _Told(NamedTuple):
    """What was found for an entry before: who it is, in the words in which it is told."""

    adult: Adult
    ties: list[Entry]


def adults(events: Sequence[Shown]) -> list[Adult]:
    """The adults who belong to the child, by the events that are shown of them, newest first."""
    if len(events) == 1:
        return _of_one(events[0])
    found: list[Adult] = []
    surely: dict[str, _Told] = {}
    """By what an entry of family says of who it is: told in the same words, it is the same."""
    for shown in events:
        here: list[Adult] = []
        words = [
            repr((one.get("name"), one.get("birth_date"), one.get("related_to"), shown.person))
            for one in shown.adults
        ]
        known = [told for said in words if (told := surely.get(said))]
        if len({told.adult for told in known}) == len(words):
            for entry, told in zip(shown.adults, known, strict=True):
                told.adult.add(entry, shown, told.ties)
                here.append(told.adult)
        else:
            _add_each(shown, words, found, surely, here)
        for one in here:  # two entries of one event are two people
            if one.may_be:
                one.may_be = [other for other in one.may_be if other not in here]
    return found


def _of_one(shown: Shown) -> list[Adult]:
    """The adults of one event: two entries are two people, so nobody is compared."""
    found: list[Adult] = []
    for at, ties in around_the_child(shown):
        adult = Adult([])
        adult.add(shown.adults[at], shown, ties)
        found.append(adult)
    return found


def _add_each(
    shown: Shown,
    words: Sequence[str],
    found: list[Adult],
    surely: dict[str, _Told],
    here: list[Adult],
) -> None:
    """Compare each adult of an event who is around the child with all who were found before."""
    for at, ties in around_the_child(shown):
        entry = shown.adults[at]
        known = KnownAdult.of(entry, ties)
        adult = _same(known, [one for one in found if one not in here])
        if not adult.seen_in:
            found.append(adult)
        if known.is_sure and is_family(ties):
            surely[words[at]] = _Told(adult, ties)
        adult.add(entry, shown, ties)
        here.append(adult)


def _is_asked_about(adult: Adult) -> bool:
    return (
        adult.has_responsibility == "yes"
        or adult.lives_there == "yes"
        or (adult.relation in PARENTS and adult.has_responsibility != "no")
        or adult.alleged
        or adult.may_be_harmed
    )


def join(around: Iterable[Iterable[Adult]]) -> None:
    """Let each adult of the item's own event be one person around all the children of the item.

    They are the same by the reference of that event alone: nobody is compared across children.
    """
    by_person: dict[Any, list[Adult]] = {}
    for found in around:
        for adult in found:
            if adult.person is not None:
                by_person.setdefault(adult.person, []).append(adult)
    for same in by_person.values():
        if len(same) > 1:
            _join(same)


def _join(same: Sequence[Adult]) -> None:
    lasts = [adult.last for adult in same if adult.last is not None]
    name = next((adult.name for adult in same if adult.name), "")
    may_be = [other for adult in same for other in adult.may_be]
    for adult in same:
        adult.beside = [other for other in same if other is not adult]
        adult.may_be = list(may_be)
        adult.name = name
        adult.alleged = any(one.alleged for one in same)
        adult.harmed = any(one.harmed for one in same)
        adult.protected = any(one.protected for one in same)
        adult.last = max(lasts, key=lambda found: found.on, default=None)


def _same(known: KnownAdult, found: Sequence[Adult]) -> Adult:
    """The adult whom an entry is surely about; another one where that is nobody, or in doubt."""
    how = [(compared(known, adult.known), adult) for adult in found]
    same = [adult for said, adult in how if said == "same"]
    near = [adult for said, adult in how if said != "other"]
    if len(same) == 1:
        adult = same[0]
        near = [
            one
            for one in near
            if one is not adult
            and one not in adult.may_be
            and not _stand_together(adult, one)
            and all(compared(told, one.known) != "other" for told in adult.known)
        ]
        adult.known.append(known)
    else:
        adult = Adult([known])
    adult.may_be += near
    for other in near:
        other.may_be.append(adult)
    return adult


def _stand_together(adult: Adult, other: Adult) -> bool:
    """Whether one event tells of both: then they are two people."""
    events = {one.shown for one in adult.seen_in}
    return any(one.shown in events for one in other.seen_in)
