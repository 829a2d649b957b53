"""The whole house, running, as a journey sees it: publish here, read there, wait for what comes."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from kafka import TopicPartition
from wholepicture_agreement import Agreement
from wholepicture_bus import client, topics
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Headers
from wholepicture_consumers.topic_specs import topic_specs
from wholepicture_engine import holding
from wholepicture_engine.store import Database
from wholepicture_schemas.disclosures import DisclosureData
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.ledger import EntryRead, entry_in

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a journey waits for what must come: far longer than it ever takes."""


@dataclass(frozen=True)
class Found:
    """A record as any Kafka client reads it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: Headers
    value: bytes | None

    @property
    def attributes(self) -> dict[str, str]:
        """The CloudEvents attributes."""
        return attributes_of(self.headers)

    @property
    def data(self) -> Any:
        """The content."""
        return json.loads(self.value or b"null")


@dataclass(frozen=True)
class House:
    """A running house."""

    bootstrap: str
    database_url: str
    agreement: Agreement
    folder: Path
    look_after: Callable[[], None]
    """Starts again whatever of the house has died."""
    known_held: set[str] = field(default_factory=set)
    """What was held before, so that a journey finds its own."""

    def raw(
        self, topic: str, value: bytes | None, headers: Headers = (), key: bytes | None = None
    ) -> None:
        """Send a record the way that a system without the kit would."""
        with closing(client.producer(self.bootstrap)) as producer:
            producer.send(topic, key=key, value=value, headers=list(headers)).get(timeout=20)

    def publish(self, agency: str, document: Mapping[str, Any]) -> str:
        """Send an event in binary mode, unchecked, and return its id."""
        event = {"specversion": "1.0", "source": f"/agencies/{agency}", **document}
        event.setdefault("id", str(new_id()))
        event.setdefault("time", datetime.now(UTC).isoformat())
        event.setdefault("partitionkey", f"family-{event['id']}")
        headers = (
            ("content-type", b"application/json"),
            *((f"ce_{name}", str(text).encode()) for name, text in event.items() if name != "data"),
        )
        value = json.dumps(event["data"]).encode()
        self.raw(f"events.{agency}", value, headers, str(event["partitionkey"]).encode())
        return str(event["id"])

    def read(self, names: Iterable[str]) -> list[Found]:
        """Everything committed on these topics until now."""
        with closing(client.consumer(self.bootstrap, None, fetch_max_wait_ms=20)) as reader:
            places = [
                TopicPartition(name, partition)
                for name in names
                for partition in sorted(reader.partitions_for_topic(name) or ())
            ]
            reader.assign(places)
            reader.seek_to_beginning(*places)
            ends = reader.end_offsets(places)
            found: list[Found] = []
            until = time.monotonic() + PATIENCE
            while any(reader.position(place) < ends[place] for place in places):
                assert time.monotonic() < until, "a topic could not be read to its end"
                for batch in reader.poll(timeout_ms=100).values():
                    found += [
                        Found(one.topic, one.partition, one.offset, one.key,
                              tuple(one.headers), one.value)
                        for one in batch
                    ]  # fmt: skip
        return found

    def deliveries(self, event: str) -> list[Found]:
        """What was delivered because of an event, on every recipient's topics."""
        names = [
            topic(recipient)
            for recipient in self.agreement.subscribers
            for topic in (topics.referrals, topics.notices)
        ]
        return [one for one in self.read(names) if _about(one, event)]

    def feedback(self, agency: str, event: str) -> list[Found]:
        """What the agency heard back about an event."""
        found = self.read([f"feedback.{agency}"])
        return [one for one in found if one.data.get("event") == event]

    def ledger(self, event: str) -> list[DisclosureData]:
        """What stands on the ledger about an event: each decision by itself."""
        return [
            made for entry in self.entries() for made in entry.decisions if made.event_id == event
        ]

    def entries(self) -> list[EntryRead]:
        """The whole ledger."""
        found = self.read(["disclosures"])
        entries = (entry_in(one.attributes["type"], one.value) for one in found)
        return [entry for entry in entries if entry is not None]

    def wait(self, what: Callable[[], list[T]], enough: int = 1) -> list[T]:
        """What comes, as soon as there is enough of it."""
        until = time.monotonic() + PATIENCE
        while True:
            found = what()
            if len(found) >= enough:
                return found
            assert time.monotonic() < until, f"{len(found)} came, {enough} were waited for"

    def topics(self) -> list[str]:
        """The name of every topic of the house that is there."""
        wanted = {spec.name for spec in topic_specs(self.agreement)}
        with closing(client.consumer(self.bootstrap, None)) as reader:
            return sorted(wanted & set(reader.topics()))

    def held(self, stage: str) -> holding.Waiting:
        """The record that the stage holds last, as soon as it holds one that it did not before."""
        database = Database(self.database_url)
        until = time.monotonic() + PATIENCE
        known = self.known_held
        while True:
            fresh = [
                one
                for one in holding.waiting(database)
                if one.stage == stage and one.id not in known
            ]
            if fresh:
                known |= {one.id for one in fresh}
                database.close()
                return fresh[-1]
            assert time.monotonic() < until, "nothing was held"

    def settled(self, agency: str, event: str) -> None:
        """Wait until everything that follows from an event has been sent.

        Everything that a stage says of a record comes in one transaction.
        """
        self.wait(lambda: self.feedback(agency, event))
        self.wait(lambda: self.ledger(event))


def _about(found: Found, event: str) -> bool:
    cause = found.attributes.get("causationid", "")
    return cause.endswith(f":{event}")
