"""A feed's list of its day: the agency is asked for each event on it that never arrived.

An incident list of the police counts as their feed's list of that day; it is also told as an event.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from wholepicture_agreement.by_when.working_time import LONDON, day_in_words
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.any_agency import FeedManifestSent
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.police import ChildLinkedIncidentManifest
from wholepicture_schemas.problems import Problem

from wholepicture_consumers.documents import FeedHeard
from wholepicture_consumers.feedback import as_missing, feedback, fix_request
from wholepicture_consumers.intake.documents import Seen
from wholepicture_consumers.intake.reading import FromAgency, identity

_MOST_NAMED = 50
"""The most events that never arrived that are asked for one by one."""
_AHEAD = Problem("detail.day", "is in the future", "Send the list of a day when the day is over.")


def keys_of_list(event: Event[Any]) -> Iterator[Key]:
    """The keys that a list needs; none for any other event.

    The events that it names are read and not locked, because there may be thousands.
    """
    if isinstance(event, FeedManifestSent | ChildLinkedIncidentManifest):
        yield Key(FeedHeard, event.source)
    if isinstance(event, FeedManifestSent):
        for name in event.data.detail.events:
            yield Key(Seen, identity(event.source, name), only_read=True)


def remember_day(event: Event[Any], day: dt.date, record: Record, work: Work) -> bool:
    """Record that the list of a day has come; False for a day to come, which is not recorded."""
    if day > record.appended.astimezone(LONDON).date():
        return False
    known = work.get(FeedHeard, event.source)
    if known is None or day >= known.day:
        work.put(event.source, FeedHeard(day=day, told=record.appended))
    return True


def list_taken_in(
    told: FromAgency,
    event: FeedManifestSent,
    remarked: Sequence[Problem],
    record: Record,
    work: Work,
) -> Sequence[Outgoing]:
    """Feedback to the agency: its list has come, and which of its events have not."""
    detail = event.data.detail
    day = day_in_words(detail.day)
    agency, at, cause = told.agency, record.appended, told.identity
    says = f"Your list of {day} was accepted."
    outputs = [feedback(agency, event.id, at, "accepted", says, cause=cause)]
    problems = [*told.problems, *remarked]
    if not remember_day(event, detail.day, record, work):
        problems.append(_AHEAD)
    lost = [
        event_id
        for event_id in detail.events
        if work.get(Seen, identity(event.source, event_id)) is None
    ]
    if lost:
        problems.append(_lost(lost, day))
    if problems:
        missing = as_missing(problems)
        outputs.append(fix_request(agency, event.id, at, missing, record.place, delivered=False))
    says = f"It is on your list of {day} and never arrived, or could not be read. Publish it again."
    outputs += [
        feedback(agency, event_id, at, "not-delivered", says, cause=cause)
        for event_id in lost[:_MOST_NAMED]
    ]
    return outputs


def _lost(lost: Sequence[EventId], day: str) -> Problem:
    """The problem that events of the list are missing; it names them by the agency's receipts."""
    count = f"{len(lost)} event{'' if len(lost) == 1 else 's'}"
    named = ", ".join(lost[:_MOST_NAMED])
    more = f" and {len(lost) - _MOST_NAMED} more" if len(lost) > _MOST_NAMED else ""
    return Problem(
        "detail.events",
        f"names {count} of {day} that never arrived, or could not be read",
        f"Publish again: {named}{more}.",
    )
