"""The answers that were given to the questions about an event, read from the replies.

The ledger says what followed from an answer, so both are read. The reason for an answer and the
name of whoever took a call stay in the reply, because they may tell of people.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Record
from wholepicture_schemas.children import ReplyTakenIn, ReplyTakenInData
from wholepicture_schemas.identifiers import EventId, RecipientId
from wholepicture_schemas.replies import Answer, Answered

from wholepicture_consumers.governance.ledger import Account


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """One answer to a question: who gave it, in which role, when, and what it says."""

    recipient: RecipientId
    by: str | None
    at: dt.datetime
    says: str
    question: EventId
    """The delivery that asked."""
    reply: EventId


def answers(records: Iterable[Record], account: Account) -> tuple[AnswerGiven, ...]:
    """The answers to what was asked about an event, in the order in which they came.

    ``records`` are those of the topic ``children``: it carries every reply that intake accepted.
    """
    identity = f"{account.source}:{account.event}"
    asked = {entry.delivery for entry in account.entries}
    by_reply: dict[tuple[str, str], AnswerGiven] = {}
    for data in _replies(records):
        if data.event == identity or data.delivery in asked:
            told = data.attributes
            by_reply.setdefault((told.source, told.id), _answer_given(data))
    return tuple(by_reply.values())


def _replies(records: Iterable[Record]) -> Iterator[ReplyTakenInData]:
    for record in records:
        if attributes_of(record.headers).get("type") != ReplyTakenIn.TYPE:
            continue
        data = ReplyTakenInData.model_validate_json(record.value or b"", extra="ignore")
        if data.attributes.type == Answered.TYPE:
            yield data


def _answer_given(data: ReplyTakenInData) -> AnswerGiven:
    reply = Answer.model_validate(data.content, extra="ignore")
    return AnswerGiven(
        recipient=data.recipient,
        by=reply.by,
        at=data.attributes.time,
        says=reply.answer,
        question=data.delivery,
        reply=data.attributes.id,
    )
