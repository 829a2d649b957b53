"""The stage ``intake``: from what agencies and recipients say to the topic ``children``."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import sha256

from wholepicture_bus import topics
from wholepicture_bus.binding import attributes_of, outgoing
from wholepicture_bus.records import Headers, Outgoing, Record
from wholepicture_bus.stage import Key, Message, Work
from wholepicture_schemas.any_agency import Retraction
from wholepicture_schemas.children import (
    ChildConcerned,
    ChildConcernedData,
    Link,
    ReplyTakenIn,
    ReplyTakenInData,
)
from wholepicture_schemas.identifiers import AgencyId, ChildRef, RecipientId, derived
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import content_of

from wholepicture_consumers.feedback import BUS, as_missing, feedback, fix_request
from wholepicture_consumers.identity import blocks_of, link
from wholepicture_consumers.intake.documents import Awaited, Seen
from wholepicture_consumers.intake.reading import (
    FromAgency,
    FromRecipient,
    Incoming,
    Invalid,
    InvalidReply,
    identity,
    read,
    well_formed,
)
from wholepicture_consumers.picture.documents import Sent


class Intake:
    """Reads what agencies and recipients say, and says which child it is about."""

    name = "intake"

    def __init__(
        self, agencies: Mapping[AgencyId, str], subscribers: Sequence[RecipientId]
    ) -> None:
        self._kinds = dict(agencies)
        self.inputs = [
            *(topics.events(agency) for agency in agencies),
            *(topics.replies(subscriber) for subscriber in subscribers),
        ]
        self.outputs = [
            topics.CHILDREN,
            *(topics.feedback(agency) for agency in agencies),
            *(topics.invalid(agency) for agency in agencies),
            *(topics.invalid(subscriber) for subscriber in subscribers),
        ]

    def parse(self, record: Record) -> Incoming:
        """What the record says."""
        return read(record, self._kinds)

    def amends(self, content: Incoming) -> Hashable | None:
        """The event that a correction or retraction is about."""
        return content.amends if isinstance(content, FromAgency) else None

    def identity(self, record: Record) -> Hashable | None:
        """Source and id as the headers give them."""
        told = attributes_of(record.headers)
        return identity(told["source"], told["id"]) if {"source", "id"} <= set(told) else None

    def reads(self, content: Incoming, record: Record) -> Iterable[Key]:  # noqa: ARG002
        """The event itself, what it amends or awaits it, and the children it may name."""
        if isinstance(content, FromRecipient):
            yield Key(Sent, content.event.data.delivery)
            yield Key(Seen, identity(content.event.source, content.event.id))
        elif isinstance(content, FromAgency):
            yield Key(Seen, content.identity)
            yield Key(Awaited, content.identity)
            if content.amends:
                yield Key(Seen, content.amends)
                yield Key(Awaited, content.amends)
            for child in content.event.data.core.children:
                yield from blocks_of(child)

    def handle(self, message: Message[Incoming], work: Work) -> Sequence[Outgoing]:
        """What follows from the record."""
        match message.content:
            case Invalid() as invalid:
                return _invalid(invalid, message.record)
            case InvalidReply() as invalid_reply:
                return [_kept(invalid_reply.recipient, invalid_reply.reason, message.record)]
            case FromRecipient() as reply:
                return _reply(reply, message.record, work)
            case FromAgency() as told:
                return _event(told, message, work)

    def held(self, record: Record, reason: str) -> Sequence[Outgoing]:  # noqa: ARG002
        """The agency hears that its event waits for a person."""
        if not record.place.topic.startswith("events."):
            return ()
        event = well_formed(attributes_of(record.headers).get("id"))
        if event is None:
            return ()
        says = "Your event could not be processed and is kept whole. People at the bus look at it."
        agency = AgencyId(topics.owner(record.place.topic))
        return [feedback(agency, event, record.appended, "held", says, cause=str(record.place))]


def _event(told: FromAgency, message: Message[Incoming], work: Work) -> Sequence[Outgoing]:
    record, event = message.record, told.event
    digest = sha256(record.value or b"").hexdigest()
    before = work.get(Seen, told.identity)
    if before is not None:
        return [] if before.digest == digest else _other_body(told, record)
    original = work.get(Seen, told.amends) if told.amends else None
    links = original.links if original else _links(told, work)
    correlation = original.correlation if original else event.correlationid or event.id
    work.put(
        told.identity,
        Seen(
            digest=digest,
            links=links,
            correlation=correlation,
            partitionkey=event.partitionkey,
            amends=told.amends,
        ),
    )
    if original and original.amends:
        return _asked(told, record, "is itself a correction", "Correct or take back the original.")
    data = ChildConcernedData(
        child=None,
        lead=True,
        links=links,
        missing=as_missing(told.problems),
        received=record.appended,
        digest=digest,
        earlier_held=message.earlier_held,
        amends=told.amends,
        attributes=event.attributes(),
        content=content_of(event),
    )
    outputs = _words_back(told, record)
    if told.amends and original is None:
        waiting = work.get(Awaited, told.amends) or Awaited()
        work.put(told.amends, Awaited(by=(*waiting.by, data)))
        fix = "It is kept and applied when that event comes. Check the id and the source."
        return [*outputs, *_asked(told, record, "names an event that has not come", fix)]
    family = (original or event).partitionkey or event.source
    outputs += _to_children(data, correlation, family)
    for late in (work.get(Awaited, told.identity) or Awaited()).by:
        outputs += _to_children(late.model_copy(update={"links": links}), correlation, family)
    return outputs


def _asked(told: FromAgency, record: Record, what: str, fix: str) -> list[Outgoing]:
    """The agency is asked about an amendment that does not lead to an event of its own."""
    problem = Problem("detail.corrects", what, fix)
    if isinstance(told.event, Retraction):
        problem = Problem("detail.retracts", what, fix)
    missing = as_missing((problem,))
    return [
        fix_request(
            told.agency, told.event.id, record.appended, missing, record.place, delivered=False
        )
    ]


def _links(told: FromAgency, work: Work) -> tuple[Link, ...]:
    event = told.event
    return tuple(link(child, event.source, event.id, work) for child in event.data.core.children)


def _to_children(data: ChildConcernedData, correlation: str, family: str) -> list[Outgoing]:
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
            correlationid=correlation,
            causationid=cause,
            traceparent=data.attributes.traceparent,
            data=data.model_copy(update={"child": child, "lead": at == 0}),
        )
        key = child or derived("no-child", cause)
        made.append(outgoing(concerned, topics.CHILDREN, key, order_by=family))
    return made


def _words_back(told: FromAgency, record: Record) -> list[Outgoing]:
    """Accepted, and what the agency is asked to put right."""
    says = "Your event was accepted."
    event = told.event.id
    outputs = [feedback(told.agency, event, record.appended, "accepted", says, cause=told.identity)]
    if told.problems:
        missing = as_missing(told.problems)
        outputs.append(
            fix_request(told.agency, event, record.appended, missing, record.place, delivered=True)
        )
    return outputs


def _other_body(told: FromAgency, record: Record) -> list[Outgoing]:
    """The same id with other content: which of the two is right is for the agency to say."""
    fix = "Send what is right with a new id, as a correction of the first if that was wrong."
    problem = Problem("id", "was used before with other content", fix)
    reason = "the id was used before with other content"
    return _invalid(Invalid(told.agency, told.event.id, reason, (problem,)), record)


def _invalid(invalid: Invalid, record: Record) -> list[Outgoing]:
    """The bytes as they were, and a word to the agency whose topic it is."""
    kept = _kept(invalid.agency, invalid.reason, record)
    asked = fix_request(
        invalid.agency,
        invalid.event,
        record.appended,
        as_missing(invalid.problems),
        record.place,
        delivered=False,
    )
    return [kept, asked]


def _kept(sender: AgencyId | RecipientId, reason: str, record: Record) -> Outgoing:
    """A record as it came, with the reason and its place in headers of their own."""
    note: Headers = (("wp_reason", reason.encode()), ("wp_place", str(record.place).encode()))
    return Outgoing(topics.invalid(sender), record.key, record.value, (*record.headers, *note))


def _reply(reply: FromRecipient, record: Record, work: Work) -> Sequence[Outgoing]:
    """A reply is taken in where it is about something that this recipient was sent."""
    event = reply.event
    name = identity(event.source, event.id)
    if work.get(Seen, name) is not None:
        return ()
    sent = work.get(Sent, event.data.delivery)
    if sent is None or sent.subscriber != reply.recipient:
        return [_kept(reply.recipient, "it is about nothing that was sent here", record)]
    digest = sha256(record.value or b"").hexdigest()
    work.put(name, Seen(digest=digest, links=(), correlation=sent.correlation))
    taken_in = ReplyTakenIn(
        id=derived("reply-taken-in", event.source, event.id),
        source=BUS,
        type=ReplyTakenIn.TYPE,
        time=event.time,
        correlationid=sent.correlation,
        causationid=name,
        data=ReplyTakenInData(
            recipient=sent.recipient,
            delivery=event.data.delivery,
            event=sent.event,
            children=sent.children,
            received=record.appended,
            attributes=event.attributes(),
            content=content_of(event),
        ),
    )
    return [outgoing(taken_in, topics.CHILDREN, sent.key)]
