"""Replies: what a recipient's answer changes, and what the agency hears of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wholepicture_agreement import Response
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Key
from wholepicture_schemas.codes import OUTCOMES, Outcome
from wholepicture_schemas.feedback import State
from wholepicture_schemas.replies import (
    Acknowledged,
    Answer,
    CannotProcess,
    CorrectionApplied,
    Decided,
    Decision,
)

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.references import fold_replied, keys_of_references, reply_of
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.answering import Answering
from wholepicture_consumers.picture.causes import House
from wholepicture_consumers.picture.documents import Telling
from wholepicture_consumers.picture.following_up import follow_up
from wholepicture_consumers.picture.reading import Replied

_SAYS: Mapping[str, tuple[State, str]] = {
    Acknowledged.TYPE: ("acknowledged", "It was acknowledged at {to}."),
    Decided.TYPE: ("decided", "{to} decided: {outcome}."),
    CorrectionApplied.TYPE: ("correction-applied", "{to} has put the change into its record."),
    CannotProcess.TYPE: (
        "cannot-process",
        "The system at {to} could not take it in. Call them.",
    ),
}


def answered(replied: Replied, record: Record, house: House) -> Sequence[Outgoing]:
    """The reply kept with its delivery, and a word to the agency that told of it."""
    work = house.work
    sent, reply = work.get(Sent, replied.data.delivery), reply_of(replied.data)
    if sent is None or reply is None:
        return ()
    if isinstance(reply, Answer):
        return Answering(reply, replied, sent, record, house).outputs()
    outcome = reply.outcome if isinstance(reply, Decision) else None
    changes: dict[str, Any] = {}
    if replied.type == Acknowledged.TYPE and sent.acknowledged is None:
        changes["acknowledged"] = replied.data.attributes.time
    if replied.type == Decided.TYPE:
        changes["decided"] = outcome
    if replied.type in {Decided.TYPE, CorrectionApplied.TYPE} and sent.asks is None:
        changes["open"] = False
    if changes:
        work.put(replied.data.delivery, sent.model_copy(update=changes))
    fold_replied(replied.data, reply, work)
    said = _was_said(replied, sent, outcome, house)
    words = () if said else (_word(replied, sent, outcome, record),)
    response: Response | None = "cannot-process" if replied.type == CannotProcess.TYPE else outcome
    if response is None:
        return words
    return [*words, *follow_up(response, replied, sent, record, house)]


def keys_of_reply(replied: Replied) -> list[Key]:
    """What a reply is about: its delivery, who was told of the event, and the children."""
    return [
        Key(Sent, replied.data.delivery),
        Key(Telling, replied.data.event),
        *keys_of_references(replied.data),
    ]


def _was_said(replied: Replied, sent: Sent, outcome: Outcome | None, house: House) -> bool:
    """Whether the agency has heard this of this family already; if not, it hears it now.

    Two answers of one family would tell that two of it were told. Two different decisions do not:
    whoever decides may decide anew.
    """
    telling = house.work.get(Telling, replied.data.event)
    if telling is None:
        return False
    state, _ = _SAYS[replied.type]
    words = "|".join((sent.about, state, sent.to, outcome or ""))
    if telling.forgotten or words in telling.said:
        return True
    said = telling.model_copy(update={"said": (*telling.said, words)})
    house.work.put(replied.data.event, said)
    return False


def _word(replied: Replied, sent: Sent, outcome: Outcome | None, record: Record) -> Outgoing:
    state, says = _SAYS[replied.type]
    words = OUTCOMES.get(outcome, "") if outcome else ""
    text = says.format(to=sent.to, outcome=words)
    return feedback(
        sent.agency,
        sent.about.rpartition(":")[2],
        record.appended,
        state,
        text[0].upper() + text[1:],
        cause=replied.data.attributes.id,
        to=(sent.to,),
        outcome=outcome,
    )
