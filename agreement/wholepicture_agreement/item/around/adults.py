"""The adults around one child, each with everything that is shown of that adult."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.who import name_of

from wholepicture_agreement.item.around.same_adult import (
    NO_RELATION,
    KnownAdult,
    compared_with_all,
)
from wholepicture_agreement.item.around.shown import Entry, Shown, entries

PARENTS = frozenset({"mother", "father"})


@dataclass(eq=False)
class Adult:
    """One adult, by the entries of events that are surely about the same person, newest first."""

    seen_in: list[tuple[Entry, Shown]] = field(default_factory=list)
    known: list[KnownAdult] = field(default_factory=list)
    may_be: list["Adult"] = field(default_factory=list)
    """Others of whom it is not certain that they are somebody else."""

    @property
    def called(self) -> str:
        """The name; without one the relation, such as the father."""
        name = next(filter(None, (name_of(entry) for entry, _ in self.seen_in)), "")
        if name:
            return name
        relation = self.relation
        known = RELATIONS.get(relation, "")
        if not known or relation in NO_RELATION:
            return "an adult who is not named"
        return known if known.startswith("another ") else f"the {known}"

    @property
    def relation(self) -> str:
        """How the adult is related to the child, by the newest event that says so."""
        for entry, shown in self.seen_in:
            for tie in _ties(entry, shown):
                relation = str(tie.get("relation"))
                if relation != "unknown":
                    return relation
        return "unknown"

    @property
    def has_responsibility(self) -> str:
        """Whether the adult has parental responsibility: yes, no or unknown."""
        said = (
            tie.get("parental_responsibility")
            for entry, shown in self.seen_in
            for tie in _ties(entry, shown)
        )
        return _newest(said)

    @property
    def lives_there(self) -> str:
        """Whether the adult lives with the child: yes, no or unknown."""
        return _newest(entry.get("lives_with_children") for entry, _ in self.seen_in)

    @property
    def alleged(self) -> bool:
        """Whether it is alleged in any of it that the adult harmed somebody."""
        return any(alleged(entry, shown) for entry, shown in self.seen_in)

    @property
    def harmed(self) -> bool:
        """Whether the adult is said in any of it to have been harmed."""
        return any(harmed(entry, shown) for entry, shown in self.seen_in)

    @property
    def is_asked_about(self) -> bool:
        """Whether contact with this adult is looked for.

        So it is of parents, of whoever has parental responsibility or lives there, and of both
        sides of an allegation.
        """
        return (
            "yes" in (self.has_responsibility, self.lives_there)
            or (self.relation in PARENTS and self.has_responsibility != "no")
            or self.alleged
            or self.harmed
        )


def adults(events: Iterable[Shown]) -> list[Adult]:
    """The adults who belong to the child, by the events that are shown of them, newest first."""
    found: list[Adult] = []
    for shown in events:
        here: list[Adult] = []
        for entry in shown.adults:
            if not _belongs(entry, shown):
                continue
            adult = _same(
                KnownAdult(entry, shown.person), [one for one in found if one not in here]
            )
            if not adult.seen_in:
                found.append(adult)
            adult.seen_in.append((entry, shown))
            here.append(adult)
        for one in here:  # two entries of one event are two people
            one.may_be = [other for other in one.may_be if other not in here]
    return found


def _same(entry: KnownAdult, found: Sequence[Adult]) -> Adult:
    """The adult whom an entry is surely about; another one where that is nobody, or in doubt."""
    how = [(compared_with_all(entry, adult.known), adult) for adult in found]
    same = [adult for said, adult in how if said == "same"]
    if len(same) == 1:
        same[0].known.append(entry)
        return same[0]
    adult = Adult(known=[entry], may_be=[adult for said, adult in how if said != "other"])
    for other in adult.may_be:
        other.may_be.append(adult)
    return adult


def _belongs(adult: Entry, shown: Shown) -> bool:
    """Whether an adult of an event is around the child: family, home, or a side of an allegation.

    Somebody who is related to other children alone is not, unless these are of one household.
    """
    ties = _ties(adult, shown)
    if any(tie.get("relation") not in NO_RELATION for tie in ties):
        return True
    if shown.child.get("mother") == adult.get("person"):
        return True
    of_others = {
        tie.get("child")
        for tie in entries(adult.get("related_to"))
        if tie.get("relation") not in NO_RELATION
    }
    if of_others:
        return adult.get("lives_with_children") == "yes" and bool(of_others & siblings(shown))
    not_related = any(tie.get("relation") == "not-related" for tie in ties)
    return (
        not not_related
        or adult.get("lives_with_children") == "yes"
        or alleged(adult, shown)
        or harmed(adult, shown)
    )


def siblings(shown: Shown) -> set[Any]:
    """The other children of an event who have an adult, or the home that is told, in common."""
    child, home = shown.person, shown.child.get("lives_at")
    together = {
        other.get("person") for other in shown.children if home and other.get("lives_at") == home
    }
    for adult in shown.adults:
        related = {
            tie.get("child")
            for tie in entries(adult.get("related_to"))
            if tie.get("relation") not in NO_RELATION
        }
        if child in related:
            together |= related
    return together - {child}


def _ties(adult: Entry, shown: Shown) -> list[Mapping[str, Any]]:
    """How an adult is said to be related to the child."""
    return [tie for tie in entries(adult.get("related_to")) if tie.get("child") == shown.person]


def alleged(adult: Entry, shown: Shown) -> bool:
    """Whether it is alleged in an event that the adult harmed somebody."""
    return any(one.get("alleged") == adult.get("person") for one in shown.allegations)


def harmed(adult: Entry, shown: Shown) -> bool:
    """Whether the adult is said in an event to have been harmed."""
    return any(adult.get("person") in (one.get("victims") or ()) for one in shown.allegations)


def _newest(said: Iterable[Any]) -> str:
    """The newest yes or no."""
    return next((str(one) for one in said if one in ("yes", "no")), "unknown")


def everywhere(adult: Adult) -> Iterator[tuple[Entry, Shown]]:
    """Everything that is shown of an adult, and of whoever may be the same person."""
    yield from adult.seen_in
    for other in adult.may_be:
        yield from other.seen_in
