"""What a pattern rule may ask of an event: codes of its detail, and whether the child was heard.

Nothing else can be asked, so no rule reads an ethnicity, a disability, a grade, an offence, a name
or a free text. What is asked is read once, when an event is taken in, and stands with its entry.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.fields import FieldPlace, content_type, leaves_of
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.meaning import DataClass

VOICE = "voice"
"""Beside the fields of the detail: whether the child's voice was recorded."""
VOICES = ("recorded", "not-recorded")
CAUSED_BY = "detail.caused_by"
BARRIERS = "detail.barriers.kinds"
MISSED, OFFERED = "detail.missed_in_last_12_months", "detail.offered_in_last_12_months"

_CLASSES: frozenset[DataClass] = frozenset({"plain", "service", "handling", "health"})
_HEARD = ("words", "observation")

Says = Mapping[str, tuple[str, ...]]
"""What an event says, of what may be asked, by the path of the field."""


@cache
def asked_fields(name: str) -> Mapping[str, tuple[str, ...]]:
    """The fields of a type, by its short name, each with the codes that it can have."""
    kind = by_name(name)
    if kind is None or kind.TYPE not in TOLD:
        return {}
    coded = {place.path: tuple(place.codes) for place in _coded(name)}
    return {**coded, VOICE: VOICES}


def says(event_type: str, content: Any, person: PersonRef) -> dict[str, tuple[str, ...]]:
    """What an event says of what may be asked, of one of its children.

    ``event_type`` is the whole name of its type, ``content`` its core and detail.
    """
    if event_type not in TOLD or not isinstance(content, Mapping):
        return {}
    said: dict[str, tuple[str, ...]] = {}
    for path, parts in _paths(event_type):
        values: dict[str, None] = {}
        _gather(content, parts, values)
        if values:
            said[path] = tuple(values)
    said[VOICE] = (VOICES[0] if _heard(content, person) else VOICES[1],)
    return said


def has_a_cause(name: str) -> bool:
    """Whether events of a type say by whom something did not come about."""
    return CAUSED_BY in asked_fields(name)


@cache
def _paths(event_type: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The path of each field that may be asked of a type, as text and in its parts."""
    kind = TOLD[event_type]
    counted = [
        place.path for place in leaves_of(content_type(kind)) if place.path in {MISSED, OFFERED}
    ]
    paths = (*(place.path for place in _coded(event_type)), *counted)
    return tuple((path, tuple(path.split("."))) for path in paths)


@cache
def _coded(name: str) -> tuple[FieldPlace, ...]:
    """The fields of a type's detail that have codes, and hold nothing that may not be asked."""
    kind = by_name(name)
    places = leaves_of(content_type(kind)) if kind else ()
    return tuple(
        place
        for place in places
        if place.path.startswith("detail.") and place.codes and place.means.kind in _CLASSES
    )


def _gather(content: Any, path: tuple[str, ...], values: dict[str, None]) -> None:
    """Add what stands at a path, each value once and in their order."""
    at = 0
    while at < len(path) and isinstance(content, dict):
        content = content.get(path[at])
        at += 1
    rest = path[at:]
    if isinstance(content, list):
        for each in content:
            _gather(each, rest[1:] if rest and rest[0] == "*" else rest, values)
    elif not rest and isinstance(content, str | int):
        values[str(content)] = None


def _heard(content: Mapping[str, Any], person: PersonRef) -> bool:
    """Whether an event has the child's own words, or what was seen of the child."""
    core = content.get("core")
    children = core.get("children") if isinstance(core, dict) else None
    for child in children if isinstance(children, list) else ():
        if isinstance(child, dict) and child.get("person") == person:
            voice = child.get("voice")
            return isinstance(voice, dict) and any(voice.get(name) for name in _HEARD)
    return False
