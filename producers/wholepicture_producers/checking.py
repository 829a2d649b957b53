"""What the bus will answer to an event, found before it is sent.

An event is refused where the bus could deliver nothing of it, where it speaks in another's name,
and where something that protects a person cannot be read: its sender is here and can mend it at
once. Any other event goes as it is. The bus delivers it marked incomplete, and asks what is asked
here already; ``texts_for_others`` says which texts it will ask for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture_bus.binding import attributes_of, outgoing, outgoing_as_given
from wholepicture_bus.records import Outgoing
from wholepicture_bus.topics import INPUT_BYTES, events, history
from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.asked import asked_of
from wholepicture_schemas.catalogue import TOLD, by_name, is_told_by
from wholepicture_schemas.changed_values import problems_of_values
from wholepicture_schemas.envelope import Event, new_id
from wholepicture_schemas.identifiers import AgencyId, agency_source
from wholepicture_schemas.problems import OF_ANOTHER_KIND, InvalidEvent, Problem, once
from wholepicture_schemas.protections import cannot_be_read, may_protect
from wholepicture_schemas.reading import (
    Read,
    Unreadable,
    attributes_in,
    read_closed,
    read_open,
    value_in,
)

from wholepicture_producers.made_up import made_up
from wholepicture_producers.own_kind import kind_of
from wholepicture_producers.too_large import too_large

EventDocument = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An event that can be sent, and what its sender is asked about it."""

    record: Outgoing
    asked: tuple[Problem, ...] = ()
    """Empty where the event lacks nothing; else the bus marks it incomplete."""


def record_of(
    document: EventDocument,
    agency: AgencyId,
    now: datetime,
    corrected: type[Event[Any]] | None = None,
    *,
    strict: bool = False,
) -> Prepared:
    """The record of an agency's event, which is completed, and what is asked as of ``now``.

    ``corrected`` is the type of the event that it corrects, where that is known. A ``strict``
    caller mends first: an event that lacks anything is refused.

    Raises:
        InvalidEvent: with every problem of the event.
    """
    _complete(document, agency)
    refused = [*_not_ours(document, agency), *_not_filled_in(document)]
    closed: tuple[Problem, ...] = ()
    try:
        event = read_closed(document)
    except InvalidEvent as error:
        closed = error.problems
        try:
            record, opened = _as_it_is(document, agency)
            texts = set(opened.event.checks_when_read())
            found = (*closed, *asked_of(opened, agency, now))
            asked = once(problem for problem in found if problem not in texts)
        except Unreadable as unreadable:
            why = unreadable.problems or (_unreadable(unreadable),)
            raise InvalidEvent(once((*refused, *closed, *why))) from None
        event = opened.event
        refused += filter(cannot_be_read, opened.problems)
        refused += [field.problem() for field in opened.unknown if may_protect(field)]
    else:
        record = outgoing(event, lane(event, agency), event.partitionkey)
        try:
            asked = asked_of(Read(event, ()), agency, now)
        except Unreadable as unreadable:
            raise InvalidEvent(once((*refused, *unreadable.problems))) from None
    if isinstance(event, Correction):
        asked = once((*asked, *problems_of_values(event.data.detail.changes, TOLD, corrected)))
        refused += asked if _changes_nothing(event, asked) else ()
    size = len(record.value or b"")
    if size > INPUT_BYTES:
        refused.append(too_large(document, size, INPUT_BYTES))
    if refused or (strict and asked):
        raise InvalidEvent(once((*refused, *asked)))
    return Prepared(record, asked)


def lane(event: Event[Any], agency: AgencyId) -> str:
    """The topic of an event: what its agency held before it was connected has one of its own."""
    return history(agency) if event.data.core.history else events(agency)


def _as_it_is(document: EventDocument, agency: AgencyId) -> tuple[Outgoing, Read]:
    """The record that says what a document says, and how the bus reads it."""
    told, value = attributes_in(document), value_in(document)
    event = read_open(told, value).event
    record = outgoing_as_given(event, told, value, lane(event, agency))
    return record, read_open(attributes_of(record.headers), value)


def _complete(document: EventDocument, agency: AgencyId) -> None:
    """Add what the publisher knows, where the document says nothing itself."""
    kind = by_name(str(document.get("type")))
    if kind is not None:
        document["type"] = kind.TYPE
    source = document.setdefault("source", agency_source(agency))
    event_id = document.setdefault("id", new_id())
    document.setdefault("specversion", "1.0")
    document.setdefault("partitionkey", source)
    document.setdefault("correlationid", event_id)
    core = core_of(document)
    if core is not None:
        core.setdefault("producer", agency)


def _not_ours(document: EventDocument, agency: AgencyId) -> list[Problem]:
    """The problems of an event in another agency's name, or of a type that is not an agency's."""
    problems: list[Problem] = []
    own = agency_source(agency)
    source = str(document["source"])
    if source != own and not source.startswith(f"{own}/"):
        problems.append(Problem("source", "must be your own", f"Leave it out, or write {own}."))
    core = core_of(document)
    if core is not None and core["producer"] != agency:
        fix = f"Leave it out, or write {agency}."
        problems.append(Problem("core.producer", "must be your own id", fix))
    if by_name(str(document.get("type"))) is None:
        return problems
    kind = kind_of(agency)
    if document["type"] not in TOLD:
        fix = f"Use one of {', '.join(sorted(TOLD))}."
        problems.append(Problem("type", "is not a type that agencies publish", fix))
    elif kind is not None and not is_told_by(document["type"], kind):
        problems.append(OF_ANOTHER_KIND)
    return problems


def _not_filled_in(document: EventDocument) -> tuple[Problem, ...]:
    """The texts of its template that a live event still has; a practice event may keep them."""
    core = core_of(document)
    return made_up(document) if core is not None and core.get("exercise") is False else ()


def _changes_nothing(event: Correction, asked: Sequence[Problem]) -> bool:
    """Whether none of the changes can be made, so that the bus would tell nobody of it."""
    wrong = {
        problem.field.split(".")[2]
        for problem in asked
        if problem.field.startswith("detail.changes.")
    }
    return len(wrong) >= len(event.data.detail.changes)


def core_of(document: Mapping[str, Any]) -> EventDocument | None:
    """The core of an event as a document; None where there is no object for it."""
    content = document.get("data")
    core = content.get("core") if isinstance(content, dict) else None
    return core if isinstance(core, dict) else None


def _unreadable(error: Unreadable) -> Problem:
    return Problem("event", f"cannot be read: {error.reason}", "Put it right and publish it.")
