"""The stage ``intake``: from the topics of agencies and recipients to the topic ``children``."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

from wholepicture_bus import topics
from wholepicture_bus.binding import attributes_of, outgoing
from wholepicture_bus.forms import carried, id_in
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Key, Message, Work
from wholepicture_schemas.canonical import digest_of_content
from wholepicture_schemas.children import ReplyTakenIn, ReplyTakenInData
from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import AgencyId, RecipientId, derived
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import Unreadable, content_of

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.feedback import BUS, feedback
from wholepicture_consumers.identity import blocks_of, sought
from wholepicture_consumers.intake.documents import Awaited, Decided, Seen
from wholepicture_consumers.intake.households import keys_of_kin
from wholepicture_consumers.intake.lists import keys_of_list
from wholepicture_consumers.intake.reading import (
    FromAgency,
    FromRecipient,
    Incoming,
    Invalid,
    InvalidReply,
    Several,
    identity,
    read,
    unreadable,
    well_formed,
)
from wholepicture_consumers.intake.refusing import invalid, kept
from wholepicture_consumers.intake.remarking import key_of_remarks
from wholepicture_consumers.intake.taking_in import taken_in


class Intake:
    """Reads the events and replies, and says which child each is about."""

    name = "intake"

    def __init__(
        self,
        agencies: Mapping[AgencyId, str],
        subscribers: Sequence[RecipientId],
        practising: Collection[AgencyId] = (),
        ask: Callable[[Core], Iterable[Problem]] = lambda _: (),
    ) -> None:
        """``practising`` are the agencies that take part with practice data only.

        ``ask`` is what an agency is asked about the words of its event.
        """
        self._kinds, self._practising, self._ask = dict(agencies), frozenset(practising), ask
        self.inputs = [
            *(topics.events(agency) for agency in agencies),
            *(topics.history(agency) for agency in agencies),
            *(topics.replies(subscriber) for subscriber in subscribers),
        ]
        self.outputs = [
            topics.CHILDREN,
            *self.inputs,  # where the events of a batch go
            *(topics.feedback(agency) for agency in agencies),
            *(topics.invalid(agency) for agency in agencies),
            *(topics.invalid(subscriber) for subscriber in subscribers),
        ]

    def parse(self, record: Record) -> Incoming:
        """What the record says."""
        return read(record, self._kinds, self._practising, self._ask)

    def amends(self, content: Incoming) -> Hashable | None:
        """The event that a correction or retraction is about."""
        return content.amends if isinstance(content, FromAgency) else None

    def identity(self, record: Record) -> Hashable | None:
        """Source and id as the headers give them, or the whole event in the value."""
        told = attributes_of(record.headers)
        if not {"source", "id"} <= told.keys():
            try:
                told = dict(carried(record).attributes)
            except Unreadable:
                return None
        return identity(told["source"], told["id"]) if {"source", "id"} <= told.keys() else None

    def reads(self, content: Incoming, record: Record) -> Iterable[Key]:  # noqa: ARG002
        """The keys of the event, what it amends, what awaits it, and the children it may name."""
        if isinstance(content, FromRecipient):
            yield Key(Sent, content.event.data.delivery)
            yield Key(Seen, identity(content.event.source, content.event.id))
        elif isinstance(content, FromAgency):
            name, amended = content.identity, content.amends
            yield Key(Seen, name)
            yield Key(Awaited, name)
            yield from key_of_remarks(content.event, content.remarks)
            yield from keys_of_list(content.event)
            if amended:
                yield Key(Seen, amended)
                yield Key(Awaited, amended)
            yield Key(Decided, name)
            for named in content.keeps_back:
                yield from (Key(Seen, named), Key(Awaited, named), Key(Decided, named))
            for person in content.children:
                yield from blocks_of(person)
            yield from keys_of_kin(content.common)
            for brought in content.brought.values():
                for child in brought.children:  # of an original that may be either
                    yield from blocks_of(sought(child, practice=False))
                    yield from blocks_of(sought(child, practice=True))

    def handle(self, message: Message[Incoming], work: Work) -> Sequence[Outgoing]:
        """What follows from the record."""
        match message.content:
            case Invalid() as unreadable:
                return invalid(unreadable, message.record)
            case InvalidReply() as invalid_reply:
                return [kept(invalid_reply.recipient, invalid_reply.reason, message.record)]
            case Several() as several:
                return _split(several)
            case FromRecipient() as reply:
                return _reply(reply, message.record, work)
            case FromAgency() as told:
                return taken_in(told, message, work)

    def held(self, record: Record, reason: str) -> Sequence[Outgoing]:  # noqa: ARG002
        """The agency hears that its event waits for a person."""
        if not topics.is_of_agency(record.place.topic):
            return ()
        event = well_formed(id_in(record))
        if event is None:
            return ()
        says = "Your event could not be processed and is kept whole. People at the bus look at it."
        agency = AgencyId(topics.owner(record.place.topic))
        return [feedback(agency, event, record.appended, "held", says, cause=str(record.place))]


def _split(several: Several) -> Sequence[Outgoing]:
    """A record for each event of a batch; what is left of it is kept, and asked about."""
    if several.rest is None:
        return several.members
    broken = unreadable(several.rest, Unreadable("the batch is no JSON from this event on"))
    if isinstance(broken, Invalid):
        return [*several.members, *invalid(broken, several.rest)]
    return [*several.members, kept(broken.recipient, broken.reason, several.rest)]


def _reply(reply: FromRecipient, record: Record, work: Work) -> Sequence[Outgoing]:
    """A reply is accepted where it is about a delivery that this recipient was sent."""
    event = reply.event
    name = identity(event.source, event.id)
    if work.get(Seen, name) is not None:
        return ()
    sent = work.get(Sent, event.data.delivery)
    if sent is None or sent.subscriber != reply.recipient:
        return [kept(reply.recipient, "it is about nothing that was sent here and is kept", record)]
    work.put(name, Seen(digest=digest_of_content(content_of(event)), correlation=sent.correlation))
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
