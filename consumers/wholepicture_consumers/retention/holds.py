"""Legal holds: what may not be deleted for now, as the records of ``operations`` say it.

A hold keeps what is known of one child, or of one event. It gives nobody access to anything. It
stands until a person ends it; after its review date a person is asked whether it is still needed.
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError
from wholepicture_bus import client, topics
from wholepicture_bus.admin import Admin
from wholepicture_bus.binding import attributes_of, outgoing
from wholepicture_bus.errors import AbsentTopicError
from wholepicture_bus.reading import read_to_end
from wholepicture_bus.records import Record
from wholepicture_schemas.envelope import Event, new_id
from wholepicture_schemas.identifiers import EventId, Source
from wholepicture_schemas.operations import (
    LegalHold,
    LegalHoldData,
    LegalHoldEnded,
    LegalHoldEndedData,
)

SOURCE = Source("/bus/operations")


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands."""

    id: str
    since: datetime
    says: LegalHoldData

    def is_past(self, today: date) -> bool:
        """Whether a person has to look if it is still needed."""
        return self.says.review_on < today


@dataclass(frozen=True, slots=True)
class Holds:
    """The holds that stand, the oldest first."""

    standing: tuple[Hold, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.standing)

    def keep(self, event: str, children: Iterable[str]) -> bool:
        """Whether an event, by source and id, or one of its children is on hold."""
        named = {(hold.says.about, hold.says.named) for hold in self.standing}
        return ("event", event) in named or any(("child", child) in named for child in children)


def holds_of(records: Iterable[Record]) -> Holds:
    """The holds that stand after these records of ``operations``."""
    standing: dict[str, Hold] = {}
    for record in records:
        told, value = attributes_of(record.headers), record.value or b""
        try:
            if told.get("type") == LegalHold.TYPE:
                says = LegalHoldData.model_validate_json(value, extra="ignore")
                standing.setdefault(told["id"], Hold(told["id"], record.appended, says))
            elif told.get("type") == LegalHoldEnded.TYPE:
                ended = LegalHoldEndedData.model_validate_json(value, extra="ignore")
                standing.pop(ended.hold, None)
        except ValidationError:
            continue  # whoever wrote it by other means than the command holds nothing
    return Holds(tuple(standing.values()))


def holds_now(bootstrap: str) -> Holds:
    """The holds that stand; none where the bus has no topics yet.

    Raises:
        TransientError: the broker is away.
    """
    try:
        Admin(bootstrap).topic_ids([topics.OPERATIONS])
    except AbsentTopicError:
        return Holds()
    return holds_of(read_to_end(bootstrap, topics.OPERATIONS))


def to_review(holds: Holds, today: date) -> list[str]:
    """A sentence for each hold of which a person has to look whether it is still needed."""
    return [
        f"Look whether legal hold {hold.id} is still needed; that was due on "
        f"{hold.says.review_on:%-d %B %Y}: wholepicture retention list."
        for hold in holds.standing
        if hold.is_past(today)
    ]


def placed(says: LegalHoldData) -> LegalHold:
    """The record of a new hold."""
    return LegalHold(
        id=new_id(), source=SOURCE, type=LegalHold.TYPE, time=datetime.now(UTC), data=says
    )


def ended(hold: str, because: str, by: str) -> LegalHoldEnded:
    """The record that a hold has ended."""
    return LegalHoldEnded(
        id=new_id(),
        source=SOURCE,
        type=LegalHoldEnded.TYPE,
        time=datetime.now(UTC),
        data=LegalHoldEndedData(hold=hold, because=because, by=by),
    )


def record_it(bootstrap: str, event: Event[Any]) -> EventId:
    """Append what was decided to ``operations``; returns its id once Kafka has it."""
    record = outgoing(event, topics.OPERATIONS, "retention")
    with closing(client.producer(bootstrap)) as producer:
        producer.send(
            record.topic, key=record.key, value=record.value, headers=list(record.headers)
        ).get(timeout=30)
    return event.id
