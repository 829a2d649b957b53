"""The history of events as they were taken in, and what was known of open cases at each."""

import datetime as dt
from collections.abc import Iterable, Iterator

from wholepicture_agreement import Agreement, Situation
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Record
from wholepicture_engine.store import Memory
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.children import ChildConcerned
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.facts.chronology import keys_of
from wholepicture_consumers.facts.event import first_told
from wholepicture_consumers.facts.folding import fold_amended, fold_told, keys_to_fold
from wholepicture_consumers.facts.situations import known_of
from wholepicture_consumers.picture.reading import Concerned, read

_OF_EPISODES = tuple(kind.TYPE.encode() for kind in (InvolvementChanged, Correction, Retraction))
"""The types that are read of earlier times too: they say which team works with a child."""


def situations(
    records: Iterable[Record], since: dt.datetime, agreement: Agreement
) -> Iterator[Situation]:
    """Each event received since a moment, with its children and the episodes open then.

    ``records`` are those of ``children`` from their beginning, in the order in which they were
    written. What was told before the moment is read for the open episodes only.
    """
    episodes = Episodes(agreement)
    for record in records:
        value = record.value or b""
        if attributes_of(record.headers).get("type") != ChildConcerned.TYPE:
            continue
        if record.appended < since and not any(kind in value for kind in _OF_EPISODES):
            continue
        content = read(record)
        if not isinstance(content, Concerned) or not content.data.lead:
            continue
        episodes.take(content)
        if content.data.received >= since:
            yield episodes.situation(content)


class Episodes:
    """Which teams work with which children, folded from the events told so far as picture does."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._memory = Memory()

    def situation(self, content: Concerned) -> Situation:
        """An event with what is known of its children's open episodes."""
        state = first_told(content.data)
        work = self._memory.work(keys_of(state.links))
        received = content.data.received
        return known_of(state, content.event, received, self._agreement, work).situation

    def take(self, content: Concerned) -> None:
        """Take in what an event says of work with a child; any other changes nothing."""
        work = self._memory.work(keys_to_fold(content.data, content.identity))
        if isinstance(content.event, InvolvementChanged):
            fold_told(content.data, content.event, work)
        elif content.data.amends:
            fold_amended(content.data, work)
        self._memory.keep(work)
