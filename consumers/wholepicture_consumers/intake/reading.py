"""Reading a record: it is an agency's event, a recipient's reply, or invalid."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wholepicture_bus.batches import is_batch, split
from wholepicture_bus.forms import carried, id_in
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.topics import INPUT_BYTES, owner
from wholepicture_schemas.any_agency import Correction, Retraction, Withheld
from wholepicture_schemas.asked import asked_of, refuse_other_source
from wholepicture_schemas.canonical import digest_of_content
from wholepicture_schemas.catalogue import REPLIES, is_told_by
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.problems import OF_ANOTHER_KIND, Problem
from wholepicture_schemas.reading import Unreadable, content_of, read_content
from wholepicture_schemas.replies import Reply

from wholepicture_consumers.identity import Sought, sought
from wholepicture_consumers.intake.households import InCommon, in_common
from wholepicture_consumers.intake.joining import Brought, children_brought
from wholepicture_consumers.intake.remarking import Remark, remarks_on
from wholepicture_consumers.intake.sent_on import put_right_problems, sent_on_sentence

_ID = re.compile(r"[A-Za-z0-9._-]{1,80}")
_MOST_HEADER_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class FromAgency:
    """An agency's event, as far as it could be read."""

    agency: AgencyId
    event: Event[Told[Core]]
    problems: tuple[Problem, ...]
    brought: Mapping[int, Brought]
    """The children that a correction's changes bring, by the number of the change."""
    content: JsonObject
    """What it says, as it is sent on."""
    children: tuple[Sought, ...] = ()
    """The children whom it is about, to be found among those who are known."""
    common: InCommon = field(default_factory=dict)
    """What it may have in common with other events; nothing of an amendment."""
    digest: str = ""
    """The digest of what it says, by which a repeat is known, in whichever form it comes."""
    remarks: tuple[Remark, ...] = ()
    """What its sender is told once of the form and of fields that no event has."""
    sent_on: str | None = None
    """How it came to be read, where a person at the bus sent it on."""
    practice: bool = False
    """Whether it is practice data."""

    @property
    def identity(self) -> str:
        """Source and id as one text."""
        return identity(self.event.source, self.event.id)

    @property
    def amends(self) -> str | None:
        """The identity of the event that this one corrects or takes back."""
        if isinstance(self.event, Correction):
            detail = self.event.data.detail
            return identity(detail.source or self.event.source, detail.corrects)
        if isinstance(self.event, Retraction):
            taking_back = self.event.data.detail
            return identity(taking_back.source or self.event.source, taking_back.retracts)
        return None

    @property
    def keeps_back(self) -> tuple[str, ...]:
        """The identities of the events that a decision not to tell names."""
        if not isinstance(self.event, Withheld):
            return ()
        detail = self.event.data.detail
        source = detail.source or self.event.source
        return tuple(identity(source, name) for name in dict.fromkeys(detail.events))


@dataclass(frozen=True, slots=True)
class Invalid:
    """A record that is no event of this agency: it is kept byte for byte, and asked about."""

    agency: AgencyId
    event: str | None
    reason: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """A batch, whose events become records of their own on the same topic."""

    members: tuple[Outgoing, ...]
    rest: Record | None
    """What of it is no JSON."""


@dataclass(frozen=True, slots=True)
class FromRecipient:
    """A recipient's reply."""

    recipient: RecipientId
    event: Event[Reply]


@dataclass(frozen=True, slots=True)
class InvalidReply:
    """A record that is no reply of this recipient: it is kept byte for byte."""

    recipient: RecipientId
    reason: str


Incoming = FromAgency | FromRecipient | Invalid | InvalidReply | Several


def identity(source: str, event: str) -> str:
    """Source and id as one text, as a cause is written."""
    return f"{source}:{event}"


def read(
    record: Record,
    kinds: Mapping[AgencyId, str],
    practising: Collection[AgencyId] = (),
    ask: Callable[[Core], Iterable[Problem]] = lambda _: (),
) -> Incoming:
    """What the record says. ``kinds`` are the agencies that take part, each with its kind.

    ``practising`` are the agencies whose events are practice data unless an event says otherwise.
    ``ask`` is what the agency is asked about the words of its event, beside what cannot be read.
    """
    name = owner(record.place.topic)
    is_reply = record.place.topic.startswith("replies.")
    try:
        if is_batch(record):
            _refuse_oversize(record)
            batch = split(record)
            return Several(batch.members, batch.rest)
        if is_reply:
            return _reply(record, RecipientId(name))
    except Unreadable as error:
        return unreadable(record, error)
    agency = AgencyId(name)
    try:
        _refuse_oversize(record)
        came = carried(record)
        digest = digest_of_content(came.content)
        opened = read_content(came.attributes, came.content, in_headers=not came.structured)
        brought = children_brought(opened.event)
        newcomers = sum(len(children.children) for children in brought.values())
        asked = asked_of(opened, agency, record.appended, brought=newcomers)
        _refuse_other_kind(opened.event, kinds.get(agency))
    except Unreadable as error:
        return unreadable(record, error)
    event = opened.event
    problems = (
        *came.problems,
        *asked,
        *ask(event.data.core),
        *put_right_problems(record),
    )
    says = event.data.core.exercise
    practice = agency in practising if says is None else says
    children = tuple(sought(child, practice=practice) for child in event.data.core.children)
    return FromAgency(
        agency,
        event,
        problems,
        brought,
        content_of(event),
        children,
        {} if event.AMENDS else in_common(event, children, practice=practice),
        digest,
        remarks_on(opened, came.remarks),
        sent_on=sent_on_sentence(record),
        practice=practice,
    )


def unreadable(record: Record, error: Unreadable) -> Invalid | InvalidReply:
    """A record that is no event or no reply, with its id where one can be read."""
    name = owner(record.place.topic)
    if record.place.topic.startswith("replies."):
        return InvalidReply(RecipientId(name), error.reason)
    problems = error.problems or (_problem(error.reason),)
    return Invalid(AgencyId(name), well_formed(id_in(record)), error.reason, problems)


def _reply(record: Record, recipient: RecipientId) -> FromRecipient | InvalidReply:
    """A recipient's reply. Raises Unreadable where it is none."""
    came = carried(record)
    opened = read_content(came.attributes, came.content, in_headers=not came.structured)
    refuse_other_source(opened.event, recipient, "recipients")
    if opened.event.type not in REPLIES:
        raise Unreadable("the type is that of no reply")
    return FromRecipient(recipient, opened.event)


def _refuse_other_kind(event: Event[Any], kind: str | None) -> None:
    """Refuse a type of another kind of agency: only children's services open an episode, say."""
    if not is_told_by(event.type, kind):
        raise Unreadable("the type is for another kind of agency", (OF_ANOTHER_KIND,))


def _refuse_oversize(record: Record) -> None:
    if record.value is not None and len(record.value) > INPUT_BYTES:
        fix = f"Keep an event below {INPUT_BYTES} bytes."
        raise Unreadable("the event is too large", (Problem("event", "is too large", fix),))
    size = 0
    for name, value in record.headers:
        size += len(name) + len(value or b"")
    if size > _MOST_HEADER_BYTES:
        fix = f"Keep headers below {_MOST_HEADER_BYTES} bytes."
        raise Unreadable("the headers are too large", (Problem("headers", "are too large", fix),))


def _problem(reason: str) -> Problem:
    return Problem("event", f"cannot be read: {reason}", "Send it again, put right, with a new id.")


def well_formed(event_id: str | None) -> str | None:
    """The id, where it has the form of one: anything else may be somebody's name."""
    return event_id if event_id and _ID.fullmatch(event_id) else None
