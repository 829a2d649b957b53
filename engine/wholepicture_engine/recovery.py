"""Recovery: when Kafka's offsets and the database's positions do not fit together.

In each partition, what stands in Kafka is compared with what was handled there (compared.py). One
rule follows. The first record that is another than the one handled there was never handled: the
stage goes on from it. That holds for a topic that was made anew, for a Kafka that was restored from
an older copy, and for a database that was. What was handled and may not have been sent goes again,
with the same ids, so a reader that keeps ids sees nothing twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, delete, func, select, update
from wholepicture_bus.admin import Admin, LogEnds
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Outgoing, Partition

from wholepicture_engine.compared import first_kept, first_other, of_partition
from wholepicture_engine.handled import outputs_of
from wholepicture_engine.pace import LARGEST_BATCH
from wholepicture_engine.sending import send_plainly
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import ATTEMPT, CLUSTER, HANDLED, POSITION

_AT_ONCE = 500

Found = Literal["agrees", "no-offset", "older-database", "older-kafka", "made-anew", "not-known"]

_WORDS: dict[Found, str] = {
    "agrees": "Kafka has not yet heard of all that was handled",
    "no-offset": "Kafka has no offset of this stage",
    "older-database": "the database is older than Kafka",
    "older-kafka": "Kafka is an older copy than the one that was read",
    "made-anew": "the topic was made anew",
    "not-known": "the database knows nothing of it",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done in one partition."""

    place: Partition
    found: Found
    was: int | None
    """Kafka's offset as it stands."""
    read_from: int
    """Kafka's offset as it is to be."""
    handled_to: int | None
    """Where the database's position is to be; None where it has none, or keeps the one it has."""
    repeated: int
    """The offsets whose stored outputs go again, because Kafka has their records."""
    fresh: int
    """The offsets that were never handled, or whose handling the database has forgotten."""
    vanished: int = 0
    """The records that were handled and that Kafka no longer has."""
    sent_again: int = 0
    """Of how many of those the stored outputs go again."""
    removed: tuple[int, int] | None = None
    """The first and last offset that Kafka removed before anybody handled them."""

    @property
    def changes(self) -> bool:
        """Whether anything is to be done."""
        return self.was != self.read_from or self.handled_to is not None or bool(self.sent_again)

    def sentence(self, *, really: bool) -> str:
        """What is done, or would be."""
        would = "is" if really else "would be"
        read = (
            f"{self.place[0]}/{self.place[1]}: {_WORDS[self.found]}. "
            f"It {would} read from {self.read_from} "
            f"(Kafka says {'nothing' if self.was is None else self.was}): "
            f"up to {self.fresh} records are handled, up to {self.repeated} were, and what was "
            "made of them goes again."
        )
        told = [read]
        if self.vanished:
            told.append(
                f"Kafka no longer has {self.vanished} records that were handled; what was made of "
                f"{self.sent_again} of them goes again."
            )
        if self.removed is not None:
            told.append(
                f"Kafka removed {self.removed[0]} to {self.removed[1]} before they were handled: "
                "ask their senders to send them again."
            )
        return " ".join(told)


def recover(
    bootstrap: str,
    database: Database,
    stage: str,
    *,
    again: int = 0,
    new_cluster: bool = False,
    really: bool = False,
) -> Iterator[str]:
    """Do it, or say what would be done: one sentence for each partition that is changed.

    ``again`` is from how many records back stored outputs go again in any case.

    Raises:
        StopError: the stage still runs; only a group without members can be changed.
    """
    admin = Admin(bootstrap)
    group = f"wholepicture.{stage}"
    planning = _Planning(bootstrap, admin, database, stage, again)
    plans = planning.plans(admin.committed(group))
    if not plans:
        yield f"Stage {stage} has never worked here: there is nothing to recover."
        return
    changes = [plan for plan in plans if plan.changes]
    yield from (plan.sentence(really=really) for plan in changes)
    if not changes and not new_cluster:
        yield "Kafka and the database agree: there is nothing to put right."
        return
    if not really:
        return
    if not admin.set_offsets(group, {plan.place: plan.read_from for plan in changes}):
        raise StopError(f"Stage {stage} still runs. Stop all its members first.")
    for plan in changes:
        send_plainly(bootstrap, _stored(database, stage, plan))
    ids = admin.topic_ids(sorted({plan.place[0] for plan in plans}))
    _move(database, stage, changes, ids)
    if new_cluster:
        with database.transaction() as transaction:
            transaction.connection.execute(update(CLUSTER).values(id=admin.cluster_id()))


@dataclass(frozen=True, slots=True)
class _Planning:
    """What is looked at to say what is to be done."""

    bootstrap: str
    admin: Admin
    database: Database
    stage: str
    again: int

    def plans(self, committed: Mapping[Partition, int]) -> list[Plan]:
        """What is to be done in each partition; empty where the stage has never worked here."""
        with self.database.transaction() as transaction:
            rows = transaction.connection.execute(
                select(POSITION).where(POSITION.c.stage == self.stage)
            ).all()
        topics = sorted({row.topic for row in rows} | {topic for topic, _ in committed})
        if not topics:
            return []
        ids = self.admin.topic_ids(topics)
        places = self.admin.partitions(topics)
        ends = self.admin.log_ends(places)
        known = {(row.topic, row.partition): row for row in rows}
        return [
            self._plan(place, known.get(place), ends[place], committed.get(place), ids[place[0]])
            for place in places
        ]

    def _plan(
        self, place: Partition, row: Row[Any] | None, log: LogEnds, was: int | None, topic_id: str
    ) -> Plan:
        if row is None:
            return Plan(place, "not-known", was, log.first, None, 0, log.end - log.first)
        position, same = row.next_offset, row.topic_id == topic_id
        other = first_other(
            self.bootstrap,
            self.database,
            self.stage,
            place,
            log=log,
            handled_to=position,
            same_topic=same,
        )
        found = _found(was, position, other, same_topic=same)
        stands = position if other is None else other
        lost = (stands, log.first - 1) if same and stands < log.first else None
        behind = max(stands, log.first)
        read_from = min(max(self._begin(place, found, was, stands), log.first), log.end)
        vanished = 0 if other is None else self._kept(place, stands)
        return Plan(
            place=place,
            found=found,
            was=was,
            read_from=read_from,
            handled_to=behind if not same or behind != position else None,
            repeated=max(0, behind - read_from),
            fresh=max(0, log.end - behind),
            vanished=vanished,
            sent_again=vanished if found == "older-kafka" else min(vanished, self.again),
            removed=lost,
        )

    def _begin(self, place: Partition, found: Found, was: int | None, stands: int) -> int:
        """From where stored outputs go again, as far back as they are kept."""
        unsure = found in {"no-offset", "older-kafka"}
        begin = stands - (max(self.again, LARGEST_BATCH) if unsure else self.again)
        if found == "agrees" and was is not None:
            begin = min(begin, was)
        kept = first_kept(self.database, self.stage, place)
        return max(begin, stands if kept is None else min(kept, stands))

    def _kept(self, place: Partition, first: int) -> int:
        """Of how many records from an offset on it is kept what was made of them."""
        where = (of_partition(self.stage, place), HANDLED.c.offset >= first)
        counted = select(func.count()).select_from(HANDLED).where(*where)
        with self.database.transaction() as transaction:
            return int(transaction.connection.execute(counted).scalar_one())


def _found(was: int | None, position: int, other: int | None, *, same_topic: bool) -> Found:
    if not same_topic:
        return "made-anew"
    if other is not None:
        return "older-kafka"
    if was is None:
        return "no-offset"
    return "older-database" if was > position else "agrees"


def _stored(database: Database, stage: str, plan: Plan) -> Iterator[Sequence[Outgoing]]:
    """The stored outputs of the last of the records that Kafka no longer has, in order."""
    if not plan.sent_again or plan.handled_to is None:
        return
    rows = select(HANDLED.c.offset).where(of_partition(stage, plan.place))
    with database.transaction() as transaction:
        last = transaction.connection.execute(
            rows.order_by(HANDLED.c.offset.desc()).limit(plan.sent_again)
        ).all()
    offsets = sorted(row.offset for row in last)
    for at in range(0, len(offsets), _AT_ONCE):
        within = HANDLED.c.offset.between(offsets[at], offsets[at : at + _AT_ONCE][-1])
        with database.transaction() as transaction:
            found = transaction.connection.execute(
                select(HANDLED.c.outputs)
                .where(of_partition(stage, plan.place), within)
                .order_by(HANDLED.c.offset)
            ).all()
        yield [output for row in found for output in outputs_of(row.outputs)]


def _move(database: Database, stage: str, plans: Sequence[Plan], ids: dict[str, str]) -> None:
    """Set the database's positions, and forget what was handled behind them."""
    with database.transaction() as transaction:
        for plan in plans:
            if plan.handled_to is None:
                continue
            topic, partition = plan.place
            forgotten = (of_partition(stage, plan.place), HANDLED.c.offset >= plan.handled_to)
            transaction.connection.execute(delete(HANDLED).where(*forgotten))
            transaction.connection.execute(
                delete(ATTEMPT).where(
                    ATTEMPT.c.stage == stage,
                    ATTEMPT.c.topic == topic,
                    ATTEMPT.c.partition == partition,
                )
            )
            transaction.connection.execute(
                update(POSITION)
                .where(
                    POSITION.c.stage == stage,
                    POSITION.c.topic == topic,
                    POSITION.c.partition == partition,
                )
                .values(
                    topic_id=ids[topic],
                    next_offset=plan.handled_to,
                    epoch=POSITION.c.epoch + 1,
                )
            )
