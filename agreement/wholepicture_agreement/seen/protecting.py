"""The masking of an event together with its other versions.

What one version masks is taken out of the texts of all. Example: a correction removes an address.
The summary was written before the correction and still has the address, so it is masked there too.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from wholepicture_schemas.identifiers import ChildRef, PersonRef

from wholepicture_agreement.seen.leaves import leaves_of
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.other_events import Elsewhere, StateElsewhere
from wholepicture_agreement.seen.people import people
from wholepicture_agreement.situation import EventVersion, Situation
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.model import Agreement


def protecting(facts: EventFacts, *others: EventVersion) -> Masking:
    """The masking of an event and of all its versions; ``others`` are further versions."""
    situation = facts.situation
    known_as = {child.person: (child.ref,) for child in situation.children if child.ref is not None}
    beside = []
    for state in (*situation.others, *others):
        other = EventFacts(
            Situation(state.event, situation.received, state.missing), facts.agreement
        )
        its_people = people(other.core, state.missing, other.under_18)
        masking = Masking(its_people, restricted_place=other.restricted_place)
        beside.append((masking, leaves_of(state.event)))
    own = people(facts.core, situation.missing, facts.under_18, known_as=known_as)
    return Masking(own, tuple(beside), situation.elsewhere, facts.restricted_place)


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
