"""The history of events as they were taken in, and what was known of open cases at each."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

from wholepicture_agreement import Agreement, Situation
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Record
from wholepicture_engine.stage import Document, Key
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.children import ChildConcerned
from wholepicture_schemas.reading import event_of
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.picture import chronology
from wholepicture_consumers.picture.amending import corrected
from wholepicture_consumers.picture.documents import Told
from wholepicture_consumers.picture.reading import Concerned, read
from wholepicture_consumers.picture.situations import situation_of
from wholepicture_consumers.picture.telling import told_of

D = TypeVar("D", bound=Document)
_OF_EPISODES = tuple(kind.TYPE.encode() for kind in (InvolvementChanged, Correction, Retraction))
"""What is read of the time before: whatever says which team works with a child."""


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
    """Which teams work with which children, as picture folds it from the events told so far."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._kept = _Kept()
        self._told: dict[str, Told] = {}

    def situation(self, content: Concerned) -> Situation:
        """An event with what is known of its children's open episodes."""
        return situation_of(content, self._agreement, self._kept, earlier_held=False)

    def take(self, content: Concerned) -> None:
        """Take in what an event says of work with a child; any other changes nothing."""
        if isinstance(content.event, InvolvementChanged):
            chronology.add(content, self._kept)
            self._told[content.identity] = told_of(content)
        elif (original := self._told.get(content.data.amends or "")) is not None:
            self._amend(original, content)

    def _amend(self, original: Told, content: Concerned) -> None:
        name = content.data.amends or ""
        event = event_of(original.attributes, original.content)
        if not isinstance(content.event, Correction):
            chronology.settle(name, original, event, self._kept, about=())
            del self._told[name]
            return
        changes = content.event.data.detail.changes
        now = corrected(original.attributes, original.content, original.missing, changes)
        told = original.model_copy(
            update={"content": now.content, "missing": now.missing, "links": content.data.links}
        )
        self._told[name] = told
        about = {child.person for child in now.event.data.core.children}
        chronology.settle(name, told, now.event, self._kept, about=about)


class _Kept:
    """Documents in memory, where nothing has to be locked."""

    def __init__(self) -> None:
        self._documents: dict[tuple[str, str], Document] = {}

    def get(self, document: type[D], name: str) -> D | None:
        found = self._documents.get((document.KIND, name))
        return found if isinstance(found, document) else None

    def further(self, keys: Iterable[Key]) -> None:
        pass

    def put(self, name: str, document: Document) -> None:
        self._documents[document.KIND, name] = document

    def add(self, name: str, document: Document) -> None:
        self.put(name, document)
