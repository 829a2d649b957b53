"""Handling a batch: one database transaction that keeps position, state and outputs together.

A record that the database has handled already gives back its stored outputs, unchanged. A batch
that fails is rolled back and handled again one record a transaction, so that only the record at
fault is held. After an unclean stop likewise, with an attempt counted before each, so that a record
that kills the process is found too (DELIVERY.md, "Order and holding").
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import delete, select

from wholepicture_bus import holding, ownership
from wholepicture_bus.errors import (
    BusError,
    OvertakenError,
    PoisonError,
    RecoverError,
    StopError,
    TransientError,
)
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.releases import Released, released
from wholepicture_bus.stage import Message, Stage
from wholepicture_bus.steps import reached
from wholepicture_bus.store import Database, Transaction, packed, unpacked
from wholepicture_bus.store.tables import ATTEMPT, HANDLED, POSITION
from wholepicture_bus.topics import OPERATIONS, OUTPUT_BYTES

MOST_ATTEMPTS = 3
"""How often a record may end the process before it is held."""

P = TypeVar("P")
Partition = tuple[str, int]
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Item(Generic[P]):
    """A record of a batch, parsed, or with what prevented that."""

    record: Record
    content: P | None
    failure: str | None


class Handler(Generic[P]):
    """Handles batches of one stage."""

    def __init__(self, stage: Stage[P], database: Database) -> None:
        self._stage, self._database = stage, database
        self._tried: set[tuple[str, int, int]] = set()

    def handle(
        self,
        records: Sequence[Record],
        tokens: Mapping[Partition, ownership.Token],
        *,
        one_by_one: bool = False,
    ) -> list[Outgoing]:
        """The outputs of a batch in the order of its records, kept with position and state.

        Raises:
            TransientError: the database is away; nothing was kept.
            OvertakenError: a partition of the batch is another member's now.
            StopError: going on could lose or double something.
        """
        items = [self._parsed(record) for record in records]
        if not one_by_one and not any(_is_release(item.record) for item in items):
            try:
                return self._together(items, tokens)
            except (TransientError, OvertakenError, StopError):
                raise
            except Exception as error:  # noqa: BLE001 - the next lines find the record at fault
                _log.warning(
                    "batch-failed", stage=self._stage.name, error=_kind(error), records=len(items)
                )
        return [output for item in items for output in self._alone(item, tokens)]

    def _parsed(self, record: Record) -> _Item[P]:
        if _is_release(record):
            return _Item(record, None, None)
        try:
            return _Item(record, self._stage.parse(record), None)
        except Exception as error:  # noqa: BLE001 - what a record does to the parser is its own fault
            return _Item(record, None, _reason(error))

    def _together(
        self,
        items: Sequence[_Item[P]],
        tokens: Mapping[Partition, ownership.Token],
        *,
        counted: bool = False,
    ) -> list[Outgoing]:
        with self._database.transaction() as transaction:
            outputs = self._in(transaction, items, tokens)
            if counted:
                self._forget_attempts(transaction, [item.record for item in items])
            reached("before-database-commit")
        reached("after-database-commit")
        return outputs

    def _alone(self, item: _Item[P], tokens: Mapping[Partition, ownership.Token]) -> list[Outgoing]:
        """One record in a transaction of its own; held if it fails, or ended the process before."""
        failure = self._attempted(item.record, tokens)
        if failure is None:
            try:
                return self._together([item], tokens, counted=True)
            except (TransientError, OvertakenError, StopError):
                raise
            except Exception as error:  # noqa: BLE001 - the record is held with this reason
                failure = _reason(error)
        return self._together([_Item(item.record, None, failure)], tokens, counted=True)

    def _in(
        self,
        transaction: Transaction,
        items: Sequence[_Item[P]],
        tokens: Mapping[Partition, ownership.Token],
    ) -> list[Outgoing]:
        reached("in-stage")
        done = self._done(transaction, [item.record for item in items], tokens)
        fresh = [item for item in items if _position(item.record) not in done]
        now = holding.held_now(transaction, self._stage.name)
        work = transaction.work(
            key
            for item in fresh
            if item.content is not None
            for key in self._stage.reads(item.content, item.record)
        )
        made: dict[tuple[str, int, int], list[Outgoing]] = {}
        for item in fresh:
            record = item.record
            if _is_release(record) and item.failure is None:
                made[_position(record)] = self._release(transaction, record)
                continue
            if item.content is None:
                made[_position(record)] = self._hold(transaction, record, item.failure or "unread")
                now = holding.held_now(transaction, self._stage.name)
                continue
            behind = _behind(self._stage.amends(item.content), now)
            if behind is not None:
                made[_position(record)] = self._hold(
                    transaction, record, "what it corrects or takes back is held", behind=behind
                )
                now = holding.held_now(transaction, self._stage.name)
                continue
            message = Message(record, item.content, earlier_held=record.key in now.keys)
            made[_position(record)] = _checked(self._stage.handle(message, work))
        transaction.keep(work)
        self._advance(transaction, [item.record for item in fresh], made)
        everything = done | made
        return [output for item in items for output in everything[_position(item.record)]]

    def _done(
        self,
        transaction: Transaction,
        records: Sequence[Record],
        tokens: Mapping[Partition, ownership.Token],
    ) -> dict[tuple[str, int, int], list[Outgoing]]:
        """The stored outputs of the records that were handled before."""
        stored: dict[tuple[str, int, int], list[Outgoing]] = {}
        by_partition: dict[Partition, list[Record]] = {}
        for record in records:
            by_partition.setdefault((record.place.topic, record.place.partition), []).append(record)
        for partition in sorted(by_partition):
            next_offset = ownership.lock(transaction, self._stage.name, tokens[partition])
            before = [one for one in by_partition[partition] if one.place.offset < next_offset]
            if before:
                stored |= self._stored(transaction, partition, before)
        return stored

    def _stored(
        self, transaction: Transaction, partition: Partition, records: Sequence[Record]
    ) -> dict[tuple[str, int, int], list[Outgoing]]:
        offsets = [record.place.offset for record in records]
        rows = {
            row.offset: row
            for row in transaction.connection.execute(
                select(HANDLED).where(
                    HANDLED.c.stage == self._stage.name,
                    HANDLED.c.topic == partition[0],
                    HANDLED.c.partition == partition[1],
                    HANDLED.c.offset.between(min(offsets), max(offsets)),
                )
            )
        }
        for record in records:
            row = rows.get(record.place.offset)
            if row is None:
                raise RecoverError(
                    f"What stage {self._stage.name} made of {record.place} is no longer stored. "
                    "To go on behind it: wholepicture recover."
                )
            if row.digest != record.digest():
                raise RecoverError(
                    f"Another record stands at {record.place} than stage {self._stage.name} has "
                    "handled there: the topic was made anew. To begin again: wholepicture recover."
                )
        return {_position(one): list(unpacked(rows[one.place.offset].outputs)) for one in records}

    def _advance(
        self,
        transaction: Transaction,
        records: Sequence[Record],
        made: Mapping[tuple[str, int, int], Sequence[Outgoing]],
    ) -> None:
        """Keep the outputs, and move each partition's position behind its last record."""
        if not records:
            return
        name = self._stage.name
        transaction.connection.execute(
            HANDLED.insert(),
            [
                {
                    "stage": name, "topic": one.place.topic, "partition": one.place.partition,
                    "offset": one.place.offset, "digest": one.digest(),
                    "outputs": packed(made[_position(one)]), "appended": one.appended,
                }
                for one in records
            ],
        )  # fmt: skip
        last = {(one.place.topic, one.place.partition): one.place.offset for one in records}
        for (topic, partition), offset in sorted(last.items()):
            transaction.connection.execute(
                POSITION.update()
                .where(
                    POSITION.c.stage == name,
                    POSITION.c.topic == topic,
                    POSITION.c.partition == partition,
                )
                .values(next_offset=offset + 1)
            )

    def _attempted(self, record: Record, tokens: Mapping[Partition, ownership.Token]) -> str | None:
        """Count an attempt and commit the count; the reason to hold, past the ceiling.

        Only what ends the process counts: an attempt that this process has lived through, because
        the database went away meanwhile, is the same attempt when it is made again.
        """
        if _position(record) in self._tried:
            return None
        place = record.place
        key = self._key(record)
        where = [ATTEMPT.c[name] == value for name, value in key.items()]
        with self._database.transaction() as transaction:
            next_offset = ownership.lock(
                transaction, self._stage.name, tokens[place.topic, place.partition]
            )
            if place.offset < next_offset:
                return None
            count = transaction.connection.execute(
                select(ATTEMPT.c.count).where(*where)
            ).scalar_one_or_none()
            attempts = (count or 0) + 1
            transaction.upsert(ATTEMPT, [{**key, "count": attempts}], tuple(key), ("count",))
        self._tried.add(_position(record))
        if attempts > MOST_ATTEMPTS:
            return f"the process ended {MOST_ATTEMPTS} times while it worked on this record"
        return None

    def _forget_attempts(self, transaction: Transaction, records: Sequence[Record]) -> None:
        for record in records:
            where = [ATTEMPT.c[name] == value for name, value in self._key(record).items()]
            transaction.connection.execute(delete(ATTEMPT).where(*where))
            self._tried.discard(_position(record))

    def _key(self, record: Record) -> dict[str, str | int]:
        place = record.place
        return {
            "stage": self._stage.name, "topic": place.topic, "partition": place.partition,
            "offset": place.offset,
        }  # fmt: skip

    def _hold(
        self, transaction: Transaction, record: Record, reason: str, *, behind: str | None = None
    ) -> list[Outgoing]:
        """What is sent because the record is held."""
        holding.hold(
            transaction,
            self._stage.name,
            record,
            reason,
            identity=self._identity(record),
            behind=behind,
        )
        _log.error("held", stage=self._stage.name, place=record.place, reason=reason)
        return [] if _is_release(record) else list(self._stage.held(record, reason))

    def _identity(self, record: Record) -> Hashable | None:
        return None if _is_release(record) else self._stage.identity(record)

    def _release(self, transaction: Transaction, record: Record) -> list[Outgoing]:
        result: Released = released(transaction, self._stage, record)
        return _checked(result.outputs)


def _behind(amended: Hashable | None, now: holding.HeldNow) -> str | None:
    return None if amended is None else now.identities.get(str(amended))


def _checked(outputs: Iterable[Outgoing]) -> list[Outgoing]:
    """The outputs, none of them larger than its topic takes."""
    made = list(outputs)
    for output in made:
        if output.value is not None and len(output.value) > OUTPUT_BYTES:
            raise PoisonError(f"An output for {output.topic} is larger than {OUTPUT_BYTES} bytes.")
    return made


def _is_release(record: Record) -> bool:
    return record.place.topic == OPERATIONS


def _position(record: Record) -> tuple[str, int, int]:
    return record.place.topic, record.place.partition, record.place.offset


def _kind(error: BaseException) -> str:
    return type(error).__name__


def _reason(error: Exception) -> str:
    """Why a record is held: the bus's own sentence, or the name and line of any other error."""
    if isinstance(error, BusError):
        return str(error)
    trace: Any = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = (
        "" if trace is None else f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
    )
    return f"{_kind(error)}{line}"
