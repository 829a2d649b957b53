"""The people of a told content by the names that its reader knows them by."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.who import is_unborn, name_of

Told = Mapping[str, JsonValue]
"""What was told: ``core`` and ``detail``."""
People = Mapping[str, str]
"""The names of people by their reference."""

_NO_RELATION = frozenset({"unknown", "not-related"})


def listed_people(told: Told, group: str) -> list[Mapping[str, Any]]:
    """The children or the adults of a told content, in their order."""
    core = told.get("core")
    people = core.get(group) if isinstance(core, dict) else None
    return [
        person
        for person in (people if isinstance(people, list) else ())
        if isinstance(person, dict)
    ]


def people_of(told: Told) -> People:
    """The names of the people of an event by their reference in it, as far as they were told.

    Whoever is told without a name is called by what they are: a child, the father of Tia Marlow.
    """
    children = {
        str(child.get("person")): _child(child) for child in listed_people(told, "children")
    }
    adults = {
        str(adult.get("person")): name_of(adult) or _adult(adult, children)
        for adult in listed_people(told, "adults")
    }
    return {**adults, **children}


def unborn_of(told: Told) -> frozenset[str]:
    """The references of the children of an event that are not born yet, as far as it was told."""
    return frozenset(
        str(child.get("person")) for child in listed_people(told, "children") if is_unborn(child)
    )


def _child(child: Mapping[str, Any]) -> str:
    return name_of(child) or ("the unborn child" if is_unborn(child) else "a child")


def _adult(adult: Mapping[str, Any], children: People) -> str:
    for relation, child in _relations(adult):
        if relation not in _NO_RELATION:
            return f"{RELATIONS.get(relation, relation)} of {children.get(child, 'a child')}"
    return "an adult whose name was not told"


def _relations(adult: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for tie in adult.get("related_to") or ():
        if isinstance(tie, dict):
            yield str(tie.get("relation", "unknown")), str(tie.get("child"))
