"""What a record holds and what of it is still to be answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from wholepicture_schemas.deliveries import DeliveryData, Question
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.reading import Unreadable

from wholepicture_consumers.subscription.moments import moment
from wholepicture_consumers.subscription.record import Kept, State, SubscriptionRecord
from wholepicture_consumers.subscription.replies import Reply
from wholepicture_consumers.subscription.taking_in import take_in

_CORRECTED = "correction applied"


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the record, in a line."""

    id: EventId
    kind: str
    received: datetime
    headline: str
    handled: bool
    answers: tuple[str, ...]
    unanswered: bool
    """A referral without any answer, a correction that nobody has applied, an open question."""
    question: Question | None = None
    asks: bool = False
    """Whether that question is still open."""
    respond_by: str | None = None
    about: str = ""
    """Which event it is about: when that happened, and the sender's reference to it."""


def listed(record: SubscriptionRecord) -> Iterator[Listed]:
    """Every item, in the order of arrival."""
    answers = record.replies.answers()
    for kept in record.everything():
        yield _listed(kept, answers.get(kept.id, ()))


def _listed(kept: Kept, replies: Iterable[Reply]) -> Listed:
    replies = tuple(replies)
    said = tuple(reply.says for reply in replies)
    try:
        data = take_in(kept.record).delivery.data
    except Unreadable:
        headline = "This item could not be read. It is kept, and the sender was told."
        return Listed(
            id=kept.id,
            kind="unreadable",
            received=kept.record.appended,
            headline=headline,
            handled=False,
            answers=said,
            unanswered=False,
        )
    question = None if data.amends else data.question
    owed = _CORRECTED not in said if data.amends else data.kind == "referral" and not said
    if question is not None:
        owed = not any(_settles(says, question) for says in said)
    return Listed(
        id=kept.id,
        kind=data.kind,
        received=kept.record.appended,
        headline=data.headline,
        handled=kept.state is State.HANDLED,
        answers=said,
        unanswered=owed,
        question=question,
        asks=question is not None and owed,
        respond_by=data.respond_by_words,
        about=_about(data),
    )


def _about(data: DeliveryData) -> str:
    teller = data.told_by
    return f"{moment(data.happened)}, {teller.agency}, its reference: {teller.local_reference}"


def _settles(says: str, question: Question) -> bool:
    """Whether an answer settles a question: a call that reached nobody does not."""
    return says == "answered: yes" or (says == "answered: no" and question.kind != "phone")
