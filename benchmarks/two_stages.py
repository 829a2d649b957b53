"""Intake and picture, one behind the other in one process and without Kafka: what an event costs.

They are driven over the face that the loop uses. What they keep is in memory, or in SQLite by the
loop's own handler, with a transaction of each stage for each event.
"""

import time
from collections.abc import Mapping, Sequence
from cProfile import Profile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select
from wholepicture_agreement import Agreement
from wholepicture_bus import topics
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.records import Outgoing, Partition, Place, Record
from wholepicture_consumers.stages import STAGES
from wholepicture_engine import ownership
from wholepicture_engine.handling import Handler
from wholepicture_engine.stage import Message, Stage
from wholepicture_engine.store import Database, Memory
from wholepicture_engine.store.tables import DOCUMENT, ROW

from benchmarks.families import TOPIC, headers, value

_START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
_DELIVERIES = ("referrals.", "notices.")


@dataclass(frozen=True, slots=True)
class StateCopy:
    """A copy of all state of the stages."""

    documents: Mapping[tuple[str, str], bytes]
    """Bodies by kind and key."""
    rows: Sequence[tuple[str, str, str, int, bytes]]
    """Kind, parent, key, place and body of each row."""


class Store(Protocol):
    """The store of the stages' state."""

    def handled(self, stage: Stage[Any], records: Sequence[Record]) -> Sequence[Outgoing]:
        """What the stage sends because of the records, with what it knows kept."""

    def kept(self) -> StateCopy:
        """A copy of all state."""

    def restore(self, kept: StateCopy) -> None:
        """Replace all state by this copy."""


class InMemory:
    """Documents and rows in memory, as bytes."""

    def __init__(self) -> None:
        self._memory = Memory()

    def handled(self, stage: Stage[Any], records: Sequence[Record]) -> Sequence[Outgoing]:
        """What the stage sends, without position or stored outputs."""
        contents = [(record, stage.parse(record)) for record in records]
        work = self._memory.work(
            key for record, content in contents for key in stage.reads(content, record)
        )
        made = [
            output
            for record, content in contents
            for output in stage.handle(Message(record, content), work)
        ]
        self._memory.keep(work)
        return made

    def kept(self) -> StateCopy:
        """A copy; bytes are shared."""
        rows = [
            (kind, parent, key, at, body)
            for (kind, parent), of_parent in self._memory.rows.items()
            for key, (at, body) in of_parent.items()
        ]
        return StateCopy(dict(self._memory.documents), rows)

    def restore(self, kept: StateCopy) -> None:
        """Replace the documents and rows by these."""
        self._memory = Memory()
        self._memory.documents.update(kept.documents)
        for kind, parent, key, at, body in kept.rows:
            self._memory.rows.setdefault((kind, parent), {})[key] = (at, body)


class InDatabase:
    """Documents, positions and stored outputs in a database, by the loop's handler."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.database.make_tables()
        self._handlers: dict[str, Handler[Any]] = {}
        self._tokens: dict[str, dict[Partition, ownership.Token]] = {}

    def handled(self, stage: Stage[Any], records: Sequence[Record]) -> Sequence[Outgoing]:
        """What the stage sends; the transaction is committed."""
        handler = self._handlers.setdefault(stage.name, Handler(stage, self.database))
        tokens = self._tokens.setdefault(stage.name, {})
        for place in (record.place for record in records):
            if (place.topic, 0) not in tokens:
                tokens[place.topic, 0] = ownership.take(
                    self.database,
                    stage.name,
                    place.topic,
                    place.topic_id,
                    0,
                    committed=0,
                    log=LogEnds(0, len(records)),
                )
        return handler.handle(records, tokens)

    def kept(self) -> StateCopy:
        """Every document and row."""
        with self.database.transaction() as transaction:
            documents = transaction.connection.execute(DOCUMENT.select()).all()
            rows = transaction.connection.execute(
                select(ROW.c.kind, ROW.c.parent, ROW.c.key, ROW.c.at, ROW.c.body)
            ).all()
        found = {(document.kind, document.key): document.body for document in documents}
        return StateCopy(found, [tuple(row) for row in rows])

    def restore(self, kept: StateCopy) -> None:
        """Replace every document and row."""
        documents = [
            {"kind": kind, "key": key, "body": body} for (kind, key), body in kept.documents.items()
        ]
        names = ("kind", "parent", "key", "at", "body")
        rows = [dict(zip(names, row, strict=True)) for row in kept.rows]
        with self.database.transaction() as transaction:
            for table, values in ((DOCUMENT, documents), (ROW, rows)):
                transaction.connection.execute(table.delete())
                if values:
                    transaction.connection.execute(table.insert(), values)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()


@dataclass(frozen=True, slots=True)
class Spent:
    """What one event cost, by stage, and what came of it."""

    cpu: Mapping[str, float]
    """Microseconds of CPU of the process; of a counted event nothing."""
    calls: Mapping[str, int]
    """Calls of functions, those written in C too; only of a counted event."""
    told: int
    """Items to recipients."""
    sent_bytes: int
    """All records that the picture sent, together."""

    @property
    def both(self) -> float:
        """Microseconds of both stages."""
        return sum(self.cpu.values())


class TwoStages:
    """Both stages over one store. Each event comes a second after the one before.

    So all come in office hours: who is on duty, and so how many are told, hangs on the hour.
    """

    def __init__(self, agreement: Agreement, store: Store) -> None:
        self._intake, self._picture = (STAGES[name](agreement) for name in ("intake", "picture"))
        self._count = 0
        self.store = store

    def tell(self, document: Mapping[str, Any], *, counted: bool = False) -> Spent:
        """Have an agency's event go through both stages.

        ``counted`` counts calls of functions; the CPU then says nothing.
        """
        self._count += 1
        at = _START + timedelta(seconds=self._count)
        published = Record(
            Place(TOPIC, f"{TOPIC}-id", 0, self._count),
            str(document["partitionkey"]).encode(),
            value(document),
            headers(document, at),
            at,
        )
        read, intake = _measured(self.store, self._intake, [published], counted=counted)
        children = [
            Record(
                Place(made.topic, f"{made.topic}-id", 0, self._count * 100 + number),
                made.key,
                made.value,
                made.headers,
                at,
            )
            for number, made in enumerate(read)
            if made.topic == topics.CHILDREN
        ]
        sent, picture = _measured(self.store, self._picture, children, counted=counted)
        costs = {"intake": intake, "picture": picture}
        return Spent(
            cpu={} if counted else {name: cost / 1000 for name, cost in costs.items()},
            calls=costs if counted else {},
            told=sum(made.topic.startswith(_DELIVERIES) for made in sent),
            sent_bytes=sum(len(made.value or b"") for made in sent),
        )


def _measured(
    store: Store, stage: Stage[Any], records: Sequence[Record], *, counted: bool
) -> tuple[Sequence[Outgoing], int]:
    """What was sent, and the nanoseconds of CPU or, counted, the calls."""
    if counted:
        profile = Profile(subcalls=False)
        profile.enable()
        made = store.handled(stage, records)
        profile.disable()
        return made, sum(entry.callcount for entry in profile.getstats())
    began = time.process_time_ns()
    made = store.handled(stage, records)
    return made, time.process_time_ns() - began
