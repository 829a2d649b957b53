"""What a record holds and what of it is still to be answered."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from wholepicture_schemas.deliveries import DeliveryData, Question
from wholepicture_schemas.identifiers import EventId

from wholepicture_subscribers.subscription.afterwards import Afterwards, course_of
from wholepicture_subscribers.subscription.elsewhere import Elsewhere
from wholepicture_subscribers.subscription.moments import when
from wholepicture_subscribers.subscription.record import ItemState, Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.taking_in import taken_in
from wholepicture_subscribers.subscription.wording import SHORT

_CORRECTED = "correction applied"
_DECIDED = "decided: "
"""How an answer begins that decides a referral; every other one leaves it to be decided."""
_QUESTION = "QUESTION TO ANSWER"


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the record, in a line."""

    id: EventId
    kind: str
    received: datetime
    headline: str
    handled: bool
    answers: tuple[str, ...]
    owes: str | None
    """What is still to be done with it; a referral is answered by a decision alone."""
    question: Question | None = None
    respond_by: str | None = None
    about: str = ""
    """Which event it is about: when that happened, and the sender's reference to it."""
    amends: EventId | None = None
    """The item that it corrects or takes back."""
    data: DeliveryData | None = None
    """What it says; none where it could not be read."""
    afterwards: Afterwards | None = None
    """What became of it, and by which later item."""
    due: datetime | None = None
    """By when: its own time, or that of the item in whose place it is still to be decided."""

    @property
    def asks(self) -> bool:
        """Whether its question is still open."""
        return self.owes == _QUESTION

    @property
    def unanswered(self) -> bool:
        """Whether anything is still to be done with it."""
        return self.owes is not None

    @property
    def state(self) -> str:
        """How it was answered, what became of it, and what is still to be done with it."""
        became = self.afterwards
        since = (f"{became.how} by {became.by[:SHORT]}",) if became else ()
        owes = (self.owes,) if self.owes else ()
        return "; ".join((*self.answers, *since, *owes)) or "no answer needed"


def listed(record: SubscriptionRecord, elsewhere: Elsewhere | None = None) -> Iterator[Listed]:
    """Every item, in the order of arrival.

    ``elsewhere`` is what was answered on the bus, by another program of the recipient too.
    """
    own = record.replies.answers()
    answers = {name: tuple(reply.says for reply in replies) for name, replies in own.items()}
    for name, replies in (elsewhere or {}).items():
        known = {reply.id for reply in own.get(name, ())}
        others = tuple(reply.says for reply in replies if reply.id not in known)
        answers[name] = (*answers.get(name, ()), *dict.fromkeys(others))
    read = [(kept, taken_in(kept.record)) for kept in record.everything()]
    course = course_of(delivery for _, delivery in read if delivery is not None)
    due = {delivery.id: delivery.data.respond_by for _, delivery in read if delivery is not None}
    for kept, delivery in read:
        said = answers.get(kept.id, ())
        if delivery is None:
            yield _unreadable(kept, said)
            continue
        data = delivery.data
        became = course.became.get(kept.id)
        question = None if data.amends else data.question
        before = course.before.get(kept.id, ()) if data.amends else ()
        versions = (kept.id, *reversed(before))
        of_event = [answer for name in versions for answer in answers.get(name, ())]
        undecided = _waits_for_a_decision(data, of_event)
        times = (due[name] for name in (versions if undecided else (kept.id,)))
        yield Listed(
            id=kept.id,
            kind=data.kind,
            received=kept.record.appended,
            headline=data.headline,
            handled=kept.state is ItemState.HANDLED,
            answers=said,
            owes=_owes(data, said, of_event, became, undecided=undecided),
            question=question,
            respond_by=data.respond_by_words,
            about=_about(data),
            amends=data.amends.delivery if data.amends else None,
            afterwards=became,
            data=data,
            due=next(filter(None, times), None),
        )


def _unreadable(kept: Kept, said: tuple[str, ...]) -> Listed:
    return Listed(
        id=kept.id,
        kind="unreadable",
        received=kept.record.appended,
        headline="This item could not be read. It is kept, and the sender was told.",
        handled=False,
        answers=said,
        owes=None,
    )


def _owes(
    data: DeliveryData,
    said: Collection[str],
    of_event: Collection[str],
    became: Afterwards | None,
    *,
    undecided: bool,
) -> str | None:
    """What is still to be done with an item; ``of_event``: the answers to its versions so far.

    A question is open until it is answered or taken back, and no correction asks it again.
    """
    if data.digest:
        return None  # nobody waits for an answer, nor for word that it was taken out again
    if data.question and not data.amends:
        is_open = not any(_settles(says, data.question) for says in said)
        if is_open and not (became is not None and became.how == "taken back"):
            return _QUESTION
    if became is not None and not became.stands:
        return None
    if data.amends and _CORRECTED not in said:
        return "CORRECTION TO APPLY"
    if not undecided:
        return None
    return "TO DECIDE" if of_event else "TO ANSWER"


def _waits_for_a_decision(data: DeliveryData, answers: Collection[str]) -> bool:
    """Whether an item is a referral that nobody has decided.

    To have seen it, to have applied its correction, to have made its telephone call, or to have
    failed to take it in decides nothing. A question that is an item of its own asks for no more
    than yes or no.
    """
    asks_only = data.question is not None and data.question.matter != "phone"
    tells = data.amends is None or data.replaces is not None
    is_referral = data.kind == "referral" and tells and not asks_only
    return is_referral and not any(says.startswith(_DECIDED) for says in answers)


def _about(data: DeliveryData) -> str:
    teller = data.told_by
    return f"{when(data.happened)}, {teller.agency}, its reference: {teller.local_reference}"


def _settles(says: str, question: Question) -> bool:
    """Whether an answer closes a question; a call that reached nobody does not."""
    return says == "answered: yes" or (says == "answered: no" and question.kind != "phone")
