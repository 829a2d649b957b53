"""Many events at once: of each how far it came, what is asked, and who has not answered."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.spool import History, Spool
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.problems import Problem

from wholepicture_producers.after.choosing import Choosing
from wholepicture_producers.after.fixing import still_asked
from wholepicture_producers.after.hearing import Hearing
from wholepicture_producers.after.published import as_it_stands
from wholepicture_producers.after.timeline import Timeline, timelines
from wholepicture_producers.frame.guarding import guarded

_HEADER = ("Receipt", "Reference", "Kept", "State", "Delivered to", "Not answered", "Asked")


@dataclass(frozen=True, slots=True)
class Overview:
    """How one event stands."""

    told: Timeline
    reference: str
    asked: tuple[Problem, ...]
    """What is asked about it and not put right yet."""

    @property
    def unanswered(self) -> bool:
        """Whether somebody to whom it or a correction of it was delivered has not answered."""
        return any(told.waiting_for for told in (self.told, *self.told.corrections))

    @property
    def state(self) -> str:
        """How far it came, in a word or two."""
        if self.told.dropped is not None:
            return "given up"
        own = self.told.own
        if own is not None and own.status != "sent":
            return "refused by Kafka" if own.status == "refused" else "waiting to be sent"
        states = [entry.state for entry in self.told.heard if entry.state != "fix-request"]
        if states:
            return states[-1]
        return "asked about" if self.told.heard else "sent"

    def as_json(self) -> dict[str, Any]:
        """How it stands, as JSON values."""
        asked = [
            {"field": problem.field, "what": problem.what, "fix": problem.fix}
            for problem in self.asked
        ]
        own = {"reference": self.reference, "state": self.state, "asked": asked}
        return {**own, **self.told.as_json()}

    def cells(self) -> tuple[str, ...]:
        """How it stands, as a row of a table."""
        return (
            self.told.receipt,
            self.reference,
            self.told.own.appended.isoformat() if self.told.own is not None else "",
            self.state,
            ", ".join(self.told.delivered_to),
            ", ".join(self.told.waiting_for),
            ", ".join(problem.field for problem in self.asked),
        )


def overviews(
    receipts: Sequence[str], spool: Spool, history: History, hearing: Hearing, choosing: Choosing
) -> Iterator[Overview]:
    """How each event stands, in one pass over what was heard."""
    amended = history.amendments()
    for told in timelines(receipts, spool, history, hearing):
        asked: tuple[Problem, ...] = ()
        row = None
        if any(entry.state == "fix-request" for entry in told.heard):
            row = spool.row(told.receipt)
        if row is not None:
            kind = TOLD.get(attributes_of(row.outgoing.headers).get("type", ""))
            if kind is not None:
                event = as_it_stands(row, kind, amended.get(told.receipt, ()))
                asked = still_asked(told.heard, event)
        yield Overview(told, choosing.reference(told.receipt), asked)


def lines_of_many(found: Sequence[Overview]) -> Iterator[str]:
    """A line an event, and at the end how many there are of each kind."""
    for one in found:
        name = f"{one.reference}  " if one.reference else ""
        asked = f"; asked: {', '.join(problem.field for problem in one.asked)}" if one.asked else ""
        waiting = ", ".join(one.told.waiting_for)
        silent = f"; no answer so far: {waiting}" if waiting else ""
        yield f"{one.told.receipt}  {name}{one.state}{asked}{silent}"
    asked_of, silent_of = sum(bool(one.asked) for one in found), sum(o.unanswered for o in found)
    events = "1 event" if len(found) == 1 else f"{len(found)} events"
    yield f"{events}, {asked_of} asked about, {silent_of} without every answer."


def as_csv(found: Sequence[Overview]) -> str:
    """The events as a table that a spreadsheet can open and save."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_HEADER)
    table.writerows([guarded(cell) for cell in one.cells()] for one in found)
    return text.getvalue()
