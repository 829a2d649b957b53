"""The feedback to an agency: read from its feedback topic, and kept beside what it sent.

The offsets are kept in the same transaction, so that the next look reads only what is new.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from kafka.errors import AuthorizationError, KafkaError
from kafka.structs import TopicPartition
from wholepicture_bus import client
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.errors import TransientError
from wholepicture_bus.refusals import as_ours
from wholepicture_bus.spool import SpoolUnavailable
from wholepicture_bus.topics import feedback
from wholepicture_schemas.feedback import Feedback, FixRequest
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import Unreadable, read_open

_PATIENCE_MS = 3_000
_TABLES = """
CREATE TABLE IF NOT EXISTS heard (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    about TEXT,
    at REAL NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (source, id)
);
CREATE INDEX IF NOT EXISTS heard_about ON heard (about);
CREATE TABLE IF NOT EXISTS heard_until (
    partition INTEGER PRIMARY KEY,
    next INTEGER NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """One record of feedback about an event."""

    at: datetime
    state: str
    """A state of the language's feedback, or ``fix-request``."""
    says: str
    to: str | None = None
    to_each: tuple[str, ...] = ()
    """Each kind of recipient that ``to`` names."""
    outcome: str | None = None
    problems: tuple[Problem, ...] = ()
    delivered: bool | None = None
    """Of a fix request: whether the event went on its way all the same."""

    def as_json(self) -> dict[str, Any]:
        """The entry as JSON values, what is absent left out."""
        told = {"at": self.at.isoformat(), "state": self.state, "says": self.says}
        problems = [
            {"field": problem.field, "what": problem.what, "fix": problem.fix}
            for problem in self.problems
        ]
        more = {
            "to": self.to,
            "to_each": list(self.to_each),
            "outcome": self.outcome,
            "problems": problems,
        }
        return told | {name: value for name, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class HeardEntry:
    """An entry of feedback, with where it stands among all that this machine has heard."""

    position: int
    event: str | None
    """The event that it is about; None where that could not be read."""
    told: FeedbackEntry


class Hearing:
    """An agency's feedback, as far as it has been read on this machine."""

    def __init__(self, spool: Path, agency: AgencyId) -> None:
        self._spool = spool
        self._topic = feedback(agency)

    def about(self, event: str) -> tuple[FeedbackEntry, ...]:
        """What was heard about an event so far, oldest first."""
        with self._database() as database:
            rows = database.execute(
                "SELECT at, told FROM heard WHERE about = ? ORDER BY at, rowid", (event,)
            ).fetchall()
        return tuple(_heard(at, json.loads(told)) for at, told in rows)

    def everything(self) -> dict[str, tuple[FeedbackEntry, ...]]:
        """What was heard so far, by event, of each oldest first."""
        heard: dict[str, list[FeedbackEntry]] = {}
        with self._database() as database:
            for about, at, told in database.execute(
                "SELECT about, at, told FROM heard WHERE about IS NOT NULL ORDER BY at, rowid"
            ):
                heard.setdefault(about, []).append(_heard(at, json.loads(told)))
        return {event: tuple(entries) for event, entries in heard.items()}

    def after(self, position: int, limit: int) -> tuple[HeardEntry, ...]:
        """What was heard after a position, in the order in which it was heard."""
        with self._database() as database:
            rows = database.execute(
                "SELECT rowid, about, at, told FROM heard WHERE rowid > ? ORDER BY rowid LIMIT ?",
                (position, limit),
            ).fetchall()
        return tuple(
            HeardEntry(place, about, _heard(at, json.loads(told)))
            for place, about, at, told in rows
        )

    def beginning(self, text: str) -> tuple[str, ...]:
        """The events whose ids begin with a text and of which something was heard."""
        with self._database() as database:
            rows = database.execute(
                "SELECT DISTINCT about FROM heard WHERE substr(about, 1, ?) = ? ORDER BY about",
                (len(text), text),
            ).fetchall()
        return tuple(about for (about,) in rows)

    def listen(self, bootstrap: str, *, within: timedelta = timedelta(seconds=15)) -> int:
        """Read what is new up to the topic's present end; how many records that was.

        Raises:
            TransientError: where Kafka cannot be reached; what was read until then is kept.
        """
        try:
            reader = client.consumer(bootstrap, None, bootstrap_timeout_ms=_PATIENCE_MS)
            with closing(reader), self._database() as database:
                return self._read(reader, database, monotonic() + within.total_seconds())
        except AuthorizationError as error:
            raise as_ours(error) from None
        except KafkaError as error:
            raise TransientError(f"Kafka could not be reached ({type(error).__name__}).") from None

    def _read(self, reader: Any, database: sqlite3.Connection, until: float) -> int:
        if self._topic not in reader.topics():
            raise TransientError(f"The topic {self._topic} is not there.")
        places = [
            TopicPartition(self._topic, number)
            for number in sorted(reader.partitions_for_topic(self._topic))
        ]
        reader.assign(places)
        first, ends = reader.beginning_offsets(places), reader.end_offsets(places)
        kept = dict(database.execute("SELECT partition, next FROM heard_until").fetchall())
        for place in places:
            start = kept.get(place.partition, first[place])
            # a position past the end, or before the start: another topic of the same name
            fits = first[place] <= start <= ends[place]
            reader.seek(place, start if fits else first[place])
        count = 0
        while monotonic() < until and any(reader.position(place) < ends[place] for place in places):
            polled = reader.poll(timeout_ms=500)
            with database:
                count += sum(
                    _keep(database, record) for batch in polled.values() for record in batch
                )
                database.executemany(
                    "INSERT OR REPLACE INTO heard_until VALUES (?, ?)",
                    [(place.partition, reader.position(place)) for place in places],
                )
        return count

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._spool, timeout=30)) as database:
                database.executescript(_TABLES)
                yield database
        except sqlite3.Error as error:
            raise SpoolUnavailable(
                f"The spool {self._spool} cannot be used ({type(error).__name__}): "
                "check that the disk has room and that this user may write there."
            ) from None


def _keep(database: sqlite3.Connection, record: Any) -> int:
    """Keep one record of the topic, idempotently; an unreadable record changes nothing."""
    try:
        event = read_open(attributes_of(tuple(record.headers)), record.value).event
    except Unreadable:
        return 0
    told = event.data
    if not isinstance(event, Feedback | FixRequest):
        return 0
    return database.execute(
        "INSERT OR IGNORE INTO heard VALUES (?, ?, ?, ?, ?)",
        (event.source, event.id, told.event, told.at.timestamp(), told.model_dump_json()),
    ).rowcount


def _heard(at: float, told: Mapping[str, Any]) -> FeedbackEntry:
    when = datetime.fromtimestamp(at, UTC)
    if "state" in told:
        to = told.get("to")
        return FeedbackEntry(
            when,
            told["state"],
            told["says"],
            to,
            tuple(told.get("to_each") or filter(None, [to])),
            told.get("outcome"),
        )
    delivered = bool(told["delivered"])
    on_its_way = (
        "It went on its way, marked incomplete." if delivered else "Until then it goes to nobody."
    )
    problems = tuple(
        Problem(problem["field"], problem["what"], problem["fix"]) for problem in told["problems"]
    )
    says = f"Please put this right. {on_its_way}"
    return FeedbackEntry(when, "fix-request", says, problems=problems, delivered=delivered)
