"""What a worker process does: a stage of the house, an empty hop, or a plain copy."""

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from wholepicture_agreement import load
from wholepicture_bus import log, steps
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.topics import CHILDREN, is_history
from wholepicture_consumers.stages import STAGES, collect_seldom
from wholepicture_engine.handled import outputs_of
from wholepicture_engine.loop import Loop
from wholepicture_engine.pace import Pace
from wholepicture_engine.stage import Key, Message, Work
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import HANDLED

from benchmarks.meter import Counted, Meter
from benchmarks.plain_copy import copy
from benchmarks.timeline import BatchTimeline

Stop = Callable[[], bool]
_SAMPLE = 200


def stage(
    meter: Meter, stop: Stop, *, name: str, partnership: str, database: str, bootstrap: str,
    most_records: int | None = None, timeline: str | None = None,
) -> None:  # fmt: skip
    """A stage of the house, as its worker runs it; with a file for its ``timeline``."""
    made = STAGES[name](load(Path(partnership)))
    pace = Pace(most_records=most_records) if most_records else None
    _loop(made, meter, stop, database, bootstrap, pace, timeline)


def hop(
    meter: Meter, stop: Stop, *, name: str, read: str, send: str, database: str, bootstrap: str,
    sends_like: str | None = None, timeline: str | None = None,
) -> None:  # fmt: skip
    """A stage that decides nothing: it passes on what it reads.

    With ``sends_like``, a database's address and a stage's name, it sends as that stage did, too,
    but nothing that another stage reads: the record passed on stands for that.
    """
    sent = sent_by(*sends_like.split(" ")) if sends_like else []
    besides = [[record for record in outputs if record.topic != CHILDREN] for outputs in sent]
    made = Hop(name, read, send, besides)
    _loop(made, meter, stop, database, bootstrap, timeline=timeline)


def plain(
    meter: Meter, stop: Stop, *, group: str, topics: Sequence[str], send: str, bootstrap: str,
    sends_like: str | None = None,
) -> None:  # fmt: skip
    """A copy without any of the house."""
    like = sent_by(*sends_like.split(" ")) if sends_like else []
    copy(meter, stop, group=group, topics=topics, send=send, like=like, bootstrap=bootstrap)


class Hop:
    """A stage that passes on what it reads."""

    def __init__(
        self, name: str, read: str, send: str, besides: Sequence[Sequence[Outgoing]]
    ) -> None:
        self.name, self.inputs = name, [read]
        self.outputs = sorted({send, *(record.topic for made in besides for record in made)})
        self._send, self._besides = send, besides

    def parse(self, record: Record) -> Record:
        """The record itself: nothing in it is read."""
        return record

    def amends(self, content: Record) -> None:
        """Nothing is amended."""

    def identity(self, record: Record) -> None:
        """Nothing is called by a name."""

    def reads(self, content: Record, record: Record) -> Iterable[Key]:  # noqa: ARG002
        """No document."""
        return ()

    def handle(self, message: Message[Record], work: Work) -> Sequence[Outgoing]:  # noqa: ARG002
        """The record itself, on the next topic."""
        record = message.record
        outputs = [Outgoing(self._send, record.key, record.value, record.headers)]
        if self._besides:
            outputs += self._besides[record.place.offset % len(self._besides)]
        return outputs

    def held(self, record: Record, reason: str) -> Sequence[Outgoing]:  # noqa: ARG002
        """Nothing is held."""
        return ()


def sent_by(database: str, stage_name: str) -> list[list[Outgoing]]:
    """What a stage sent for each of some records, as its database remembers."""
    opened = Database(database)
    with opened.transaction() as transaction:
        rows = transaction.connection.execute(
            select(HANDLED.c.outputs).where(HANDLED.c.stage == stage_name).limit(_SAMPLE)
        ).scalars()
        found = [outputs_of(row) for row in rows]
    opened.close()
    return found


def _loop(
    made: Any,
    meter: Meter,
    stop: Stop,
    database: str,
    bootstrap: str,
    pace: Pace | None = None,
    timeline: str | None = None,
) -> None:
    log.configure(level=logging.WARNING)
    notes = BatchTimeline(Path(timeline)) if timeline else None

    def reached(step: steps.Step) -> None:
        meter.reached(step)
        if notes:
            notes.reached(step)

    steps.listen(reached)
    collect_seldom()
    later = [topic for topic in made.inputs if is_history(topic)]
    counted = Counted(made, meter, notes)
    Loop(counted, Database(database), bootstrap, pace=pace, later=later).run(stop)
