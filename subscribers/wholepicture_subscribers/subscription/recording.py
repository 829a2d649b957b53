"""Recording what was read: each item once, and an unreadable one with its reply."""

import time
from collections.abc import Callable
from datetime import datetime

from wholepicture_bus.log import logger
from wholepicture_bus.records import Record
from wholepicture_bus.spans import spans
from wholepicture_bus.steps import reached
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.reading import Unreadable
from wholepicture_schemas.replies import CannotProcess

from wholepicture_subscribers.subscription.answers import InReplyTo, reply_to
from wholepicture_subscribers.subscription.reader import Batch
from wholepicture_subscribers.subscription.record import ItemState, Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.taking_in import identity_of, take_in

_log = logger()


class Recorder:
    """Fills one recipient's record."""

    def __init__(
        self, record: SubscriptionRecord, recipient: RecipientId, now: Callable[[], datetime]
    ) -> None:
        self._record, self._recipient, self._now = record, recipient, now
        self._spans = spans("subscription")

    def keep(self, batch: Batch) -> None:
        """Put a batch into the record, once each, and the place behind it."""
        reached("polled")
        began = time.time_ns()
        judged = [(record, _why_unreadable(record)) for record in batch.records]
        with self._record.writing():
            for record, why in judged:
                source, delivery = identity_of(record)
                state = ItemState.WAITING if why is None else ItemState.UNREADABLE
                if self._record.keep(source, delivery, record, state) and why is not None:
                    self._answer(record, why)
            self._record.keep_positions(batch.positions)
            reached("before-database-commit")
        reached("after-database-commit")
        self._spans.batch("receive", f"subscription.{self._recipient}", batch.records, began)

    def try_unreadable_again(self) -> None:
        """Mark the items that an older kit could not read and this one can as to be handed over."""
        for kept in self._record.unreadable():
            if _why_unreadable(kept.record) is None:
                with self._record.writing():
                    self._record.mark(kept.number, ItemState.WAITING)

    def set_aside(self, kept: Kept, why: str) -> None:
        """Mark an item that another version of the kit could read as unreadable for this one."""
        with self._record.writing():
            self._record.mark(kept.number, ItemState.UNREADABLE)
            self._answer(kept.record, why)

    def _answer(self, record: Record, why: str) -> None:
        """Answer that an item could not be read, in the transaction that is open."""
        _log.warning(
            "delivery-unreadable", place=record.place, recipient=self._recipient, reason=why
        )
        because = f"The subscription kit could not read this item: {why}. It is kept as it came."
        answered = InReplyTo.of(self._recipient, record)
        reply = reply_to(answered, CannotProcess, {"because": because}, self._now())
        self._record.replies.keep(reply)


def _why_unreadable(record: Record) -> str | None:
    """Why a record holds no item that can be handed over; None where it does."""
    try:
        take_in(record)
    except Unreadable as error:
        return error.reason
    return None
