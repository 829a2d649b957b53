"""Intake and picture one behind the other, in memory: what follows from what agencies publish."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from wholepicture_agreement import Agreement
from wholepicture_bus.binding import attributes_of, outgoing
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.picture.documents import Shown, Telling
from wholepicture_consumers.stages import STAGES
from wholepicture_engine.stage import Document, Key, Message
from wholepicture_engine.store import Memory
from wholepicture_schemas.children import Link, PersonLinked, PersonLinkedData
from wholepicture_schemas.identifiers import EventId, Source, derived
from wholepicture_schemas.ledger import EntryRead, entry_in

from tests.journeys.stories import POLICE
from tests.support.shipped import shipped

D = TypeVar("D", bound=Document)
START = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""When the first event is received: a Wednesday morning."""
_DELIVERIES = ("referrals.", "notices.")
WITH_PATTERNS = shipped()
WITH_NEWS = replace(WITH_PATTERNS, patterns=())
"""Without the pattern rules."""
AGREEMENT = replace(WITH_NEWS, terms=tuple(replace(terms, news=None) for terms in WITH_NEWS.terms))
"""And nobody hears of news: what follows from one event is looked at by itself."""


class Stages:
    """Both stages with what they remember. Each event is received a minute after the one before."""

    def __init__(self, *, earlier_held: bool = False) -> None:
        self._earlier_held = earlier_held
        self._intake, self._picture = (STAGES[name](AGREEMENT) for name in ("intake", "picture"))
        self._memory = Memory()
        self._count = 0
        self.recorded: list[Record] = []
        """Every record of ``children``, in the order in which picture read them."""

    def publish(
        self,
        document: Mapping[str, Any],
        event: str,
        *,
        of: str = POLICE,
        source: str | None = None,
        happened: datetime | None = None,
        earlier_held: bool = False,
        family: str | None = "family",
    ) -> "Followed":
        """What follows from an event of an agency; it happens when it is received."""
        self._count += 1
        received = START + timedelta(minutes=self._count)
        headers = {
            "specversion": "1.0",
            "id": event,
            "source": source or f"/agencies/{of}",
            "type": document["type"],
            "time": (happened or received).isoformat(),
            **({"partitionkey": family} if family else {}),
        }
        topic = f"events.{of}"
        return self._received(topic, headers, document["data"], received, held=earlier_held)

    @property
    def moment(self) -> datetime:
        """When the newest record was received."""
        return START + timedelta(minutes=self._count)

    @property
    def remembered(self) -> dict[tuple[str, str], bytes]:
        """Every document that the stages remember, by kind and name."""
        rows = {
            (kind, f"{parent} {key}"): body
            for (kind, parent), found in self._memory.rows.items()
            for key, (_, body) in found.items()
        }
        return {**self._memory.documents, **rows}

    @property
    def memory(self) -> Memory:
        """What the stages remember."""
        return self._memory

    def remember(self, memory: Memory) -> None:
        """Go on with what somebody else remembers."""
        self._memory = memory

    def agree(self, agreement: Agreement) -> None:
        """Go on by another agreement, with everything that is remembered."""
        self._intake, self._picture = (STAGES[name](agreement) for name in ("intake", "picture"))

    def concern(self, child: Outgoing, received: datetime) -> "Followed":
        """What follows in picture alone from a record of ``children``, at that moment."""
        self._count = max(self._count, int((received - START) / timedelta(minutes=1)))
        place = Place("children", "children-id", 0, self._count * 100)
        record = Record(place, child.key, child.value, child.headers, received)
        return Followed([child], [self._through(self._picture, record)])

    def come_again(self, number: int) -> "Followed":
        """What follows in picture from a record of ``children`` that is there a second time."""
        self._count += 1
        place = Place("children", "children-id", 0, self._count * 100)
        record = replace(self.recorded[number], place=place)
        return Followed([], [self._through(self._picture, record)])

    def pass_minutes(self, count: int = 1) -> None:
        """Let minutes pass in which nothing is told."""
        self._count += count

    def answer(self, recipient: str, says: str, reply: str, **content: Any) -> "Followed":
        """What follows from the reply of a recipient; ``says`` is its kind, such as answered."""
        self._count += 1
        received = START + timedelta(minutes=self._count)
        headers = {
            "specversion": "1.0",
            "id": reply,
            "source": f"/recipients/{recipient}",
            "type": f"uk.wholepicture.recipient.{says}.v1",
            "time": received.isoformat(),
        }
        return self._received(f"replies.{recipient}", headers, content, received)

    def linked(self, event: str, link: Link, *, version: int, of: str = POLICE) -> "Followed":
        """What follows from a decision which child a person of an event is."""
        self._count += 1
        name = f"/agencies/{of}:{event}"
        received = START + timedelta(minutes=self._count)
        decision = PersonLinked(
            id=derived("person-linked", name, str(version)),
            source=Source("/bus/identity"),
            type=PersonLinked.TYPE,
            time=received,
            data=PersonLinkedData(
                event=name, link=link, version=version, because="The team knows the child."
            ),
        )
        one = outgoing(decision, "children", link.child)
        place = Place("children", "children-id", 0, self._count * 100)
        record = Record(place, one.key, one.value, one.headers, received)
        return Followed([], [self._through(self._picture, record)])

    def _received(
        self,
        topic: str,
        headers: Mapping[str, str],
        data: Any,
        received: datetime,
        *,
        held: bool = False,
    ) -> "Followed":
        record = Record(
            Place(topic, f"{topic}-id", 0, self._count),
            b"family",
            json.dumps(data).encode(),
            tuple((f"ce_{name}", text.encode()) for name, text in headers.items()),
            received,
        )
        taken_in = self._through(self._intake, record, held=held)
        led_to = []
        for at, one in enumerate([one for one in taken_in if one.topic == "children"]):
            place = Place("children", "children-id", 0, self._count * 100 + at)
            child = Record(place, one.key, one.value, one.headers, received)
            led_to.append(self._through(self._picture, child))
        return Followed(taken_in, led_to)

    def event(self, event: str, of: str = POLICE) -> EventState:
        """An event as it stands."""
        found = self.document(EventState, f"/agencies/{of}:{event}")
        assert found is not None
        return found

    def holders(self, event: str, of: str = POLICE) -> dict[str, EventId]:
        """Who has an event: of each recipient, the first delivery about it."""
        return {sent.recipient: name for name, sent in self._sent(event, of, "holders")}

    def held(self, event: str, of: str = POLICE) -> dict[str, Sent]:
        """What each recipient has of an event."""
        return {sent.recipient: sent for _, sent in self._sent(event, of, "holders")}

    def questions(self, event: str, of: str = POLICE) -> list[EventId]:
        """The questions that persons were asked about an event, by the deliveries that ask."""
        return [name for name, _ in self._sent(event, of, "asked")]

    def _sent(self, event: str, of: str, which: str) -> list[tuple[EventId, Sent]]:
        telling = self.document(Telling, f"/agencies/{of}:{event}")
        names: Sequence[EventId] = getattr(telling, which) if telling else ()
        found = ((name, self.document(Sent, name)) for name in names)
        return [(name, sent) for name, sent in found if sent]

    def picture(self, child: str) -> Picture:
        """What is known of a child, by the child's reference."""
        return self.document(Picture, child) or Picture()

    def entries(self, child: str) -> dict[str, ChronologyEntry]:
        """The chronology of a child: its entries by their events."""
        work = self._memory.work([Key(Picture, child)])
        return dict(work.rows(ChronologyEntry, child))

    def shown(self, child: str) -> list[Shown]:
        """What was shown of a child as told earlier: to whom, and in which delivery."""
        work = self._memory.work([Key(Picture, child)])
        return [row for _, row in work.rows(Shown, child)]

    def document(self, kind: type[D], name: str) -> D | None:
        """A document that the stages remember."""
        return self._memory.work([Key(kind, name)]).get(kind, name)

    def _through(self, stage: Any, record: Record, *, held: bool = False) -> Sequence[Outgoing]:
        if record.place.topic == "children":
            self.recorded.append(record)
        content = stage.parse(record)
        work = self._memory.work(stage.reads(content, record))
        held = held or self._earlier_held
        made: Sequence[Outgoing] = stage.handle(Message(record, content, earlier_held=held), work)
        self._memory.keep(work)
        return made


class Followed:
    """What followed from one event."""

    def __init__(self, taken_in: Sequence[Outgoing], led_to: Sequence[Sequence[Outgoing]]) -> None:
        """``taken_in`` is what intake made, and ``led_to`` what picture made of each record."""
        self._made = [*taken_in, *(one for made in led_to for one in made)]
        self._led_to = led_to

    @property
    def made(self) -> Sequence[Outgoing]:
        """Everything that was sent, as it goes to Kafka."""
        return self._made

    @property
    def led_to(self) -> Sequence[Sequence[Outgoing]]:
        """What picture made of each record of ``children``, in their order."""
        return self._led_to

    @property
    def children(self) -> list[dict[str, Any]]:
        """The records of ``children``, in their order."""
        return [_data(one) for one in self._made if one.topic == "children"]

    @property
    def items(self) -> list[dict[str, Any]]:
        """Everything that recipients were sent."""
        return [_data(one) for one in self._made if one.topic.startswith(_DELIVERIES)]

    def sent(self, recipient: str) -> list[tuple[str, dict[str, Any]]]:
        """What a recipient was sent: the id of each item, and the item."""
        made = [one for one in self._made if one.topic.startswith(_DELIVERIES)]
        named = [(attributes_of(one.headers)["id"], _data(one)) for one in made]
        return [(name, item) for name, item in named if item["recipient"] == recipient]

    @property
    def item_ids(self) -> list[str]:
        """The ids of the items, in their order."""
        deliveries = ("referrals.", "notices.")
        items = [one for one in self._made if one.topic.startswith(deliveries)]
        return [attributes_of(one.headers)["id"] for one in items]

    @property
    def words_back(self) -> list[dict[str, Any]]:
        """What the agencies heard."""
        return [_data(one) for one in self._made if one.topic.startswith("feedback.")]

    @property
    def deliveries(self) -> dict[str, dict[str, Any]]:
        """What each recipient was sent, where each was sent at most one item."""
        found = {item["recipient"]: item for item in self.items}
        assert len(found) == len(self.items)
        return found

    @property
    def problems(self) -> list[dict[str, Any]]:
        """What the agency was asked to put right."""
        told = [_data(one) for one in self._made if one.topic.startswith("feedback.")]
        return [problem for one in told for problem in one.get("problems", [])]

    @property
    def feedback(self) -> list[tuple[str, str]]:
        """What the agency heard of its event: state and sentence."""
        told = [_data(one) for one in self._made if one.topic.startswith("feedback.")]
        return [(one["state"], one["says"]) for one in told if "state" in one]

    @property
    def ledger(self) -> list[dict[str, Any]]:
        """What was decided, as the ledger has it: each decision by itself."""
        return [
            json.loads(made.model_dump_json(exclude_none=True))
            for entry in entries_in(self._made)
            for made in entry.decisions
        ]

    @property
    def invalid(self) -> bool:
        """Whether it was kept as what could not be read."""
        return any(one.topic.startswith("invalid.") for one in self._made)

    @property
    def ids(self) -> list[str]:
        """The id of everything that was sent."""
        return [attributes_of(one.headers)["id"] for one in self._made]


def entries_in(made: Iterable[Outgoing]) -> Iterator[EntryRead]:
    """The ledger's entries among what was made."""
    for one in made:
        if one.topic == "disclosures":
            entry = entry_in(attributes_of(one.headers)["type"], one.value)
            assert entry is not None
            yield entry


def _data(one: Outgoing) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(one.value or b"{}")
    return data
