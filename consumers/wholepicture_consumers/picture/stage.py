"""The stage ``picture``: folds the records of ``children`` into facts and tells what follows."""

from collections.abc import Hashable, Iterable, Sequence

from wholepicture_agreement import Agreement
from wholepicture_bus import topics
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Key, Message, Work
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.deliveries import Coverage
from wholepicture_schemas.identifiers import AgencyId, Source, owner_of

from wholepicture_consumers.facts.folding import keys_to_fold
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.causes import House
from wholepicture_consumers.picture.chain import entered
from wholepicture_consumers.picture.coverage import keys_of_feeds
from wholepicture_consumers.picture.documents import Chain, Telling
from wholepicture_consumers.picture.reading import Concerned, Linked, Parsed, Replied, read
from wholepicture_consumers.picture.replies import answered, keys_of_reply
from wholepicture_consumers.picture.sending import delivered
from wholepicture_consumers.picture.telling import amend, link, tell


class Picturing:
    """Keeps each child's picture, and tells each recipient what it is due."""

    name = "picture"
    inputs = (topics.CHILDREN,)

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._feeds = keys_of_feeds(agreement)
        self._silent: dict[object, tuple[Coverage, ...]] = {}
        self.outputs = [
            topics.DISCLOSURES,
            *(topics.feedback(agency) for agency in agreement.agencies),
            *(topics.referrals(subscriber) for subscriber in agreement.subscribers),
            *(topics.notices(subscriber) for subscriber in agreement.subscribers),
        ]

    def parse(self, record: Record) -> Parsed:
        """What the record says."""
        return read(record)

    def amends(self, content: Parsed) -> Hashable | None:
        """The event that a correction or retraction is about."""
        return content.data.amends if isinstance(content, Concerned) else None

    def identity(self, record: Record) -> str | None:
        """The agency's event, as intake wrote it into the headers."""
        return attributes_of(record.headers).get("causationid")

    def reads(self, content: Parsed, record: Record) -> Iterable[Key]:
        """The event, what it amends, the chain, the feeds, and the pictures of all its children."""
        yield Key(Chain, str(record.place.partition))
        yield from self._feeds
        match content:
            case Replied():
                yield from keys_of_reply(content)
            case Linked():
                yield Key(Telling, content.data.event)
                yield from keys_to_fold(content.data, content.identity)
            case Concerned():
                yield Key(Telling, content.data.amends or content.identity)
                yield from keys_to_fold(content.data, content.identity)

    def handle(self, message: Message[Parsed], work: Work) -> Sequence[Outgoing]:
        """What follows from the record: one word to its agency, one entry of the ledger.

        Of the records of an amendment the lead alone counts: it is folded for all children at once.
        """
        record = message.record
        house = House(self._agreement, work, silent=self._silent)
        outputs = self._told(message, house)
        return [*outputs, *delivered(house, record), *entered(house, record)]

    @staticmethod
    def _told(message: Message[Parsed], house: House) -> Sequence[Outgoing]:
        """What is told because of the record; what is decided stays in the house."""
        content, record = message.content, message.record
        match content:
            case Replied():
                return answered(content, record, house)
            case Linked():
                return link(content, record, house)
            case Concerned(event=Correction() | Retraction()):
                return amend(content, record, house) if content.data.lead else ()
            case Concerned():
                return tell(content, record, house, earlier_held=message.earlier_held)

    def held(self, record: Record, reason: str) -> Sequence[Outgoing]:  # noqa: ARG002
        """The agency hears that its event waits for a person, and is not delivered yet."""
        source, _, event = (self.identity(record) or "").rpartition(":")
        if not source.startswith("/agencies/"):
            return ()
        agency = AgencyId(owner_of(Source(source)))
        if agency not in self._agreement.agencies:
            return ()
        says = "Your event could not be passed on yet. Call those who must know; people look at it."
        return [feedback(agency, event, record.appended, "held", says, cause=str(record.place))]
