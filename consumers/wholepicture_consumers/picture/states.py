"""The states that an event was in before each correction: of each, what protects somebody.

An address that a correction takes away stands in texts that were written while it was there. So
the people's places and numbers of every earlier state are remembered, and who was alleged, harmed
and protected then; nothing else of it is.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.repairs import repaired

from wholepicture_consumers.agreement import State
from wholepicture_consumers.picture.documents import Before, Told

_OF_PEOPLE = (
    "person", "birth_date", "address", "new_address", "phone", "lives_at", "staying_at", "school",
    "victim_service",
)  # fmt: skip
_OF_ALLEGATIONS = ("alleged", "victims")
_UNREAD = "core.allegations"


def remembered(told: Told) -> tuple[Before, ...]:
    """The earlier states of an event with the one that it is in, each once."""
    core: Any = told.content.get("core") or {}
    handling = core.get("handling") or {}
    kept: JsonObject = {
        "children": _parts(core.get("children"), _OF_PEOPLE),
        "adults": _parts(core.get("adults"), _OF_PEOPLE),
        "allegations": _parts(core.get("allegations"), _OF_ALLEGATIONS),
        "handling": {"address_protected": handling.get("address_protected") or []},
    }
    unread = tuple(one for one in told.missing if one.field.startswith(_UNREAD))
    state = Before(core=kept, missing=unread)
    return told.before if state in told.before else (*told.before, state)


def states(attributes: Attributes, before: Iterable[Before]) -> tuple[State, ...]:
    """The earlier states of an event, to be asked who is protected in each."""
    envelope = attributes.model_dump(exclude_none=True)
    return tuple(
        State(
            repaired(
                UnknownType, {**envelope, "data": {"core": one.core, "detail": {}}}, UnknownType
            )[0],
            one.missing,
        )
        for one in before
    )


def _parts(entries: Any, names: Iterable[str]) -> list[Any]:
    return [
        {name: entry[name] for name in names if entry.get(name) is not None}
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping)
    ]
