"""Taking in an agency's event: which child each person is, and one record for each child.

What amends an event goes where the event went, with the links that the event has, and with those of
the children whom it brings. It waits for an event that has not come.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Message, Work
from wholepicture_schemas.any_agency import FeedManifestSent, Retraction
from wholepicture_schemas.children import ChildConcerned, ChildConcernedData, Link
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import AgencyId, ChildRef, EventId, derived
from wholepicture_schemas.police import ChildLinkedIncidentManifest
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import content_of, event_of

from wholepicture_consumers.facts.event import first_told
from wholepicture_consumers.feedback import BUS, as_missing, feedback, fix_request
from wholepicture_consumers.identity import link, marks_of
from wholepicture_consumers.intake.amending import amend
from wholepicture_consumers.intake.documents import Awaited, Seen
from wholepicture_consumers.intake.joining import children_brought
from wholepicture_consumers.intake.lists import list_taken_in, remember_day
from wholepicture_consumers.intake.reading import FromAgency, Incoming, identity
from wholepicture_consumers.intake.refusing import other_body

_NOT_COME = (
    "It is kept and applied when that event comes. Check the id; where the event came from another "
    "source of yours than this, name that in detail.source."
)

_ANOTHER_WORLD = (
    "names an event of the other kind, practice or live",
    "Say in core.exercise what the event that it names says, and publish it anew.",
)


def taken_in(told: FromAgency, message: Message[Incoming], work: Work) -> Sequence[Outgoing]:
    """What follows from an agency's event: words back, and the records on ``children``."""
    record = message.record
    digest = sha256(record.value or b"").hexdigest()
    before = work.get(Seen, told.identity)
    if before is not None:
        return [] if before.digest == digest else other_body(told, record)
    if told.amends:
        return _amendment(told, told.amends, digest, message, work)
    event = told.event
    core = event.data.core
    if isinstance(event, FeedManifestSent):
        correlation = event.correlationid or event.id
        work.put(told.identity, Seen(digest=digest, correlation=correlation, is_list=True))
        return list_taken_in(told, event, record, work)
    links = tuple(
        link(child, event.source, event.id, work, practice=told.practice) for child in core.children
    )
    data = _data(told, links, digest, message)
    seen = Seen(
        digest=digest,
        correlation=event.correlationid or event.id,
        family=event.partitionkey or event.source,
        state=first_told(data),
        marks={child.person: marks_of(child, practice=told.practice) for child in core.children},
        practice=told.practice,
    )
    if isinstance(event, ChildLinkedIncidentManifest):
        remember_day(event, event.data.detail.day, record, work)
    outputs = _words_back(told, told.problems, record)
    outputs += _to_children(data, seen)
    for late in (work.get(Awaited, told.identity) or Awaited()).by:
        seen, made = _come_late(told.agency, late, seen, record, work)
        outputs += made
    work.put(told.identity, seen)
    return outputs


def _amendment(
    told: FromAgency, amends: str, digest: str, message: Message[Incoming], work: Work
) -> Sequence[Outgoing]:
    """What follows from a correction or a retraction of the event that it names.

    One whose event has not come waits for it. One that changes nothing, or may not be made, ends
    here: its agency alone hears of it.
    """
    event, record = told.event, message.record
    original = work.get(Seen, amends)
    correlation = original.correlation if original else event.correlationid or event.id
    work.put(told.identity, Seen(digest=digest, correlation=correlation, amends=amends))
    data = _data(told, (), digest, message)
    if original is None:
        waiting = work.get(Awaited, amends) or Awaited()
        work.put(amends, Awaited(by=(*waiting.by, data)))
        problem = _problem(told, "names an event that has not come", _NOT_COME)
        return [
            *_words_back(told, (), record),
            *_asked(told, (*told.problems, problem), record, delivered=False),
        ]
    if original.is_list:
        fix = "Send the list of that day anew, as it is right."
        return _asked(told, (_problem(told, "is a list", fix),), record, delivered=False)
    if original.amends:
        fix = "Correct or take back the original."
        problem = _problem(told, "is itself a correction", fix)
        return _asked(told, (problem,), record, delivered=False)
    if _is_another_world(event, original):
        return _asked(told, (_problem(told, *_ANOTHER_WORLD),), record, delivered=False)
    found = amend(event, told.brought, data, original, work)
    work.put(amends, found.original)
    problems = (*told.problems, *found.problems)
    if found.told is None:
        return [*_words_back(told, (), record), *_asked(told, problems, record, delivered=False)]
    return [*_words_back(told, problems, record), *_to_children(found.told, found.original)]


def _come_late(
    agency: AgencyId, late: ChildConcernedData, original: Seen, record: Record, work: Work
) -> tuple[Seen, list[Outgoing]]:
    """The original as what waited for it leaves it, and what follows from that."""
    amending = event_of(late.attributes, late.content)
    if _is_another_world(amending, original):
        problem = Problem(_naming(amending), *_ANOTHER_WORLD)
        return original, _asked_about(agency, amending.id, (problem,), record, delivered=False)
    late = late.model_copy(update={"received": record.appended})  # it is applied now
    found = amend(amending, children_brought(amending), late, original, work)
    asked = _asked_about(
        agency, amending.id, found.problems, record, delivered=found.told is not None
    )
    told = _to_children(found.told, found.original) if found.told else []
    return found.original, [*asked, *told]


def _is_another_world(event: Event[Told[Core]], original: Seen) -> bool:
    """Whether practice data amends what is live, or the reverse; what says nothing follows it."""
    says = event.data.core.exercise
    return says is not None and says != original.practice


def _data(
    told: FromAgency, links: tuple[Link, ...], digest: str, message: Message[Incoming]
) -> ChildConcernedData:
    """What ``children`` carries of an event, the same for each of its children."""
    event = told.event
    return ChildConcernedData(
        child=None,
        lead=True,
        links=links,
        missing=as_missing(told.problems),
        received=message.record.appended,
        digest=digest,
        earlier_held=message.earlier_held,
        amends=told.amends,
        attributes=event.attributes(),
        content=content_of(event),
    )


def _to_children(data: ChildConcernedData, original: Seen) -> list[Outgoing]:
    """One record for each child concerned, the first of them the lead; one where there is none.

    Their key is the child's reference, and what orders them is the family that their agency named:
    so one agency's events of one family stay in order, also where they are about several children,
    and what amends an event comes behind it, whatever family it names itself.
    """
    cause = identity(data.attributes.source, data.attributes.id)
    refs: list[ChildRef | None] = [*dict.fromkeys(one.child for one in data.links)] or [None]
    made = []
    for at, child in enumerate(refs):
        concerned = ChildConcerned(
            id=derived("child-concerned", cause, child or ""),
            source=BUS,
            type=ChildConcerned.TYPE,
            time=data.attributes.time,
            correlationid=original.correlation,
            causationid=cause,
            traceparent=data.attributes.traceparent,
            data=data.model_copy(update={"child": child, "lead": at == 0}),
        )
        key = child or derived("no-child", cause)
        made.append(outgoing(concerned, topics.CHILDREN, key, order_by=original.family))
    return made


def _words_back(told: FromAgency, problems: Sequence[Problem], record: Record) -> list[Outgoing]:
    """Accepted, and what the agency is asked to put right."""
    says = "Your event was accepted."
    event = told.event.id
    accepted = feedback(told.agency, event, record.appended, "accepted", says, cause=told.identity)
    return [accepted, *_asked(told, problems, record, delivered=True)]


def _asked(
    told: FromAgency, problems: Sequence[Problem], record: Record, *, delivered: bool
) -> list[Outgoing]:
    return _asked_about(told.agency, told.event.id, problems, record, delivered=delivered)


def _asked_about(
    agency: AgencyId, event: str, problems: Sequence[Problem], record: Record, *, delivered: bool
) -> list[Outgoing]:
    if not problems:
        return []
    missing = as_missing(problems)
    name = EventId(event)
    return [fix_request(agency, name, record.appended, missing, record.place, delivered=delivered)]


def _problem(told: FromAgency, what: str, fix: str) -> Problem:
    """The problem of an amendment that does not lead to an event of its own."""
    return Problem(_naming(told.event), what, fix)


def _naming(event: Event[Any]) -> str:
    """The field by which an amendment names its event."""
    return "detail.retracts" if isinstance(event, Retraction) else "detail.corrects"
