"""The feedback to an agency, as a poll and as a stream: each from where the reader left off."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from threading import Lock
from time import monotonic

from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from wholepicture_bus.errors import StopError, TransientError

from wholepicture_producers.after.hearing import HeardEntry, Hearing
from wholepicture_producers.gateway.answers import FieldProblem

_ASK_AGAIN_SECONDS = 1.0
_PACE_SECONDS = 2.0
_BEAT_SECONDS = 15.0
MOST_ENTRIES = 500
BEGINNING = "0"


class FeedbackItem(BaseModel):
    """One word back about an event of the agency."""

    cursor: str
    """Where it stands; ``after`` this begins with the next."""
    event: str | None
    """The receipt that it is about; null where the event could not be read."""
    at: datetime
    state: str
    """accepted, delivered, acknowledged, decided, ... or fix-request."""
    says: str
    to: str | None
    """To which kind of recipient, as the agreement lets the agency know; several in one line."""
    to_each: list[str]
    """Each kind of recipient that ``to`` names, by itself."""
    outcome: str | None
    problems: list[FieldProblem]
    """What the agency is asked to put right."""


class FeedbackPage(BaseModel):
    """What was heard after a cursor, oldest first."""

    items: list[FeedbackItem]
    next: str
    """The cursor to ask with next."""
    more: bool
    """Whether there is more already."""
    kafka_asked: bool
    """Whether the bus could be asked; else it is what was known before."""


class Heard:
    """One agency's feedback; the bus is asked once a second at most, whoever asks."""

    def __init__(self, hearing: Hearing, bootstrap: str | None) -> None:
        self.hearing = hearing
        self._bootstrap = bootstrap
        self._one_at_a_time = Lock()
        self._until = 0.0
        self._asked = False

    def page(self, after: str, limit: int) -> FeedbackPage:
        """What was heard after a cursor, the bus asked first.

        Raises:
            SpoolUnavailable: where what was heard cannot be read.
        """
        asked = self.listen()
        found = self.hearing.after(int(after), limit + 1)
        items = [_item(entry) for entry in found[:limit]]
        return FeedbackPage(
            items=items,
            next=items[-1].cursor if items else after,
            more=len(found) > limit,
            kafka_asked=asked,
        )

    def listen(self) -> bool:
        """Ask the bus for what is new; whether it answered."""
        with self._one_at_a_time:
            if self._bootstrap is not None and monotonic() >= self._until:
                try:
                    self.hearing.listen(self._bootstrap)
                    self._asked = True
                except (StopError, TransientError):
                    self._asked = False
                self._until = monotonic() + _ASK_AGAIN_SECONDS
            return self._asked


async def stream(heard: Heard, after: str, seconds: float) -> AsyncIterator[str]:
    """Server-Sent Events of what is heard after a cursor, for so long; then the reader returns.

    Source: HTML Standard, section 9.2.6 (interpreting an event stream).
    """
    until, beat = monotonic() + seconds, monotonic() + _BEAT_SECONDS
    yield f"retry: {int(_PACE_SECONDS * 1000)}\n\n"
    while True:
        page = await run_in_threadpool(heard.page, after, MOST_ENTRIES)
        for item in page.items:
            yield f"id: {item.cursor}\nevent: feedback\ndata: {item.model_dump_json()}\n\n"
        after = page.next
        if monotonic() >= until:
            return
        if not page.more:
            await asyncio.sleep(min(_PACE_SECONDS, max(0.0, until - monotonic())))
        if monotonic() >= beat:
            beat = monotonic() + _BEAT_SECONDS
            yield ": still here\n\n"


def _item(entry: HeardEntry) -> FeedbackItem:
    told = entry.told
    return FeedbackItem(
        cursor=str(entry.position),
        event=entry.event,
        at=told.at,
        state=told.state,
        says=told.says,
        to=told.to,
        to_each=list(told.to_each),
        outcome=told.outcome,
        problems=FieldProblem.all_of(told.problems),
    )
