"""How far an event has come, for the agency that posted it."""

from datetime import datetime
from http import HTTPStatus
from typing import Self

from pydantic import BaseModel
from wholepicture_bus.spool import History, Spool

from wholepicture_producers.after.hearing import FeedbackEntry, Hearing
from wholepicture_producers.after.timeline import Timeline, timeline
from wholepicture_producers.gateway.answers import FieldProblem, Refusal


class TimelineEntry(BaseModel):
    """One word back about the event."""

    at: datetime
    state: str
    says: str
    to: str | None
    to_each: list[str]
    outcome: str | None
    problems: list[FieldProblem]

    @classmethod
    def of(cls, told: FeedbackEntry) -> Self:
        """The entry as it is answered."""
        return cls(
            at=told.at,
            state=told.state,
            says=told.says,
            to=told.to,
            to_each=list(told.to_each),
            outcome=told.outcome,
            problems=FieldProblem.all_of(told.problems),
        )


class EventState(BaseModel):
    """How far an event has come."""

    receipt: str
    status: str | None
    """waiting, sent or refused; null where this gateway did not send it, or long ago."""
    kept: datetime | None
    sent: datetime | None
    timeline: list[TimelineEntry]
    not_answered: list[str]
    """Who was sent it and has not answered. A notice need not be answered."""
    corrections: list["EventState"]

    @classmethod
    def of(cls, told: Timeline) -> Self:
        """The state as it is answered."""
        own = told.own
        return cls(
            receipt=told.receipt,
            status=own.status if own else None,
            kept=own.appended if own else None,
            sent=own.sent if own else None,
            timeline=[TimelineEntry.of(entry) for entry in told.heard],
            not_answered=list(told.waiting_for),
            corrections=[cls.of(correction) for correction in told.corrections],
        )


def state_of(receipt: str, spool: Spool, history: History, hearing: Hearing) -> EventState:
    """How far an event of this agency has come.

    Raises:
        Refusal: 404 where this agency has no such event, whoever else may have one.
        SpoolUnavailable: where the spool cannot be read.
    """
    found = timeline(receipt, spool, history, hearing)
    if found.own is None and not found.heard and found.dropped is None:
        raise Refusal(
            HTTPStatus.NOT_FOUND,
            "no-such-event",
            "There is no such event of yours",
            "What was refused has no receipt: post it again, put right.",
        )
    return EventState.of(found)
