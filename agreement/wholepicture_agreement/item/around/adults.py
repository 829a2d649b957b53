"""The adults around one child, each with everything that is shown of that adult."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.who import name_of

from wholepicture_agreement.item.around.in_contact import Found, contacts
from wholepicture_agreement.item.around.same_adult import NO_RELATION, KnownAdult, compared
from wholepicture_agreement.item.around.shown import Entry, Shown, entries

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
    last: Found | None = None
    """The newest contact with the adult that is shown."""

    def add(self, entry: Entry, shown: Shown, ties: Sequence[Entry]) -> None:
        """What an older event tells of the adult; it changes nothing that a newer one said."""
        self.seen_in.append(Seen(entry, shown))
        self.name = self.name or name_of(entry)
        for tie in ties:
            if self.relation == "unknown":
                self.relation = str(tie.get("relation"))
            if self.has_responsibility not in _YES_OR_NO:
                self.has_responsibility = str(tie.get("parental_responsibility"))
        if self.lives_there not in _YES_OR_NO:
            self.lives_there = str(entry.get("lives_with_children"))
        person = entry.get("person")
        self.alleged = self.alleged or person in shown.alleged
        self.harmed = self.harmed or person in shown.harmed
        for found in contacts(entry, shown):
            if self.last is None or found.on > self.last.on:
                self.last = found

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
        sides of an allegation.
        """
        return (
            self.has_responsibility == "yes"
            or self.lives_there == "yes"
            or (self.relation in PARENTS and self.has_responsibility != "no")
            or self.alleged
            or self.harmed
        )

    @property
    def everywhere(self) -> Iterator[Seen]:
        """Everything that is shown of the adult, then of whoever may be the same person."""
        yield from self.seen_in
        for other in self.may_be:
            yield from other.seen_in


def adults(events: Iterable[Shown]) -> list[Adult]:
    """The adults who belong to the child, by the events that are shown of them, newest first."""
    found: list[Adult] = []
    surely: dict[KnownAdult, Adult] = {}
    for shown in events:
        here: list[Adult] = []
        for entry in shown.adults:
            ties = [
                tie for tie in entries(entry.get("related_to")) if tie.get("child") == shown.person
            ]
            if not _belongs(entry, shown, ties):
                continue
            known = KnownAdult.of(entry, ties)
            adult = surely.get(known)
            if adult is None or adult in here:
                adult = _same(known, [one for one in found if one not in here])
                if not adult.seen_in:
                    found.append(adult)
                if known.is_sure:
                    surely[known] = adult
            adult.add(entry, shown, ties)
            here.append(adult)
        for one in here:  # two entries of one event are two people
            if one.may_be:
                one.may_be = [other for other in one.may_be if other not in here]
    return found


def _same(known: KnownAdult, found: Sequence[Adult]) -> Adult:
    """The adult whom an entry is surely about; another one where that is nobody, or in doubt."""
    how = [(compared(known, adult.known), adult) for adult in found]
    same = [adult for said, adult in how if said == "same"]
    if len(same) == 1:
        same[0].known.append(known)
        return same[0]
    adult = Adult([known], may_be=[adult for said, adult in how if said != "other"])
    for other in adult.may_be:
        other.may_be.append(adult)
    return adult


def _belongs(adult: Entry, shown: Shown, ties: Sequence[Entry]) -> bool:
    """Whether an adult of an event is around the child: family, home, or a side of an allegation.

    Somebody who is related to other children alone is not, unless these are of one household.
    """
    if any(tie.get("relation") not in NO_RELATION for tie in ties):
        return True
    person, lives_there = adult.get("person"), adult.get("lives_with_children") == "yes"
    if shown.child.get("mother") == person:
        return True
    if others := _related_to(adult):
        return lives_there and not others.isdisjoint(siblings(shown))
    not_related = any(tie.get("relation") == "not-related" for tie in ties)
    return not not_related or lives_there or person in shown.alleged or person in shown.harmed


def siblings(shown: Shown) -> set[Any]:
    """The other children of an event who have an adult, or the home that is told, in common."""
    home = shown.child.get("lives_at")
    together = {
        other.get("person") for other in shown.children if home and other.get("lives_at") == home
    }
    for adult in shown.adults:
        related = _related_to(adult)
        if shown.person in related:
            together |= related
    return together - {shown.person}


def _related_to(adult: Entry) -> set[Any]:
    """The children to whom an adult is said to be related."""
    ties = entries(adult.get("related_to"))
    return {tie.get("child") for tie in ties if tie.get("relation") not in NO_RELATION}
