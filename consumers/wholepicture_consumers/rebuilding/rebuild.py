"""A rebuild: the records folded into a shadow, compared with what the stage has, and swapped.

What the stage has not handled yet is left out, and so is what it holds. In the transaction in which
the two are compared the stage stands still.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wholepicture_bus import topics
from wholepicture_bus.errors import StopError
from wholepicture_bus.reading import Progress, Spans, read_to_end
from wholepicture_bus.records import Record
from wholepicture_engine.slots import Slot
from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.store.differing import pairs, replace
from wholepicture_engine.store.shadow import Shadow

from wholepicture_consumers.rebuilding.comparing import Difference, differences
from wholepicture_consumers.rebuilding.folding import DOCUMENTS, MADE_FROM_THEM, ROWS, fold_all
from wholepicture_consumers.rebuilding.standing import (
    Standing,
    first_offsets,
    refuse_while_at_work,
    standing,
)
from wholepicture_consumers.rebuilding.taking_over import take_over_events, take_over_references
from wholepicture_consumers.retention.forgotten import told_no_more

_SLOT = "rebuild"
_EXPIRED_MEANWHILE = (
    "What was kept long enough was deleted while the records were read, so the two cannot be "
    "compared. Nothing was replaced. Do it again."
)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found."""

    standing: Standing
    """How far the stage was when it was compared."""
    records: int
    """How many were folded."""
    differences: tuple[Difference, ...]
    gone: Mapping[int, int]
    """Of each partition that Kafka no longer has from its beginning: the first offset there."""
    taken_over: int
    """How many events are older than that, and stand as the stage has them."""
    replaced: bool
    """Whether what was folded stands in the place of what the stage had."""


def rebuild(
    bootstrap: str,
    database: Database,
    *,
    swap: bool = False,
    progress: Progress = lambda _read, _of: None,
    comparing: Callable[[], None] = lambda: None,
) -> Rebuilt:
    """Fold, compare, and where ``swap`` says so and something differs, replace.

    ``comparing`` is called when everything is folded.

    Raises:
        StopError: it cannot be done now; nothing was replaced.
    """
    first = first_offsets(bootstrap, database)
    gone = {partition: offset for partition, offset in first.items() if offset}
    if swap:
        with database.transaction() as transaction:
            refuse_while_at_work(transaction)
    slot = _alone(database)
    shadow = Shadow(database)
    try:
        shadow.make()
        work = _Rebuild(bootstrap, database, shadow, slot, first, gone)
        work.catch_up(progress)
        comparing()
        return work.finish(swap=swap)
    finally:
        shadow.drop()
        slot.give_back()


def _alone(database: Database) -> Slot:
    """The lease of the one rebuild that may run."""
    slot = Slot(database, _SLOT)
    if slot.number:
        slot.give_back()
        raise StopError("Another rebuild runs. Wait for it to end.")
    return slot


@dataclass
class _Rebuild:
    """The work of one rebuild."""

    bootstrap: str
    database: Database
    shadow: Shadow
    slot: Slot
    folded: dict[int, int]
    """Of each partition the offset up to which the shadow has it: Kafka's first, at the start."""
    gone: Mapping[int, int]
    left_out: list[Record] = field(default_factory=list)
    """What the stage held when they were read."""
    begins: dict[int, datetime] = field(default_factory=dict)
    """Of each partition when its first record was appended."""
    expired: frozenset[str] = frozenset()
    """The events that were kept long enough: what is told of them is left out."""
    records: int = 0

    def catch_up(self, progress: Progress) -> None:
        """Fold what the stage has handled by now, while it goes on."""
        with self.database.transaction() as transaction:
            now = standing(transaction)
            self.expired = told_no_more(transaction.connection)
        for count in fold_all(self._counting(now, progress), self.shadow, self.expired):
            self.records += count
            self.slot.renew("Rebuilding.")

    def finish(self, *, swap: bool) -> Rebuilt:
        """Fold what was handled since, compare, and replace: all while the stage stands still."""
        with self.database.transaction() as transaction, self.shadow.within(transaction):
            if swap:
                refuse_while_at_work(transaction)
            now = standing(transaction)
            before, self.left_out = self.left_out, []
            released = [record for record in before if not _is_held(record, now)]
            self.left_out += [record for record in before if _is_held(record, now)]
            if self.expired != told_no_more(transaction.connection):
                raise StopError(_EXPIRED_MEANWHILE)
            for records in (released, self._counting(now)):
                self.records += sum(fold_all(records, self.shadow, self.expired))
            taken_over = self._take_over(transaction)
            found = tuple(self._differences(transaction))
            if swap and found:
                replace(transaction, DOCUMENTS, ROWS, forget=MADE_FROM_THEM)
            replaced = bool(swap and found)
            return Rebuilt(now, self.records, found, self.gone, taken_over, replaced=replaced)

    def _take_over(self, transaction: Transaction) -> int:
        """Have the shadow have what Kafka cannot tell any more; how many events."""
        count = 0
        if self.gone:
            now = datetime.now(UTC)
            begins = max(self.begins.get(partition, now) for partition in self.gone)
            count = take_over_events(transaction, self.shadow, begins)
        if self.gone or self.expired:
            take_over_references(transaction, self.shadow)
        return count

    def _counting(
        self, now: Standing, progress: Progress = lambda _read, _of: None
    ) -> Iterator[Record]:
        """The records that count."""
        spans: Spans = {
            partition: (self.folded.get(partition, 0), upto)
            for partition, upto in now.upto.items()
            if upto > self.folded.get(partition, 0)
        }
        self.folded |= now.upto
        if not spans:
            return
        for record in read_to_end(self.bootstrap, topics.CHILDREN, progress, only=spans):
            self.begins.setdefault(record.place.partition, record.appended)
            if _is_held(record, now):
                self.left_out.append(record)
            else:
                yield record

    def _differences(self, transaction: Transaction) -> Iterator[Difference]:
        return differences(pairs(transaction, DOCUMENTS, ROWS))


def _is_held(record: Record, now: Standing) -> bool:
    return (record.place.partition, record.place.offset) in now.held
