"""The masking of an event together with its other versions.

What one version masks is taken out of the texts of all. Example: a correction removes an address.
The summary was written before the correction and still has the address, so it is masked there too.
"""

import datetime as dt
from collections import deque
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import own_fields
from wholepicture_schemas.identifiers import ChildRef, PersonRef

from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.seen.alike import protect_the_same
from wholepicture_agreement.seen.leaves import leaves_of
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.other_events import Elsewhere, StateElsewhere
from wholepicture_agreement.seen.people import people
from wholepicture_agreement.situation import EventVersion, Situation
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.model import Agreement


@cache
def _references(detail: type[BaseModel]) -> tuple[str, ...]:
    return tuple(
        place.name for place in own_fields(detail) if place.type is PersonRef and not place.stars
    )


def adults_of_detail(event: Event[Any]) -> AbstractSet[PersonRef]:
    """The adults whom the detail of an event names as those that it is about.

    Example: a crisis of mental health names the adult (``detail.about_adult``). The worker of a
    child of that event to whom this adult does not belong reads none of the detail.
    """
    detail = getattr(event.data, "detail", None)
    names = _references(type(detail)) if isinstance(detail, BaseModel) else ()
    said = {getattr(detail, name) for name in names} - {None}
    return said & {adult.person for adult in event.data.core.adults}


def under_18(situation: Situation, agreement: Agreement) -> list[AbstractSet[PersonRef]]:
    """The people under 18 of an event and of each of its other states, as of the day of receipt."""
    states = (EventVersion(situation.event, situation.missing), *situation.others)
    return [
        EventFacts(Situation(state.event, situation.received, state.missing), agreement).under_18
        for state in states
    ]


def protecting(facts: EventFacts, *others: EventVersion) -> Masking:
    """The masking of an event and of all its versions; ``others`` are further versions.

    A version of the situation that protects the same as the event itself is not looked at. A
    further one always is: where it is the event itself, the leaves of another version are looked
    at, and what the event masks is taken out of the texts of that one.
    """
    situation = facts.situation
    own_version = EventVersion(situation.event, situation.missing)
    known_as = {child.person: (child.ref,) for child in situation.children if child.ref is not None}
    day = situation.received.astimezone(LONDON).date()
    different = [one for one in situation.others if not protect_the_same(one, own_version)]
    beside = [
        (_masking_of(state, day, facts), leaves_of(state.event)) for state in (*different, *others)
    ]
    own = people(facts.core, situation.missing, facts.under_18, known_as=known_as)
    return Masking(
        own,
        beside,
        situation.elsewhere,
        facts.restricted_place,
        adults_of_detail(situation.event),
    )


class _Known(NamedTuple):
    """What a version of an event masks by itself, on a day."""

    state: EventVersion
    day: dt.date
    agreement: Agreement
    masking: Masking


_known: deque[_Known] = deque(maxlen=8)
"""The versions that were looked at last: each is asked about beside every other."""


def _masking_of(state: EventVersion, day: dt.date, facts: EventFacts) -> Masking:
    """What a version of an event masks by itself; on another day other people are under 18."""
    for known in _known:
        same = known.state.event is state.event and known.state.missing == state.missing
        if same and known.day == day and known.agreement is facts.agreement:
            return known.masking
    situation = Situation(state.event, facts.situation.received, state.missing)
    other = EventFacts(situation, facts.agreement)
    its_people = people(other.core, state.missing, other.under_18)
    masking = Masking(its_people, restricted_place=other.restricted_place)
    _known.append(_Known(state, day, facts.agreement, masking))
    return masking


def elsewhere(
    states: Iterable[tuple[EventVersion, Mapping[ChildRef, AbstractSet[PersonRef]]]],
    received: dt.datetime,
    agreement: Agreement,
) -> Elsewhere:
    """What these versions of other events mask, to be taken out of texts.

    Each comes with who the children are in it, by their references on the bus.
    """
    kept_back = []
    for state, persons in states:
        facts = EventFacts(Situation(state.event, received, state.missing), agreement)
        its_people = people(facts.core, (), facts.under_18, as_stated=True)
        masking = Masking(its_people, restricted_place=facts.restricted_place)
        kept_back.append(StateElsewhere(masking, leaves_of(state.event), persons))
    return Elsewhere(kept_back)
