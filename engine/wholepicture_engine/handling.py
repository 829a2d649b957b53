"""Handling a batch: one database transaction that keeps position, state and outputs together.

A record that the database has handled already gives back its stored outputs, unchanged. A batch
that fails is rolled back and handled again one record a transaction, so that only the record at
fault is held. After an unclean stop an attempt is counted before a batch, and where that batch ends
the process too, before each of its records, so that one that kills the process is found; what came
behind that batch goes together again (docs/delivery.md, "Held records").
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from wholepicture_bus.errors import (
    BusError,
    OvertakenError,
    PoisonError,
    StopError,
    TransientError,
)
from wholepicture_bus.log import logger
from wholepicture_bus.records import Outgoing, Partition, Record
from wholepicture_bus.steps import reached
from wholepicture_bus.topics import OPERATIONS, OUTPUT_BYTES

from wholepicture_engine import holding, ownership
from wholepicture_engine.attempts import Attempts
from wholepicture_engine.handled import Outputs, keep, stored_outputs
from wholepicture_engine.releases import Released, released
from wholepicture_engine.stage import Message, Stage
from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.tracing import traced

P = TypeVar("P")
_Handled = list[tuple[Record, list[Outgoing]]]
_log = logger()


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
        self._attempts = Attempts(stage.name, database)

    def handle(
        self,
        records: Sequence[Record],
        tokens: Mapping[Partition, ownership.Token],
        *,
        careful: bool = False,
    ) -> list[Outgoing]:
        """The outputs of a batch in the order of its records; see ``handled``."""
        handled = self.handled(records, tokens, careful=careful)
        return [output for _, made in handled for output in made]

    def handled(
        self,
        records: Sequence[Record],
        tokens: Mapping[Partition, ownership.Token],
        *,
        careful: bool = False,
    ) -> list[tuple[Record, list[Outgoing]]]:
        """Each record of a batch with its outputs, in order, kept with position and state.

        ``careful`` is for what another process may have ended over.

        Raises:
            TransientError: the database is away; nothing was kept.
            OvertakenError: a partition of the batch is another member's now.
            StopError: going on could lose or double something.
        """
        items = [self._parsed(record) for record in records]
        if any(_is_release(record) for record in records):
            return self._each_alone(items, tokens)
        again = self._attempts.begin_together(records, tokens) if careful else frozenset()
        first = [item for item in items if item.record.place in again]
        rest = [item for item in items if item.record.place not in again]
        made = [*self._each_alone(first, tokens), *self._at_best(rest, tokens, counted=careful)]
        outputs = {record.place: sent for record, sent in made}
        return [(record, outputs[record.place]) for record in records]

    def _at_best(
        self,
        items: Sequence[_Item[P]],
        tokens: Mapping[Partition, ownership.Token],
        *,
        counted: bool,
    ) -> _Handled:
        """All in one transaction; where that fails, each alone."""
        if not items:
            return []
        try:
            return self._together(items, tokens, counted=counted)
        except (TransientError, OvertakenError, StopError):
            raise
        except Exception as error:  # noqa: BLE001 - the next line finds the record at fault
            _log.warning(
                "batch-failed", stage=self._stage.name, error=_kind(error), records=len(items)
            )
        return self._each_alone(items, tokens)

    def _each_alone(
        self, items: Sequence[_Item[P]], tokens: Mapping[Partition, ownership.Token]
    ) -> _Handled:
        return [made for item in items for made in self._alone(item, tokens)]

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
    ) -> _Handled:
        with self._database.batch(self._stage.name) as transaction:
            outputs = self._in(transaction, items, tokens)
            if counted:
                self._attempts.forget(transaction, [item.record for item in items])
            reached("before-database-commit")
        reached("after-database-commit")
        return outputs

    def _alone(self, item: _Item[P], tokens: Mapping[Partition, ownership.Token]) -> _Handled:
        """One record in a transaction of its own; held if it fails, or ended the process before."""
        place = item.record.place
        failure = self._attempts.begin(item.record, tokens[place.topic, place.partition])
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
    ) -> _Handled:
        reached("in-stage")
        records = [item.record for item in items]
        done = stored_outputs(transaction, self._stage.name, records, tokens)
        fresh = [item for item in items if item.record.place not in done]
        now = holding.held_now(transaction, self._stage.name)
        work = transaction.work(
            key
            for item in fresh
            if item.content is not None
            for key in self._stage.reads(item.content, item.record)
        )
        made: Outputs = {}
        mine = ownership.of(records, tokens)
        for item in fresh:
            record = item.record
            if _is_release(record) and item.failure is None:
                ownership.write(transaction, self._stage.name, mine)
                made[record.place] = self._release(transaction, record)
                continue
            if item.content is None:
                ownership.write(transaction, self._stage.name, mine)
                made[record.place] = self._hold(transaction, record, item.failure or "unread")
                now = holding.held_now(transaction, self._stage.name)
                continue
            behind = _behind(self._stage.amends(item.content), now)
            if behind is not None:
                ownership.write(transaction, self._stage.name, mine)
                made[record.place] = self._hold(
                    transaction, record, "what it corrects or takes back is held", behind=behind
                )
                now = holding.held_now(transaction, self._stage.name)
                continue
            message = Message(record, item.content, earlier_held=record.key in now.keys)
            made[record.place] = _checked(traced(record, self._stage.handle(message, work)))
        ownership.write(transaction, self._stage.name, mine)
        transaction.keep(work)
        keep(transaction, self._stage.name, [item.record for item in fresh], made)
        everything = done | made
        return [(item.record, everything[item.record.place]) for item in items]

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
        try:
            return [] if _is_release(record) else list(self._stage.held(record, reason))
        except Exception as error:  # noqa: BLE001 - that it is held counts; the word about it may fail
            _log.error("held-without-a-word", stage=self._stage.name, error=_kind(error))
            return []

    def _identity(self, record: Record) -> Hashable | None:
        return None if _is_release(record) else self._stage.identity(record)

    def _release(self, transaction: Transaction, record: Record) -> list[Outgoing]:
        result: Released = released(transaction, self._stage, record)
        return _checked(result.outputs)


def _behind(amended: Hashable | None, now: holding.HeldNow) -> str | None:
    return None if amended is None else now.identities.get(holding.named(amended))


def _checked(outputs: Iterable[Outgoing]) -> list[Outgoing]:
    """The outputs, none of them larger than its topic takes."""
    made = list(outputs)
    for output in made:
        if output.value is not None and len(output.value) > OUTPUT_BYTES:
            raise PoisonError(f"An output for {output.topic} is larger than {OUTPUT_BYTES} bytes.")
    return made


def _is_release(record: Record) -> bool:
    return record.place.topic == OPERATIONS


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
