"""Asking back: what was told in plain words and is protected since is to be taken out again.

A school was told in the child's words where they live. The next event protects that place. The
school is asked to take it out of its record, by an amendment of what it has, which does not say the
place again; so is whoever has the earlier event alone.

An event costs this only where it brings a place that was not protected before: then the texts of
the child's earlier events are looked through for it. A service that is restricted asks nothing
back: that would tell that there is one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from wholepicture_agreement import elsewhere
from wholepicture_agreement.seen.sights import Sight
from wholepicture_bus.records import Outgoing
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.children import Link
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef
from wholepicture_schemas.in_texts.traces import squashed
from wholepicture_schemas.model import JsonObject

from wholepicture_consumers.facts.chronology import children_of, entries_of, keys_of
from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.protection import (
    KeptBackElsewhere,
    KnownPicture,
    kept_back_elsewhere,
)
from wholepicture_consumers.facts.situations import pictures_of
from wholepicture_consumers.facts.states import Before, Protecting, states
from wholepicture_consumers.picture.causes import Cause, Facts, House, as_it_stands
from wholepicture_consumers.picture.documents import Telling
from wholepicture_consumers.picture.reconcile import reconcile

Protected = Mapping[ChildRef, tuple[Protecting, ...]]
"""The states that protect somebody, of each child."""

_NO_NEED = Sight(school=False, childrens_services=False)
_SERVICES = ("professionals",)
_SERVICE = "victim_service"


def protected_now(links: Iterable[Link], work: Work) -> Protected:
    """What the pictures of these children protect before a record is folded in."""
    work.further(keys_of(links := tuple(links)))
    refs = dict.fromkeys(child for link in links for child in children_of(link))
    return {ref: picture.protects for ref in refs if (picture := work.get(Picture, ref))}


def asked_back(facts: Facts, before: Protected, cause: Cause, house: House) -> list[Outgoing]:
    """What everybody is asked to take out of what they have, because of this event.

    ``before`` is what was protected before it.
    """
    made: list[Outgoing] = []
    for name in _holding_a_trace(facts, before, cause, house):
        made += _of_one_event(name, before, cause, house)
    return made


def _holding_a_trace(
    facts: Facts, before: Protected, cause: Cause, house: House
) -> dict[str, None]:
    """The earlier events of these children that say a place which was not protected before."""
    work, found = house.work, dict[str, None]()
    since = cause.at - house.agreement.keep
    refs = dict.fromkeys(child for link in facts.now.links for child in children_of(link))
    for ref in refs:
        picture = work.get(Picture, ref)
        if picture is None or sum(picture.sure.values()) < 2:  # noqa: PLR2004 - one is this event
            continue
        had = before.get(ref, ())
        fresh = [state for state in picture.protects if state not in had]
        if not fresh:
            continue
        traces = set(_traces(fresh, facts, house)).difference(_traces(had, facts, house))
        if not traces:
            continue
        for name, entry in entries_of(ref, work):
            if entry.happened < since:
                break
            if entry.holds and name != facts.name and _says_any(name, traces, work):
                found[name] = None
    return found


def _traces(fresh: Iterable[Before], facts: Facts, house: House) -> tuple[str, ...]:
    """The traces of what these states keep from whoever has no need of it, but for services."""
    attributes = facts.now.attributes
    places = states(attributes, [Before(core=_without_services(state.core)) for state in fresh])
    nobody: dict[ChildRef, frozenset[PersonRef]] = {}
    of_nobody = ((place, nobody) for place in places)
    return elsewhere(of_nobody, attributes.time, house.agreement).traces(_NO_NEED, frozenset())


def _without_services(core: JsonObject) -> JsonObject:
    left = {name: value for name, value in core.items() if name not in _SERVICES}
    adults = left.get("adults")
    if isinstance(adults, list):
        left["adults"] = [
            {name: value for name, value in adult.items() if name != _SERVICE}
            for adult in adults
            if isinstance(adult, dict)
        ]
    return left


def _says_any(name: str, traces: Iterable[str], work: Work) -> bool:
    work.further([Key(EventState, name, only_read=True)])
    state = work.get(EventState, name)
    if state is None:
        return False
    text = squashed(json.dumps(state.content, ensure_ascii=False))
    return any(trace in text for trace in traces)


def _of_one_event(name: str, before: Protected, cause: Cause, house: House) -> Iterator[Outgoing]:
    work = house.work
    work.further([Key(Telling, name)])
    state, telling = work.get(EventState, name), work.get(Telling, name)
    if state is None or telling is None or state.retracted:
        return
    work.further(keys_of(state.links))
    facts = replace(as_it_stands(state, telling), elsewhere=_kept_back(state, before, house))
    asking = Cause(
        "protected", f"{cause.name}|protects|{name}", EventId(state.attributes.id),
        state.attributes.type, cause.record, cause.received,
    )  # fmt: skip
    yield from reconcile(facts, asking, house).outputs


def _kept_back(state: EventState, before: Protected, house: House) -> KeptBackElsewhere:
    """What other events kept back of an earlier event, before the one that protects it came."""
    pictures = (
        known._replace(picture=_as_it_was(known, before))
        for known in pictures_of(state.links, state.kin, house.work)
    )
    terms = house.agreement.in_force(state.received)
    return kept_back_elsewhere(pictures, state.attributes, terms, house.agreement)


def _as_it_was(known: KnownPicture, before: Protected) -> Picture:
    protects = before.get(known.child, known.picture.protects)
    return known.picture.model_copy(update={"protects": protects})
