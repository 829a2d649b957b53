"""Which adults of an event are around a child, and which children are of one household."""

from collections.abc import Iterable, Sequence
from typing import Any

from wholepicture_agreement.item.around.same_adult import NO_RELATION
from wholepicture_agreement.item.around.shown import Entry, Shown, entries, texts


def around_the_child(shown: Shown) -> list[tuple[int, list[Entry]]]:
    """The places of an event's adults who are around the child, each with how they are related.

    So are family, home, whoever is alleged to have harmed any of these or the child, whoever was
    harmed beside the child, and whoever is bound by an order about the child, whomever else they
    are related to.
    """
    tied = [_ties(adult, shown.person) for adult in shown.adults]
    people = [adult.get("person") for adult in shown.adults]
    near = {
        person
        for person, adult, ties in zip(people, shown.adults, tied, strict=True)
        if _belongs(adult, shown, ties)
    }
    touched = near | {shown.person}
    for one in shown.allegations:
        victims = texts(one.get("victims"))
        if not victims or not touched.isdisjoint(victims):
            near.add(one.get("alleged"))
        if shown.person in victims:
            near.update(victims)
    for order in shown.orders:
        if shown.person in texts(order.get("children")):
            near.add(order.get("person"))
    return [(at, ties) for at, ties in enumerate(tied) if people[at] in near]


def _ties(adult: Entry, child: Any) -> list[Entry]:
    """How an adult is related to the child."""
    return [tie for tie in entries(adult.get("related_to")) if tie.get("child") == child]


def is_family(ties: Iterable[Entry]) -> bool:
    """Whether any of these ties to the child is one of family or care."""
    return any(tie.get("relation") not in NO_RELATION for tie in ties)


def _belongs(adult: Entry, shown: Shown, ties: Sequence[Entry]) -> bool:
    """Whether an adult of an event is around the child by being family, or of the home.

    Somebody who is related to other children alone is not, unless these are of one household.
    """
    if is_family(ties):
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
