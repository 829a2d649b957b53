"""One item as the subscriber's code gets it, with its answers."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from wholepicture_schemas.codes import Outcome
from wholepicture_schemas.deliveries import Amends, Delivery, DeliveryData, Kind
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import EventId, RecipientId
from wholepicture_schemas.problems import InvalidEvent, Problem
from wholepicture_schemas.replies import (
    Acknowledged,
    CannotProcess,
    CorrectionApplied,
    Decided,
    RecipientReference,
)
from wholepicture_schemas.replies import Answered as QuestionAnswered
from wholepicture_schemas.replies import Reply as Content

from wholepicture_subscribers.subscription.afterwards import Afterwards, afterwards
from wholepicture_subscribers.subscription.answers import InReplyTo, reply_to
from wholepicture_subscribers.subscription.cloudevent import as_cloudevent
from wholepicture_subscribers.subscription.deciding import (
    decided_before,
    is_the_same,
    what_it_changes,
)
from wholepicture_subscribers.subscription.page import as_page
from wholepicture_subscribers.subscription.record import Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.replies import KeptReply
from wholepicture_subscribers.subscription.taking_in import take_in
from wholepicture_subscribers.subscription.wording import item_of


class Referral:
    """A referral or a notice; ``kind`` tells which.

    Every answer raises:
        InvalidEvent: with what must be put right before it can be sent.
    """

    def __init__(
        self,
        kept: Kept,
        recipient: RecipientId,
        record: SubscriptionRecord,
        *,
        answered: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        taken = take_in(kept.record)
        self.delivery: Delivery = taken.delivery
        self.left_out: tuple[Problem, ...] = taken.left_out
        """What this version of the kit could not read of it; nearly always empty."""
        self.redelivered = kept.handed > 0
        """Whether it was handed over before, to a handler that may have run or not."""
        self.received: datetime = kept.record.appended
        """When the bus sent it."""
        self._kept, self._number = kept, kept.number
        self._recipient, self._bytes = recipient, kept.record
        self._record, self._answered, self._now = record, answered, now

    @property
    def id(self) -> EventId:
        """The delivery's id: the same whenever the same item comes."""
        return self.delivery.id

    @property
    def kind(self) -> Kind:
        """``referral`` is to be answered, ``notice`` is to be known."""
        return self.delivery.data.kind

    @property
    def data(self) -> DeliveryData:
        """What it says."""
        return self.delivery.data

    @property
    def amends(self) -> Amends | None:
        """What it corrects or takes back; None for anything else."""
        return self.delivery.data.amends

    @property
    def afterwards(self) -> Afterwards | None:
        """What became of it, and by which later item of the record; None where it stands."""
        return afterwards(self._record, self._kept)

    def as_cloudevent(self) -> bytes:
        """The item as it came, in CloudEvents' JSON format: what this kit cannot read, too."""
        return as_cloudevent(self._bytes)

    def page(self) -> str:
        """The item as one HTML file to print or to file; it loads nothing and runs nothing."""
        return as_page(item_of(self), self._now())

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The record's own connection: what is written with it counts once this is handled.

        The block's rows, its answers and the mark that the item is handled are committed together.
        An exception rolls all of it back, and the item is handed over again.

        Raises:
            AlreadyHandled: the item's transaction was used.
        """
        with self._record.writing() as connection:
            self._record.mark_handled(self._number)
            yield connection
        self._answered()

    def mark_handled(self) -> None:
        """Say that it is handled; asking for the next item says so too.

        Raises:
            AlreadyHandled: it is.
        """
        with self._record.writing():
            self._record.mark_handled(self._number)

    def acknowledge(
        self, *, by: str | None = None, recipient_reference: RecipientReference | None = None
    ) -> EventId:
        """Say that a person has seen it; ``by`` is a role, such as duty social worker."""
        return self._answer(Acknowledged, by=by, recipient_reference=recipient_reference)

    def decide(
        self,
        outcome: Outcome,
        reason: str,
        *,
        by: str | None = None,
        recipient_reference: RecipientReference | None = None,
        changes: bool = False,
    ) -> EventId:
        """Say what was decided, and why; the same decision again is not sent again.

        ``changes``: it takes the place of what was decided on the item before.

        Raises:
            DecidedOtherwise: something else was decided before, and ``changes`` was not said.
        """
        says = {"outcome": outcome, "reason": reason, "by": by, **_own(recipient_reference)}
        with self._record.writing():
            before = decided_before(self._record.replies, self.id)
            reply = self._reply(Decided, says)
            if before and is_the_same(before, reply):
                return before.id
            takes = what_it_changes(before, outcome, changes=changes)
            if takes:
                reply = self._reply(Decided, {**says, "changes": takes})
            self._record.replies.keep(reply)
        self._answered()
        return reply.id

    def correction_applied(
        self, *, by: str | None = None, recipient_reference: RecipientReference | None = None
    ) -> EventId:
        """Say that a correction or retraction stands in your own record now."""
        return self._answer(CorrectionApplied, by=by, recipient_reference=recipient_reference)

    def answer_question(
        self,
        answer: Literal["yes", "no"],
        reason: str,
        *,
        taken_by: str | None = None,
        by: str | None = None,
        recipient_reference: RecipientReference | None = None,
    ) -> EventId:
        """Answer the question of the item; ``taken_by`` says who took what was told by telephone.

        On yes, those whom the question names are told. A no after a yes takes nothing back: whoever
        was told hears of it, and is asked to call.
        """
        question = self.data.question
        if question is None:
            fix = "Answer an item that has a question: wholepicture questions list."
            raise InvalidEvent([Problem("question", "is not asked by this item", fix)])
        if question.kind == "phone" and answer == "yes" and not taken_by:
            fix = "Write the role and place of whoever took it."
            raise InvalidEvent([Problem("taken_by", "is missing", fix)])
        return self._answer(
            QuestionAnswered,
            answer=answer,
            reason=reason,
            taken_by=taken_by,
            by=by,
            recipient_reference=recipient_reference,
        )

    def cannot_process(
        self,
        because: str,
        *,
        by: str | None = None,
        recipient_reference: RecipientReference | None = None,
    ) -> EventId:
        """Say that your system could not take it in, naming nobody: a person will look."""
        return self._answer(
            CannotProcess, because=because, by=by, recipient_reference=recipient_reference
        )

    def _answer(
        self,
        kind: type[Event[Content]],
        *,
        recipient_reference: RecipientReference | None,
        **says: str | None,
    ) -> EventId:
        reply = self._reply(kind, {**says, **_own(recipient_reference)})
        with self._record.writing():
            self._record.replies.keep(reply)
        self._answered()
        return reply.id

    def _reply(self, kind: type[Event[Content]], says: Mapping[str, object]) -> KeptReply:
        answered = InReplyTo.of(self._recipient, self._bytes)
        return reply_to(answered, kind, says, self._now())


def _own(reference: RecipientReference | None) -> dict[str, object]:
    """The recipient's own numbers, as a reply says them; nothing where there are none."""
    told = reference.model_dump(exclude_none=True) if reference else {}
    return {"recipient_reference": told} if told else {}
