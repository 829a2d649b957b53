"""The status of the bus: each stage's members and lag, what is held, what needs a person."""

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError
from sqlalchemy import select
from wholepicture_agreement import Agreement
from wholepicture_bus import client, topics
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import BusError
from wholepicture_bus.refusals import as_ours
from wholepicture_bus.spool import Spool
from wholepicture_engine import holding
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import SLOT
from wholepicture_schemas.identifiers import AgencyId, RecipientId

from wholepicture_consumers.running.nobody_acts import nobody_acts
from wholepicture_consumers.running.silence import silent_feeds
from wholepicture_consumers.stages import STAGES

_UNREADABLE_WITHIN = timedelta(days=1)
_SPOOLED_TOO_LONG = timedelta(minutes=5)
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


@dataclass(frozen=True)
class Overview:
    """The status of everything, and as sentences what a person has to do."""

    kafka: bool
    database: bool
    stages: tuple[StageStatus, ...]
    unreadable: Mapping[str, int] = field(default_factory=dict)
    """Unreadable records of the last day, by agency or recipient."""
    spooled: Mapping[str, int] = field(default_factory=dict)
    """What this machine's spools have not sent yet, by spool."""
    silent: tuple[str, ...] = ()
    """The feeds that have not sent their list in time, each as a sentence with whom to call."""
    nobody_acts: tuple[str, ...] = ()
    """The events that all who were told have turned away, each as a sentence with who is asked."""
    needs: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The status as JSON values."""
        return asdict(self) | {"person_needed": bool(self.needs)}


def status(bootstrap: str | None, database: Database, agreement: Agreement, data: Path) -> Overview:
    """The status of everything now; ``bootstrap`` is none where no broker runs."""
    needs: list[str] = []
    try:
        members, held = _members(database), _held(database)
        silent = silent_feeds(database, agreement, datetime.now(UTC))
        turned_away = nobody_acts(database, agreement, datetime.now(UTC))
        has_database = True
    except BusError as error:
        members, held, silent, turned_away, has_database = {}, {}, (), (), False
        needs.append(f"{error} Nothing is lost; the stages wait.")
    waiting, unreadable = {}, {}
    has_kafka = bootstrap is not None
    if bootstrap is not None:
        try:
            waiting = {name: _waiting(bootstrap, name) for name in STAGES}
            unreadable = _unreadable(bootstrap, agreement)
        except (BusError, KafkaError) as error:
            has_kafka = False
            said = error if isinstance(error, BusError) else as_ours(error)
            needs.append(f"{said} Publishers keep events.")
    else:
        needs.append("No Kafka is running here. Start it: wholepicture up.")
    stages = tuple(
        StageStatus(name, members.get(name, 0), waiting.get(name), held.get(name, 0))
        for name in STAGES
    )
    for stage in stages:
        if has_database and not stage.members:
            needs.append(f"Stage {stage.name} is not running. Start it: wholepicture up.")
        if stage.held:
            needs.append(f"Stage {stage.name} holds {stage.held}: wholepicture held list.")
    needs += [
        f"{sender} sent {count} that could not be read in the last day: they are kept in "
        f"{topics.invalid(AgencyId(sender))}"
        + (
            ", and it was asked to put them right. Call it."
            if sender in agreement.agencies
            else ". Nobody has asked it yet: call it."
        )
        for sender, count in unreadable.items()
        if count
    ]
    needs += [*turned_away, *silent]
    spooled, late, refused = _spools(data)
    needs += [f"Spool {name} has waited for more than five minutes to send." for name in late]
    needs += refused
    return Overview(
        kafka=has_kafka,
        database=has_database,
        stages=stages,
        unreadable=unreadable,
        spooled=spooled,
        silent=silent,
        nobody_acts=turned_away,
        needs=tuple(needs),
    )


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


def _waiting(bootstrap: str, stage: str) -> int | None:
    """The stage's lag in records, counted: offsets alone would count transaction markers too."""
    admin = Admin(bootstrap)
    committed = admin.committed(f"wholepicture.{stage}")
    if not committed:
        return None
    ends = admin.log_ends(list(committed))
    behind = {place: at for place, at in committed.items() if ends[place].end > at}
    return _count(bootstrap, behind) if behind else 0


def _count(bootstrap: str, behind: Mapping[tuple[str, int], int]) -> int:
    with closing(client.consumer(bootstrap, None, fetch_max_wait_ms=50)) as reader:
        places = [TopicPartition(*place) for place in behind]
        reader.assign(places)
        for place in places:
            reader.seek(place, behind[place.topic, place.partition])
        count, quiet = 0, 0
        while quiet < _QUIET_POLLS and count < _MOST_COUNTED:
            polled = reader.poll(timeout_ms=300)
            count += sum(len(records) for records in polled.values())
            quiet = 0 if polled else quiet + 1
    return count


def _unreadable(bootstrap: str, agreement: Agreement) -> dict[str, int]:
    since = datetime.now(UTC) - _UNREADABLE_WITHIN
    senders: list[AgencyId | RecipientId] = [*agreement.agency_ids, *agreement.subscribers]
    names: Sequence[str] = [topics.invalid(sender) for sender in senders]
    with closing(client.consumer(bootstrap, None)) as reader:
        places = [TopicPartition(name, 0) for name in names]
        milliseconds = int(since.timestamp() * 1000)
        first = reader.offsets_for_times(dict.fromkeys(places, milliseconds))
        recent = {
            (place.topic, 0): begin.offset for place, begin in first.items() if begin is not None
        }
    if not recent:
        return {}
    return {
        topics.owner(topic): _count(bootstrap, {(topic, partition): offset})
        for (topic, partition), offset in recent.items()
    }


def _spools(data: Path) -> tuple[dict[str, int], list[str], list[str]]:
    """What the spools here have not sent: numbers, those that wait too long, what is refused."""
    unsent: dict[str, int] = {}
    late: list[str] = []
    refused: list[str] = []
    now = datetime.now(UTC)
    for file in sorted(data.glob("**/spool.db")):
        with closing(Spool(file)) as spool:
            counts = spool.counts()
        name = file.parent.name
        if counts.waiting:
            unsent[name] = counts.waiting
        if counts.oldest_waiting and now - counts.oldest_waiting > _SPOOLED_TOO_LONG:
            late.append(name)
        if counts.needs_a_person:
            refused += [f"Spool {name}: {trouble}" for trouble in counts.troubles]
    return unsent, late, refused
