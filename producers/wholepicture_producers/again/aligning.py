"""The people of a row under the references that they have in its event.

A table's rows may come in another order, and a sibling may stand before those who were told of
already. So a reference that the kit gave (c1, c2) is worth nothing across two exports: people are
found again by who they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from itertools import count
from typing import Any

from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import EACH, content_type, places
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_producers.again.people import pairs

PEOPLE = ("core.children", "core.adults")
_LETTER = re.compile(r"[a-z]+")


def aligned(
    kind: type[Event[Any]],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: Mapping[str, Any],
) -> dict[str, Any]:
    """What a row says now, its people under the references of the event, which is ``now``.

    Whoever the row told of before keeps their reference, whoever somebody has added to the event
    since gets the one they have there, and whoever is new one that is free.
    """
    names: dict[str, str] = {}
    taken = {
        str(person.get("person"))
        for path in PEOPLE
        for content in (before, now)
        for person in _people(content, path)
    }
    for path in PEOPLE:
        old, new = _people(before, path), _people(after, path)
        known = {person.get("person") for person in old}
        added = [person for person in _people(now, path) if person.get("person") not in known]
        earlier = pairs(old, new)
        alone = [at for at in range(len(new)) if at not in earlier]
        standing = pairs(added, [new[at] for at in alone])
        same = {at: old[to] for at, to in earlier.items()}
        same |= {alone[at]: added[to] for at, to in standing.items()}
        for at, person in enumerate(new):
            reference = str(person.get("person"))
            names[reference] = str(same[at]["person"]) if at in same else _free(reference, taken)
            taken.add(names[reference])
    return _renamed(kind, after, names)


def reference_names(kind: type[Event[Any]]) -> frozenset[str]:
    """The names of the fields that hold a reference to a person."""
    return frozenset(path.rpartition(".")[2] for path in _references(kind)) - {EACH}


def _people(content: Mapping[str, Any], path: str) -> Sequence[dict[str, Any]]:
    core = content.get("core") or {}
    return core.get(path.rpartition(".")[2]) or ()


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    letter = _LETTER.match(wanted)
    start = letter[0] if letter else "p"
    return next(name for number in count(1) if (name := f"{start}{number}") not in taken)


def _renamed(
    kind: type[Event[Any]], content: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    """A copy of the content in which every reference to a person has its new name."""
    renamed = deepcopy(dict(content))
    for path in _references(kind):
        for holder, name in _holders(renamed, path.split(".")):
            holder[name] = names.get(holder[name], holder[name])
    return renamed


@cache
def _references(kind: type[Event[Any]]) -> tuple[str, ...]:
    """The paths of all references to people in a type of event."""
    return tuple(place.starred for place in places(content_type(kind)) if PersonRef in place.types)


def _holders(node: Any, path: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    """The objects and lists that hold a value at a path, each with its name or position there."""
    name, *rest = path
    if name == EACH:
        keys: Sequence[Any] = range(len(node)) if isinstance(node, list) else ()
    else:
        keys = [name] if isinstance(node, dict) and node.get(name) is not None else ()
    for key in keys:
        if rest:
            yield from _holders(node[key], rest)
        else:
            yield node, key
