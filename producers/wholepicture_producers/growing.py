"""A row whose event was published before: it says the same, corrects it, or is refused.

A reference that is used again for another incident leads to no correction: nothing of one child
may get into the event of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import (
    History,
    Said,
    Saying,
    Spool,
    SpooledRecord,
    last_said,
    saying_of,
    was_said,
)
from wholepicture_schemas.any_agency import FeedManifestSent
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import Problem

from wholepicture_producers.aligning import aligned
from wholepicture_producers.differences import Differences, differences
from wholepicture_producers.drafts import Draft
from wholepicture_producers.fixing import fixed
from wholepicture_producers.people import anybody_shared, anybody_untold
from wholepicture_producers.published import NotFixable, Published, as_it_stands, taken_back

_LONDON = ZoneInfo("Europe/London")
_ANOTHER = Problem(
    "event",
    "has a number that was used for another incident",
    "Give its rows a number of their own. If it is the same incident, put right what was published "
    "under that number first: wholepicture sent RECEIPT",
)
_OTHER_TIME = Problem(
    "time",
    "differs from what was published under this number, and cannot be corrected",
    "If it is another incident, give its rows a number of their own. If the time was wrong, take "
    "the event back and publish it under a new number.",
)
_AS_BEFORE = Problem(
    "event",
    "says again what an earlier export said, and a later one has changed",
    "If this is an older export, leave it. If its rows are right, add --reverts.",
)
_TAKEN_BACK = Problem(
    "event",
    "was taken back, and says something else now",
    "To tell it anew, give its rows a number of their own.",
)
_PRUNED = Problem(
    "event",
    "was published before and says something else now, and what was published is not kept here",
    "Publish a correction of it: wholepicture template correction",
)
_NO_EVENT = Problem(
    "event",
    "was already published and says something else there",
    "Publish it anew, with a new id.",
)


class Refused(ValueError):
    """A row that is not published, and changes nothing of what was."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Terms:
    """How rows of events that were published before are dealt with."""

    because: str | None = None
    """The reason of their corrections."""
    strict: bool = False
    """Whether an event that lacks anything is refused, to be mended first."""
    new_only: bool = False
    """Whether corrections are held back."""
    removals: bool = False
    """Whether a row takes away what it said before and does not say now."""
    reverts: bool = False
    """Whether a row may say again what it said before a later export."""
    dry_run: bool = False
    """Whether nothing is kept, so that it is shown only."""


@dataclass(frozen=True, slots=True)
class Again:
    """What a row says of an event that was published before."""

    receipt: str
    said: Said
    """What is kept as said last."""
    found: Differences
    correction: dict[str, Any] | None = None
    """The correction that the row leads to; None where it changes nothing."""


def told_again(
    draft: Draft,
    record: Outgoing,
    spool: Spool,
    agency: AgencyId,
    now: datetime,
    terms: Terms,
) -> Again | None:
    """What a row's record says of its event beside what was published; None of a new event.

    Raises:
        Refused: nothing of the event is changed by it.
        InvalidEvent: with what cannot be right in the event as changed.
    """
    receipt = attributes_of(record.headers)["id"]
    last, saying = last_said(spool, receipt), saying_of(record)
    if last is None:
        return None
    is_repeat = last.digest == saying.digest
    if is_repeat and not terms.removals:
        return Again(receipt, last, Differences())
    row = spool.row(receipt)
    if row is None or last.saying is None:
        if is_repeat or was_said(spool, receipt, saying):
            return Again(receipt, last, Differences())
        raise Refused(_PRUNED)
    try:
        kind, event = _standing(spool, row, receipt)
    except Refused:
        if is_repeat:
            return Again(receipt, last, Differences())
        raise
    if not (is_repeat or terms.reverts) and was_said(spool, receipt, saying):
        raise Refused(_AS_BEFORE)
    _require_the_same_people(receipt, last.saying, saying)
    content = aligned(kind, last.saying.content, saying.content, event.content)
    found = differences(
        kind,
        last.saying.content,
        content,
        event.content,
        removals=terms.removals,
        constants=draft.constants,
    )
    _require_the_same_time(last.saying, saying, found)
    said = Said(receipt, saying.digest, replace(saying, content=content))
    if not found.changes:
        if found.gone and not terms.removals:  # it stays said, for --removals in a later run
            said = Said(receipt, saying.digest, last.saying)
        return Again(receipt, said, found)
    because = terms.because or _because(now)
    return Again(receipt, said, found, _correction(event, found.changes, because, agency, now))


def _standing(spool: Spool, row: SpooledRecord, receipt: str) -> tuple[type[Event[Any]], Published]:
    """The event as its corrections have left it.

    Raises:
        Refused: it is none that a row corrects, or was taken back.
    """
    kind = TOLD.get(attributes_of(row.outgoing.headers).get("type", ""))
    if kind is None or kind.AMENDS or kind is FeedManifestSent:
        raise Refused(_NO_EVENT)
    amending = History(spool.path).amending(receipt)
    if taken_back(amending):
        raise Refused(_TAKEN_BACK)
    return kind, as_it_stands(row, kind, amending)


def _correction(
    event: Published,
    changes: Sequence[tuple[str, Any]],
    because: str,
    agency: AgencyId,
    now: datetime,
) -> dict[str, Any]:
    try:
        return fixed(event, changes, because, (), agency, now).correction
    except NotFixable as error:
        raise Refused(Problem("event", "is not changed by it", str(error))) from None


def _because(now: datetime) -> str:
    day = now.astimezone(_LONDON)
    return f"The export of {day.day} {day:%B %Y} says otherwise."


def _is_another(before: Saying, after: Saying) -> bool:
    """Whether it is told of other people entirely, so that the number was used again.

    Nobody who is surely in both: then only what has the time, and the family where one is told, is
    the same incident, in which a child was mixed up or not known by name.
    """
    was, is_now = _people(before), _people(after)
    if anybody_shared(was, is_now):
        return False
    if not was or not is_now or anybody_untold(was) or anybody_untold(is_now):
        return not (_same_time(before, after) and _family_allows(before, after))
    return not (_same_time(before, after) and _same_family(before, after))


def _people(saying: Saying) -> list[dict[str, Any]]:
    """The children; the adults where no child is told of."""
    core = saying.content.get("core") or {}
    return list(core.get("children") or core.get("adults") or ())


def _same_time(before: Saying, after: Saying) -> bool:
    first, second = (saying.attributes.get("time") for saying in (before, after))
    if not first or not second:
        return first == second
    return datetime.fromisoformat(first) == datetime.fromisoformat(second)


def _same_family(before: Saying, after: Saying) -> bool:
    first, second = (saying.attributes.get("partitionkey") for saying in (before, after))
    return first == second and first is not None and not first.startswith("/")


def _family_allows(before: Saying, after: Saying) -> bool:
    return before.attributes.get("partitionkey") == after.attributes.get("partitionkey")


def _require_the_same_people(receipt: str, before: Saying, after: Saying) -> None:
    if _is_another(before, after):
        raise Refused(replace(_ANOTHER, fix=_ANOTHER.fix.replace("RECEIPT", receipt)))


def _require_the_same_time(before: Saying, after: Saying, found: Differences) -> None:
    """Let a row of another time only add to its event: else it may tell of another incident.

    Raises:
        Refused: it would say something else in place of what was told, or nothing but the time.
    """
    if _same_time(before, after):
        return
    if found.replaced or not found.changes:
        raise Refused(_OTHER_TIME)
    found.left["time"] = "it cannot be corrected"
