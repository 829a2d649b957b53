"""Taking in an agency's event: which child each person is, and one record for each child.

An amendment goes where its event went. It carries the links of the event and of the children whom
it brings. It waits for an event that has not come.
"""

from collections.abc import Sequence
from typing import Any

from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Message, Work
from wholepicture_schemas.any_agency import FeedManifestSent, Retraction
from wholepicture_schemas.children import ChildConcerned, ChildConcernedData, Kin, Link
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import AgencyId, ChildRef, EventId, derived
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.police import ChildLinkedIncidentManifest
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import event_of

from wholepicture_consumers.facts.event import first_told
from wholepicture_consumers.feedback import BUS, as_missing, feedback, fix_request
from wholepicture_consumers.identity import link
from wholepicture_consumers.intake.amending import amend
from wholepicture_consumers.intake.documents import Awaited, Seen
from wholepicture_consumers.intake.households import kin_of
from wholepicture_consumers.intake.joining import children_brought
from wholepicture_consumers.intake.keeping_back import decided_before, kept_back
from wholepicture_consumers.intake.lists import list_taken_in, remember_day
from wholepicture_consumers.intake.originals import original_of
from wholepicture_consumers.intake.reading import FromAgency, Incoming, identity
from wholepicture_consumers.intake.refusing import NOT_KEPT, other_body, told_too_late
from wholepicture_consumers.intake.remarking import told_once

_concerned, _concerned_data = unchecked(ChildConcerned), unchecked(ChildConcernedData)
_seen = unchecked(Seen)

_NOT_COME = (
    "It is kept and applied when that event comes. Check the id; where the event came from another "
    "source of yours than this, name that in detail.source."
)

_ANOTHER_WORLD = (
    "names an event of the other kind, practice or live",
    "Say in core.exercise what the event that it names says, and publish it anew.",
)
_CIRCLE = ("leads back to itself", "Name the event that was wrong.")
_CORRECTION = ("is itself a correction", "Correct what is wrong, or take back the original.")
_LIST = ("is a list", "Send the list of that day anew, as it is right.")


def taken_in(told: FromAgency, message: Message[Incoming], work: Work) -> Sequence[Outgoing]:
    """What follows from an agency's event: words back, and the records on ``children``."""
    record, name = message.record, told.identity
    before = work.get(Seen, name)
    if before is not None and before.forgotten:
        return told_too_late(told, record)
    if before is not None:
        return [] if before.digest == told.digest else other_body(told, record)
    remarked = told_once(told.event.source, told.remarks, work)
    if told.amends:
        return [
            *_amendment(told, told.amends, remarked, message, work),
            *_late(told, record, work),
        ]
    told = decided_before(told, work)
    event = told.event
    if isinstance(event, FeedManifestSent):
        correlation = event.correlationid or event.id
        work.put(name, _seen(digest=told.digest, correlation=correlation, is_list=True))
        listed = list_taken_in(told, event, remarked, record, work)
        return [*listed, *_late(told, record, work)]
    links = tuple(link(child, event.source, event.id, work) for child in told.children)
    kin = kin_of(event, told.content, told.common, links, work)
    data = _data(told, message, links, kin)
    seen = _seen(
        digest=told.digest,
        correlation=event.correlationid or event.id,
        family=event.partitionkey or event.source,
        state=first_told(data),
        marks={child.person: child.marks for child in told.children},
        practice=told.practice,
    )
    if isinstance(event, ChildLinkedIncidentManifest):
        remember_day(event, event.data.detail.day, record, work)
    work.put(name, seen)
    corrected, unknown = kept_back(told, data, work)
    return [
        *_words_back(told, (*told.problems, *unknown, *remarked), record),
        *_to_children(data, seen),
        *(
            made
            for amendment in corrected
            if amendment.told is not None
            for made in _to_children(amendment.told, amendment.original)
        ),
        *_late(told, record, work),
    ]


def _amendment(
    told: FromAgency,
    named: str,
    remarked: Sequence[Problem],
    message: Message[Incoming],
    work: Work,
) -> Sequence[Outgoing]:
    """What follows from a correction or a retraction of the event that it names.

    One whose event has not come waits for it. One that changes nothing, or may not be made, ends
    here: its agency alone hears of it.
    """
    event, record = told.event, message.record
    name = original_of(named, told.identity, work)
    original = work.get(Seen, name) if name else None
    known = original.correlation if original else ""
    correlation = known or event.correlationid or event.id
    seen = _seen(digest=told.digest, correlation=correlation, amends=name or named)
    work.put(told.identity, seen)
    refusal = _refusal(event, named, name, original)
    if name is None or refusal is not None:
        refused = (*((refusal,) if refusal else ()), *remarked)
        return _asked(told, refused, record, delivered=False)
    data = _data(told, message, amends=name)
    if original is None:
        _wait(name, data, work)
        problem = Problem(_naming(event), "names an event that has not come", _NOT_COME)
        return [
            *_words_back(told, (), record),
            *_asked(told, (*told.problems, problem, *remarked), record, delivered=False),
        ]
    amended = amend(event, told.brought, data, original, work)
    work.put(name, amended.original)
    problems = (*told.problems, *amended.problems, *remarked)
    if amended.told is None:
        return [*_words_back(told, (), record), *_asked(told, problems, record, delivered=False)]
    return [*_words_back(told, problems, record), *_to_children(amended.told, amended.original)]


def _late(told: FromAgency, record: Record, work: Work) -> list[Outgoing]:
    """What follows from the amendments that came before their event, which has come now."""
    outputs: list[Outgoing] = []
    for late in (work.get(Awaited, told.identity) or Awaited()).by:
        amending = event_of(late.attributes, late.content)
        name = original_of(told.identity, identity(amending.source, amending.id), work)
        original = work.get(Seen, name) if name else None
        refusal = _refusal(amending, told.identity, name, original)
        if name is None or refusal is not None:
            problems = (refusal,) if refusal else ()
            outputs += _asked_about(told.agency, amending.id, problems, record, delivered=False)
        elif original is None:
            _wait(name, late.model_copy(update={"amends": name}), work)
        else:
            # it is applied now, to the event at the end of its chain
            changes = {"amends": name, "received": record.appended}
            data = late.model_copy(update=changes)
            amended = amend(amending, children_brought(amending), data, original, work)
            work.put(name, amended.original)
            delivered = amended.told is not None
            outputs += _asked_about(
                told.agency, amending.id, amended.problems, record, delivered=delivered
            )
            outputs += _to_children(amended.told, amended.original) if amended.told else []
    return outputs


def _wait(name: str, data: ChildConcernedData, work: Work) -> None:
    """Keep an amendment until the event comes that it leads to."""
    waiting = work.get(Awaited, name) or Awaited()
    work.put(name, Awaited(by=(*waiting.by, data)))


def _refusal(
    event: Event[Any], named: str, name: str | None, original: Seen | None
) -> Problem | None:
    """Why an amendment cannot be applied: it names ``named``, which leads to ``name``."""
    why = None
    if name is None:
        why = _CIRCLE
    elif name != named and isinstance(event, Retraction):
        why = _CORRECTION
    elif original is not None and original.forgotten:
        why = NOT_KEPT
    elif original is not None and original.is_list:
        why = _LIST
    elif original is not None and _is_another_world(event, original):
        why = _ANOTHER_WORLD
    return Problem(_naming(event), *why) if why else None


def _is_another_world(event: Event[Told[Core]], original: Seen) -> bool:
    """Whether practice data amends a live event, or the reverse; False where it does not say."""
    says = event.data.core.exercise
    return says is not None and says != original.practice


def _data(
    told: FromAgency,
    message: Message[Incoming],
    links: tuple[Link, ...] = (),
    kin: tuple[Kin, ...] = (),
    amends: str | None = None,
) -> ChildConcernedData:
    """What ``children`` carries of an event, the same for each of its children."""
    return _concerned_data(
        child=None,
        lead=True,
        links=links,
        kin=kin,
        missing=as_missing(told.problems),
        received=message.record.appended,
        digest=told.digest,
        earlier_held=message.earlier_held,
        amends=amends,
        sent_on=told.sent_on,
        attributes=told.event.attributes(),
        content=told.content,
    )


def _to_children(data: ChildConcernedData, original: Seen) -> list[Outgoing]:
    """One record for each child concerned, the first of them the lead; one where there is none.

    Their key is the child's reference, and what orders them is the family that their agency named:
    so one agency's events of one family stay in order, also where they are about several children,
    and what amends an event comes behind it, whatever family it names itself.
    """
    cause = identity(data.attributes.source, data.attributes.id)
    refs: list[ChildRef | None] = [*dict.fromkeys(link.child for link in data.links)] or [None]
    made = []
    for at, child in enumerate(refs):
        concerned = _concerned(
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
    """Feedback to the agency: accepted, and what it is asked to put right."""
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


def _naming(event: Event[Any]) -> str:
    """The field by which an amendment names its event."""
    return "detail.retracts" if isinstance(event, Retraction) else "detail.corrects"
