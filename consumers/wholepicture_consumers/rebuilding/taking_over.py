"""Taking over: what Kafka cannot tell any more stands in the shadow as the stage has it.

Kafka deletes a record when its time has passed, and some events stay longer: one that was corrected
since, or that tells of work which goes on (`retention/survey.py`). Nothing is left to compare such
an event with, and it must not be lost where the shadow takes the place of what the stage has.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from wholepicture_engine.stage import Key
from wholepicture_engine.store import Transaction
from wholepicture_engine.store.differing import Pair, pairs
from wholepicture_engine.store.shadow import Shadow

from wholepicture_consumers.facts.chronology import keys_of, settle
from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.event import EventState

_AT_ONCE = 500


def take_over_events(transaction: Transaction, shadow: Shadow, begins: datetime) -> int:
    """Take over each event that the bus received before Kafka's records begin; how many."""
    older = (state for state in _states(transaction) if state.received < begins)
    count = 0
    while portion := list(islice(older, _AT_ONCE)):
        work = shadow.work(
            key for state in portion for key in (Key(EventState, state.name), *keys_of(state.links))
        )
        for state in portion:
            work.put(state.name, state)
            settle(state, state.event(), work)
        shadow.keep(work)
        count += len(portion)
    return count


def take_over_references(transaction: Transaction, shadow: Shadow) -> None:
    """Take over the numbers that recipients gave children in replies that are gone."""
    for pair in list(_pairs(transaction, Picture.KIND)):
        if pair.live is None or pair.shadow is None:
            continue
        live = Picture.model_validate_json(pair.live.body)
        told = Picture.model_validate_json(pair.shadow.body)
        numbers = {**live.your_references, **told.your_references}
        if numbers != told.your_references:
            work = shadow.work([Key(Picture, pair.key)])
            work.put(pair.key, told.model_copy(update={"your_references": numbers}))
            shadow.keep(work)


def _states(transaction: Transaction) -> Iterator[EventState]:
    for pair in _pairs(transaction, EventState.KIND):
        if pair.live is not None:
            yield EventState.model_validate_json(pair.live.body)


def _pairs(transaction: Transaction, kind: str) -> Iterator[Pair]:
    return pairs(transaction, (kind,), ())
