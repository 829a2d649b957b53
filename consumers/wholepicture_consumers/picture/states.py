"""The states that an event was in before each correction: of each, what protects somebody.

An address that a correction takes away stands in texts that were written while it was there. So
the people's places and numbers of every earlier state are remembered, and who was alleged, harmed
and protected then; nothing else of it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wholepicture_agreement import (
    Again,
    Agreement,
    Elsewhere,
    Situation,
    State,
    elsewhere,
)
from wholepicture_agreement.restricted_kinds import RestrictedWords
from wholepicture_schemas.envelope import Attributes, Event
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.repairs import repaired

from wholepicture_consumers.picture.documents import Before, ChronologyEntry, Picture, Told

_OF_PEOPLE = (
    "person", "birth_date", "address", "new_address", "phone", "lives_at", "staying_at", "school",
    "victim_service",
)  # fmt: skip
_OF_PROFESSIONALS = ("name", "role", "organisation", "phone", "email")
_OF_ALLEGATIONS = ("alleged", "victims")
_UNREAD = "core.allegations"


def remembered(told: Told) -> tuple[Before, ...]:
    """The earlier states of an event with the one that it is in, each once."""
    core: Any = told.content.get("core") or {}
    unread = tuple(one for one in told.missing if one.field.startswith(_UNREAD))
    state = Before(core=_kept(core), missing=unread)
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


def as_it_is_and_was(
    original: Told, was: Event[Any], situation: Situation, agreement: Agreement
) -> tuple[Again, Again]:
    """An event as a correction leaves it, and as it ``was``, both as first received."""
    now = replace(situation, received=original.received)
    earlier = states(original.attributes, original.before)
    then = replace(now, event=was, missing=original.missing, others=earlier)
    return Again(now, agreement, State(was, original.missing)), Again(then, agreement)


def protected_elsewhere(
    pictures: Iterable[Picture], received: datetime, agreement: Agreement
) -> Elsewhere | None:
    """What the events of these children keep back from somebody; none where they keep nothing."""
    words = [one for _, one in agreement.in_force(received).restricted_words]
    found: dict[str, list[State]] = {}
    known: set[str] = set()
    for picture in pictures:
        for entry in picture.entries:
            if entry.event in found:
                continue
            kept = [one for one in _protective(entry, words) if _is_new(one, known)]
            found[entry.event] = list(states(entry.attributes, kept))
    every = [state for of_event in found.values() for state in of_event]
    return elsewhere(every, received, agreement) if every else None


def _is_new(one: Before, known: set[str]) -> bool:
    """Whether it protects anything that another event does not protect alike; it is remembered."""
    said = one.model_dump_json()
    if said in known:
        return False
    known.add(said)
    return True


def _protective(entry: ChronologyEntry, words: Sequence[RestrictedWords]) -> Iterator[Before]:
    """The states of an event, now and before, in which it protects where somebody is."""
    core: Any = entry.content.get("core") or {}
    if _protects(core, words):
        yield Before(core=_kept(core))
    yield from (one for one in entry.before if _protects(one.core, words))


def _protects(core: Any, words: Sequence[RestrictedWords]) -> bool:
    """Whether it has somebody who is protected, or a professional of a restricted kind."""
    handling = core.get("handling")
    if isinstance(handling, Mapping) and handling.get("address_protected"):
        return True
    harmed = {one for each in _entries(core, "allegations") for one in each.get("victims") or ()}
    return any(
        adult.get("new_address")
        or adult.get("victim_service")
        or (adult.get("phone") and adult.get("person") in harmed)
        for adult in _entries(core, "adults")
    ) or any(
        one.stand_in(str(said))
        for professional in _entries(core, "professionals")
        for said in professional.values()
        for one in words
    )


def _entries(core: Any, name: str) -> Iterator[Mapping[str, Any]]:
    listed = core.get(name)
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, Mapping):
            yield entry


def _kept(core: Any) -> JsonObject:
    """Of a core what protects somebody."""
    handling = core.get("handling") or {}
    return {
        "children": _parts(core.get("children"), _OF_PEOPLE),
        "adults": _parts(core.get("adults"), _OF_PEOPLE),
        "allegations": _parts(core.get("allegations"), _OF_ALLEGATIONS),
        "professionals": _parts(core.get("professionals"), _OF_PROFESSIONALS),
        "handling": {"address_protected": handling.get("address_protected") or []},
    }


def _parts(entries: Any, names: Iterable[str]) -> list[Any]:
    return [
        {name: entry[name] for name in names if entry.get(name) is not None}
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping)
    ]
