"""The subscription: a recipient's referrals and notices, each once in the record, in order.

Records are kept first, with the position behind them, in one transaction. Items are handed to the
caller from the record only, so after a crash the record says what is still to be handed over.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError
from wholepicture_bus import hold, topics
from wholepicture_bus.data_folder import data_folder
from wholepicture_bus.errors import RefusedError, StopError, TransientError
from wholepicture_bus.log import logger
from wholepicture_bus.spool import Sender, Spool
from wholepicture_schemas.deliveries import Kind
from wholepicture_schemas.identifiers import RecipientId, RecipientIdField
from wholepicture_schemas.reading import Unreadable

from wholepicture_subscribers.subscription.answers import move_to_spool
from wholepicture_subscribers.subscription.errors import SecondCopyError
from wholepicture_subscribers.subscription.reader import Reader
from wholepicture_subscribers.subscription.record import Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.recording import Recorder
from wholepicture_subscribers.subscription.referral import Referral

KINDS: tuple[Kind, ...] = ("referral", "notice")
_WAIT_MS = 500
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_LAST_ANSWERS = timedelta(seconds=5)
_log = logger()


def record_of(recipient: RecipientId) -> Path:
    """Where a recipient's record lies, unless another file is named."""
    return data_folder() / "subscriptions" / recipient / "record.db"


class Subscription:
    """A recipient's items, as an iterable: ``for referral in Subscription("front-door-bristol")``.

    Asking for the next item says that the last one is handled. Use it in the thread that made it.

    Args:
        recipient: whose items, as the agreement names it.
        bootstrap: the broker; without it, KAFKA_BOOTSTRAP_SERVERS, else this machine's own.
        record: the record's file; without it, one in the user's data folder.
        follow: whether to wait for more when all that is there has been handed over.
        until_idle: wait for more, but no longer than this without any.
        kinds: referrals, notices, or both.
        patience: how long to go on while the broker is away; without it, for ever.
    """

    def __init__(
        self,
        recipient: str,
        *,
        bootstrap: str | None = None,
        record: Path | None = None,
        follow: bool = True,
        until_idle: timedelta | None = None,
        kinds: Collection[Kind] = KINDS,
        patience: timedelta | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.recipient = _recipient(recipient)
        self.file = record or record_of(self.recipient)
        self._bootstrap = bootstrap
        self._follow, self._until_idle = follow, until_idle
        self._topics = _topics(self.recipient, kinds)
        self._patience, self._now = patience, now
        self._record = SubscriptionRecord(self.file, self.recipient)
        self._recorder = Recorder(self._record, self.recipient, now)
        self._spool = Spool(self.file.with_suffix(".replies"))
        self._sender: Sender | None = None
        self._stopped = threading.Event()

    def __iter__(self) -> Iterator[Referral]:
        """The items, recorded and not yet handled ones first, then what comes.

        Raises:
            SecondCopyError: another copy is running on this record.
            StopError: going on could lose an item or bring it twice; the message says what to do.
            TransientError: the broker was away for longer than ``patience``.
            RefusedError: the broker is there and does not let this subscription in at its start.
        """
        self._stopped.clear()
        with self._alone():
            self._sender = Sender(self._spool, self._where())
            self._sender.start()
            try:
                self._recorder.try_unreadable_again()
                yield from self._items()
            finally:
                self._post()
                sender, self._sender = self._sender, None
                sender.close(_LAST_ANSWERS)

    def stop(self) -> None:
        """End the iteration before its next item; for a signal handler or another thread."""
        self._stopped.set()

    def referral(self, delivery: str) -> Referral:
        """A recorded item by its id or the beginning of it, to answer it at any later time.

        Raises:
            NotInTheRecord: there is none, or more than one.
            Unreadable: it is one that could not be read.
        """
        return self._referral(self._record.find(delivery))

    def take_in(self) -> None:
        """Record what has come and hand nothing over: what is only listed stays unread.

        Raises:
            SecondCopyError: another copy is running on this record, and takes it in.
            TransientError: the broker is away.
        """
        with self._alone():
            reader = self._begin()
            try:
                while not reader.caught_up():
                    batch = reader.read(_WAIT_MS)
                    if batch is not None:
                        self._recorder.keep(batch)
                        reader.tell_place(batch.positions)
            finally:
                reader.close()

    def recorded(self) -> tuple[Kept, ...]:
        """All that the record holds, in the order of arrival."""
        return self._record.everything()

    @property
    def record(self) -> SubscriptionRecord:
        """The record itself."""
        return self._record

    def send_answers(self, within: timedelta = _LAST_ANSWERS) -> bool:
        """Whether every answer has been sent, by whatever process; the next run sends those left.

        An iteration sends answers by itself; this is for a program that only answers.
        """
        self._post()
        sender = Sender(self._spool, self._where())
        sender.start()
        return sender.close(within)

    def close(self) -> None:
        """Close the record."""
        self._spool.close()
        self._record.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _items(self) -> Iterator[Referral]:
        reader: Reader | None = None
        was_let_in = False
        quiet_since = away_since = monotonic()
        pause = _FIRST_PAUSE
        try:
            while not self._stopped.is_set():
                kept = self._record.next_waiting(self._topics)
                if kept is not None:
                    yield from self._hand_over(kept)
                    quiet_since = away_since = monotonic()
                    continue
                try:
                    reader = reader or self._begin()
                    was_let_in = True
                    if self._is_done(reader, quiet_since):
                        return
                    batch = reader.read(_WAIT_MS)
                    if batch is not None:
                        self._recorder.keep(batch)
                        self._post()
                        reader.tell_place(batch.positions)
                except TransientError as error:
                    if isinstance(error, RefusedError) and not was_let_in:
                        raise  # a person has to put it right, and nothing has come yet
                    if reader is not None:
                        reader.close()
                        reader = None
                    self._endure(error, away_since)
                    self._stopped.wait(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
                else:
                    away_since, pause = monotonic(), _FIRST_PAUSE
        finally:
            if reader is not None:
                reader.close()

    def _begin(self) -> Reader:
        """A reader at the record's place; on the first start, at the oldest item there is."""
        reader = Reader(
            self._where(),
            f"subscription.{self.recipient}",
            self._topics,
            self._record.positions(),
        )
        with self._record.writing():
            self._record.keep_positions(reader.positions)
        reader.tell_place(reader.positions)
        return reader

    def _hand_over(self, kept: Kept) -> Iterator[Referral]:
        try:
            referral = self._referral(kept)
        except Unreadable as error:  # this kit is older than the one that recorded it
            self._recorder.set_aside(kept, error.reason)
            self._post()
            return
        with self._record.writing():
            self._record.handing_over(kept.number)
        yield referral
        if not self._record.is_handled(kept.number):
            referral.mark_handled()
        self._post()

    def _referral(self, kept: Kept) -> Referral:
        return Referral(kept, self.recipient, self._record, answered=self._post, now=self._now)

    def _post(self) -> None:
        """Give the kept answers to whoever sends them, unless a transaction is still open."""
        if self._record.connection.in_transaction:
            return
        if move_to_spool(self._record, self._spool) and self._sender is not None:
            self._sender.wake()

    def _is_done(self, reader: Reader, quiet_since: float) -> bool:
        if not reader.caught_up():
            return False
        if self._until_idle is not None:
            return monotonic() - quiet_since >= self._until_idle.total_seconds()
        return not self._follow

    def _endure(self, error: TransientError, away_since: float) -> None:
        _log.warning("subscription-waits", recipient=self.recipient, reason=error)
        if (
            self._patience is not None
            and monotonic() - away_since >= self._patience.total_seconds()
        ):
            raise TransientError(
                f"{error} Nothing is lost: start again when it answers, and reading goes on"
                " where it was."
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock_file = self.file.with_name(self.file.name + ".lock")
        held = hold.take(lock_file, wait=hold.AT_ONCE)
        if held is None:
            raise SecondCopyError(
                f"Another copy of the subscription of {self.recipient} is running on {self.file}."
                " Stop it first, or give this one a record of its own."
            )
        with held:
            yield

    def _where(self) -> str:
        if self._bootstrap is None:
            from wholepicture_bus.connection import bootstrap

            self._bootstrap = bootstrap()
        return self._bootstrap


def _recipient(name: str) -> RecipientId:
    try:
        return TypeAdapter(RecipientIdField).validate_python(name)
    except ValidationError:
        raise StopError(
            "A recipient's name is small letters and digits with hyphens between, such as"
            " front-door-bristol."
        ) from None


def _topics(recipient: RecipientId, kinds: Collection[Kind]) -> Sequence[str]:
    named = {"referral": topics.referrals(recipient), "notice": topics.notices(recipient)}
    return tuple(named[kind] for kind in KINDS if kind in kinds)
