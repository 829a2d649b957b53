"""The status of the bus: each stage's members and lag, what is held, what needs a person."""

import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError
from sqlalchemy import select
from wholepicture_agreement import Agreement
from wholepicture_bus import client
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import BusError
from wholepicture_bus.records import broker_time
from wholepicture_bus.refusals import as_ours
from wholepicture_bus.topics import is_history
from wholepicture_engine import holding
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import SLOT

from wholepicture_consumers.invalid.counting import open_by_sender
from wholepicture_consumers.retention.holds import holds_now, to_review
from wholepicture_consumers.running.nobody_acts import nobody_acts
from wholepicture_consumers.running.silence import silent_feeds
from wholepicture_consumers.running.spools import late, spools
from wholepicture_consumers.running.unanswered import unanswered
from wholepicture_consumers.stages import STAGES

_MOST_COUNTED = 10_000
_QUIET_POLLS = 2


@dataclass(frozen=True)
class StageStatus:
    """The status of one stage."""

    name: str
    members: int
    """The number of its processes that live."""
    waiting: int | None
    """The number of records that it has not handled yet; none where Kafka cannot say."""
    held: int
    oldest: datetime | None = None
    """When the oldest record that waits was appended; none where none waits."""
    history: int = 0
    """The number of records beside those that are read only while nothing else waits."""


@dataclass(frozen=True)
class Overview:
    """The status of everything, and as sentences what a person has to do."""

    kafka: bool
    database: bool
    stages: tuple[StageStatus, ...]
    unreadable: Mapping[str, int] = field(default_factory=dict)
    """Unreadable records that nobody has dealt with, by agency or recipient."""
    spooled: Mapping[str, int] = field(default_factory=dict)
    """What this machine's spools have not sent yet, by spool."""
    silent: tuple[str, ...] = ()
    """The feeds that have not sent their list in time, each as a sentence with whom to call."""
    nobody_acts: tuple[str, ...] = ()
    """The events that all who were told have turned away, each as a sentence with who is asked."""
    unanswered: int = 0
    """The items that were to be answered by now, and are not."""
    needs: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The status as JSON values."""
        stages = [
            asdict(stage) | {"oldest": stage.oldest and stage.oldest.isoformat()}
            for stage in self.stages
        ]
        return asdict(self) | {"stages": stages, "person_needed": bool(self.needs)}


def status(
    bootstrap: str | None,
    database: Database,
    agreement: Agreement,
    data: Path,
    *,
    starts: str = "wholepicture up",
) -> Overview:
    """The status of everything now; ``bootstrap`` is none where no broker runs.

    ``starts`` is what starts a stage here, with ``{stage}`` for its name.
    """
    needs: list[str] = []
    try:
        members, held = _members(database), _held(database)
        silent = silent_feeds(database, agreement, datetime.now(UTC))
        turned_away = nobody_acts(database, agreement, datetime.now(UTC))
        past_due = unanswered(database, datetime.now(UTC))
        has_database = True
    except BusError as error:
        members, held, silent, turned_away, past_due, has_database = {}, {}, (), (), 0, False
        needs.append(f"{error} Nothing is lost; the stages wait.")
    waiting: dict[str, _Waiting | None] = {}
    unreadable: dict[str, int] = {}
    has_kafka = bootstrap is not None
    if bootstrap is not None:
        try:
            waiting = {name: _waiting(bootstrap, name) for name in STAGES}
            unreadable = open_by_sender(bootstrap, agreement, data)
            needs += to_review(holds_now(bootstrap), datetime.now(UTC).date())
        except (BusError, KafkaError) as error:
            has_kafka = False
            said = error if isinstance(error, BusError) else as_ours(error)
            needs.append(f"{said} Publishers keep events.")
    else:
        needs.append("No Kafka is running here. Start it: wholepicture up.")
    stages = tuple(
        _stage(name, members.get(name, 0), waiting.get(name), held.get(name, 0)) for name in STAGES
    )
    for stage in stages:
        if has_database and not stage.members:
            needs.append(
                f"Stage {stage.name} is not running. Start it: {starts.format(stage=stage.name)}."
            )
        if stage.held:
            needs.append(f"Stage {stage.name} holds {stage.held}: wholepicture held list.")
    needs += [
        f"{sender} sent {count} that could not be read: wholepicture invalid list. "
        + (
            "It was asked to put them right. Call it."
            if sender in agreement.agencies
            else "Nobody has asked it yet: call it."
        )
        for sender, count in unreadable.items()
        if count
    ]
    needs += [*turned_away, *silent]
    needs += late(data)
    return Overview(
        kafka=has_kafka,
        database=has_database,
        stages=stages,
        unreadable=unreadable,
        spooled=spools(data),
        silent=silent,
        nobody_acts=turned_away,
        unanswered=past_due,
        needs=tuple(needs),
    )


@dataclass(frozen=True)
class _Waiting:
    """Records that wait: how many, and when the oldest was appended."""

    count: int = 0
    oldest: datetime | None = None
    history: int = 0


def _stage(name: str, members: int, waiting: _Waiting | None, held: int) -> StageStatus:
    if waiting is None:
        return StageStatus(name, members, None, held)
    return StageStatus(name, members, waiting.count, held, waiting.oldest, waiting.history)


def _members(database: Database) -> dict[str, int]:
    with database.transaction() as transaction:
        rows = transaction.connection.execute(
            select(SLOT.c.stage).where(SLOT.c.until > time.time(), SLOT.c.owner.is_not(None))
        ).all()
    names = [row.stage for row in rows]
    return {name: names.count(name) for name in names}


def _held(database: Database) -> dict[str, int]:
    stages = [record.stage for record in holding.waiting(database)]
    return {name: stages.count(name) for name in stages}


def _waiting(bootstrap: str, stage: str) -> _Waiting | None:
    """The stage's lag in records, counted: offsets alone would count transaction markers too."""
    admin = Admin(bootstrap)
    committed = admin.committed(f"wholepicture.{stage}")
    if not committed:
        return None
    ends = admin.log_ends(sorted({*committed, *admin.partitions(_topics(committed))}))
    begins = {place: committed.get(place, log.first) for place, log in ends.items()}
    behind = {place: at for place, at in begins.items() if ends[place].end > at}
    history = sum(ends[place].end - behind[place] for place in behind if is_history(place[0]))
    behind = {place: at for place, at in behind.items() if not is_history(place[0])}
    found = _count(bootstrap, behind) if behind else _Waiting()
    return replace(found, history=history)


def _topics(places: Iterable[tuple[str, int]]) -> list[str]:
    """The topics of these partitions: one that was added since has no offset, and waits whole."""
    return sorted({topic for topic, _ in places})


def _count(bootstrap: str, behind: Mapping[tuple[str, int], int]) -> _Waiting:
    with closing(client.consumer(bootstrap, None, fetch_max_wait_ms=50)) as reader:
        places = [TopicPartition(*place) for place in behind]
        reader.assign(places)
        for place in places:
            reader.seek(place, behind[place.topic, place.partition])
        count, quiet, oldest = 0, 0, float("inf")
        while quiet < _QUIET_POLLS and count < _MOST_COUNTED:
            polled = reader.poll(timeout_ms=300)
            count += sum(len(records) for records in polled.values())
            oldest = min([oldest, *(records[0].timestamp for records in polled.values())])
            quiet = 0 if polled else quiet + 1
    return _Waiting(count, broker_time(int(oldest)) if count else None)
