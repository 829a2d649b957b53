"""The masking of an event together with its other versions.

What one version masks is taken out of the texts of all. Example: a correction removes an address.
The summary was written before the correction and still has the address, so it is masked there too.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from wholepicture_agreement.facts import EventFacts
from wholepicture_agreement.leaves import leaves_of
from wholepicture_agreement.masking import Elsewhere, Masking, masking
from wholepicture_agreement.model import Agreement
from wholepicture_agreement.situation import EventVersion, Situation


def protecting(facts: EventFacts, *others: EventVersion) -> Masking:
    """The masking of an event and of all its versions; ``others`` are further versions."""
    situation = facts.situation
    beside = []
    for state in (*situation.others, *others):
        other = EventFacts(
            Situation(state.event, situation.received, state.missing), facts.agreement
        )
        protects = masking(other.core, state.missing, other.under_18)
        beside.append((_of_the_place(protects, other), leaves_of(state.event)))
    return _of_the_place(
        masking(facts.core, situation.missing, facts.under_18, tuple(beside), situation.elsewhere),
        facts,
    )


def elsewhere(
    states: Sequence[EventVersion], received: dt.datetime, agreement: Agreement
) -> Elsewhere:
    """What these versions of other events mask, to be taken out of texts."""
    kept_back = []
    for state in states:
        facts = EventFacts(Situation(state.event, received, state.missing), agreement)
        protects = masking(facts.core, (), facts.under_18, as_stated=True)
        kept_back.append((_of_the_place(protects, facts), leaves_of(state.event)))
    return Elsewhere(kept_back)


def _of_the_place(protects: Masking, facts: EventFacts) -> Masking:
    """The masking, with what is masked where a place is of a restricted kind."""
    return replace(protects, restricted_place=True) if facts.restricted_place else protects
