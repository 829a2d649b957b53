"""The states that an event was in before each correction: of each, what protects somebody.

An address that a correction takes away stands in texts that were written while it was there. So
the people's places and numbers of every earlier state are remembered, how they are related, and who
was alleged, harmed and protected then; nothing else of it is.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from pydantic import JsonValue
from wholepicture_agreement import EventVersion
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import JsonObject, Model, unchecked
from wholepicture_schemas.moves import movers_of
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.repairs import repaired

_OF_PEOPLE = (
    "person", "name", "birth_date", "mother", "related_to", "address", "new_address", "phone",
    "lives_at", "staying_at", "school", "victim_service", "works_for", "works_at",
)  # fmt: skip
_OF_PROFESSIONALS = ("name", "role", "organisation", "phone", "email")
_OF_ALLEGATIONS = ("alleged", "victims")
_UNREAD = "core.allegations"
_NOT_TOLD: Mapping[str, JsonValue] = {"no_fixed_address": False}
"""A new address of which nothing is told; an empty one would be read as none."""


class Before(Model, frozen=True):
    """What protects somebody in a state that an event was in."""

    core: JsonObject
    missing: tuple[Missing, ...] = ()


class Protecting(Before, frozen=True):
    """A state of an event that may protect somebody, and who a child is in it."""

    person: PersonRef | None = None


_before = unchecked(Before)


def remembered(
    kind: str, content: JsonObject, missing: Iterable[Missing], before: tuple[Before, ...]
) -> tuple[Before, ...]:
    """The earlier states of an event of a type with the one that it is in, each once."""
    state = state_of(kind, content, missing)
    return before if state in before else (*before, state)


def state_of(kind: str, content: JsonObject, missing: Iterable[Missing]) -> Before:
    """Of the content of a type of event what protects somebody."""
    core: Any = content.get("core") or {}
    unread = tuple(problem for problem in missing if problem.field.startswith(_UNREAD))
    return _before(core=_kept(core, movers_of(TOLD.get(kind), content)), missing=unread)


def states(attributes: Attributes, before: Iterable[Before]) -> tuple[EventVersion, ...]:
    """The earlier states of an event, to be asked who is protected in each."""
    return tuple(
        EventVersion(
            repaired(UnknownType, attributes, {"core": state.core, "detail": {}}, UnknownType)[0],
            state.missing,
        )
        for state in before
    )


def _kept(core: Any, moved: AbstractSet[str]) -> JsonObject:
    """Of a core what protects somebody; whoever moved has a new address, told or not."""
    handling = core.get("handling") or {}
    kinds = handling.get("restricted_kinds") or []
    adults = _parts(core.get("adults"), _OF_PEOPLE)
    for adult in adults:
        if adult.get("person") in moved:
            adult.setdefault("new_address", dict(_NOT_TOLD))
    return {
        "children": _parts(core.get("children"), _OF_PEOPLE),
        "adults": adults,
        "allegations": _parts(core.get("allegations"), _OF_ALLEGATIONS),
        "professionals": _parts(core.get("professionals"), _OF_PROFESSIONALS),
        "handling": {
            "address_protected": handling.get("address_protected") or [],
            **({"restricted_kinds": kinds} if kinds else {}),
        },
    }


def _parts(entries: Any, names: Iterable[str]) -> list[Any]:
    return [
        {name: entry[name] for name in names if name in entry and entry[name] is not None}
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping)
    ]
