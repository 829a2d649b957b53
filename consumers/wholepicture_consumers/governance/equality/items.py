"""Items that wait for an answer: how soon each was acknowledged, what came of it, who stepped in.

An item about three children counts for each of them. What was taken back since counts not, and no
exercise does, but where the whole partnership practises.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wholepicture_schemas.codes import OUTCOMES
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.governance.equality.groups import Groups
from wholepicture_consumers.governance.equality.suppression import Measure, Unit

IN_TIME, LATE = "acknowledged in time", "acknowledged late"
NOT_YET, OVERDUE = "not acknowledged, not due yet", "not acknowledged, and due"
AT_ONCE = "decided without an acknowledgement"
ESCALATED, RAISED = "escalated by a professional", "raised, because nobody took the child on"
NEITHER, NO_ANSWER = "neither", "no decision yet"

ACKNOWLEDGED = Measure("acknowledged", (IN_TIME, LATE, OVERDUE, NOT_YET, AT_ONCE), zeros=True)
DECIDED = Measure("decided", (*OUTCOMES.values(), NO_ANSWER), zeros=True)
STEPPED_IN = Measure("stepped in", (ESCALATED, RAISED, NEITHER), zeros=True)
MEASURES = (ACKNOWLEDGED, DECIDED, STEPPED_IN)


@dataclass(frozen=True)
class Item:
    """An item about one child."""

    unit: Unit
    took: dt.timedelta | None
    """From delivery to acknowledgement; none where there is none."""


def awaits_answer(sent: Sent, *, exercise: bool) -> bool:
    """Whether a delivery is an item that its recipient answers, as it stands now."""
    held = sent.held
    if held is None or sent.asks is not None or sent.amends is not None:
        return False
    data, gone = held.data, held.taken_back or held.kept_back
    return data.kind == "referral" and data.exercise == exercise and not (data.replayed or gone)


def raised_events(sents: Iterable[Sent]) -> set[str]:
    """The events, by source and id, about which somebody was asked who acts for a child."""
    return {sent.event for sent in sents if sent.asks and sent.asks.kind == "not-taken-on"}


def items(
    sents: Iterable[Sent],
    groups: Mapping[ChildRef, Groups],
    escalated: Collection[str],
    raised: Collection[str],
    now: dt.datetime,
    *,
    exercise: bool,
) -> Iterator[Item]:
    """Each item with each of its children.

    ``escalated`` are the ids of events about which a professional escalated a disagreement,
    ``raised`` the sources and ids of those about which somebody was asked who acts.
    """
    for sent in sents:
        if not awaits_answer(sent, exercise=exercise):
            continue
        took = sent.acknowledged - sent.at if sent.acknowledged else None
        if sent.event.rpartition(":")[2] in escalated:
            stepped_in = ESCALATED
        else:
            stepped_in = RAISED if sent.event in raised else NEITHER
        decided = OUTCOMES[sent.decided] if sent.decided else NO_ANSWER
        values = (_acknowledged(sent, now), decided, stepped_in)
        for child in sent.children:
            yield Item(Unit(child, tuple(groups[child]), values), took)


def _acknowledged(sent: Sent, now: dt.datetime) -> str:
    due = sent.respond_by
    if sent.acknowledged is not None:
        return LATE if due is not None and sent.acknowledged > due else IN_TIME
    if sent.decided is not None:
        return AT_ONCE
    return OVERDUE if due is not None and due < now else NOT_YET
