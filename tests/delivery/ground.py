"""A test's own ground: topics, a stage's name, a database, and the members that work on it."""

import json
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaError
from sqlalchemy import text
from wholepicture_bus import topics
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import DriftError
from wholepicture_bus.topics import TopicSpec
from wholepicture_engine.store import Database

from tests.delivery import oracle
from tests.delivery.members import Member, Nursery
from tests.support.shipped import shipped
from tests.support.waiting import until

PARTITIONS = 3


@dataclass
class Ground:
    """Where one test works. Two of them never meet, but on the topic of operations."""

    bootstrap: str
    database_url: str
    folder: Path
    session_seconds: float
    nursery: Nursery
    name: str = field(default_factory=lambda: f"t{uuid4().hex[:10]}")
    partitions: int = PARTITIONS
    members: list[Member] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)

    @property
    def input(self) -> str:
        """The topic that the stage reads."""
        return f"{self.name}.in"

    @property
    def out(self) -> str:
        """The topic of its first two outputs."""
        return f"{self.name}.out"

    @property
    def other(self) -> str:
        """The topic of its third output, and of what it says about held records."""
        return f"{self.name}.other"

    @property
    def group(self) -> str:
        """The stage's consumer group."""
        return f"wholepicture.{self.name}"

    @property
    def admin(self) -> Admin:
        """The cluster."""
        return Admin(self.bootstrap)

    def prepared(self) -> "Ground":
        """Make the topics, the one of operations as the agreement has it, and the tables."""
        with closing(Database(self.database_url)) as database:
            database.make_tables()
        with suppress(DriftError):  # on a broker that was given it may be there, as others need it
            self.admin.create_topics([one for one in specs() if one.name == topics.OPERATIONS])
        large = {"max.message.bytes": str(topics.OUTPUT_BYTES + 512 * 1024)}
        wanted = [
            TopicSpec(self.input, self.partitions, {"message.timestamp.type": "LogAppendTime"}),
            TopicSpec(self.out, 2, large),
            TopicSpec(self.other, 1, large),
        ]
        self.admin.create_topics(wanted)
        return self

    def member(self, **options: object) -> Member:
        """Start a member; ``step``, ``at_pass`` and ``signal`` say where it is to end."""
        number = next(self._numbers)
        options = {("pass" if name == "at_pass" else name): to for name, to in options.items()}
        told: dict[str, object] = {
            "bootstrap": self.bootstrap,
            "database": self.database_url,
            "stage": self.name,
            "inputs": self.input,
            "out": self.out,
            "other": self.other,
            "session": self.session_seconds,
            "log": self.folder / f"{self.name}.log",
            **options,
        }
        member = Member(self.nursery, told, self.folder / f"{self.name}.{number}.said")
        self.members.append(member)
        return member

    def publish(
        self, wanted: Iterable[oracle.Event], ledger: oracle.Ledger | None = None
    ) -> oracle.Ledger:
        """Publish events to the stage's topic."""
        return oracle.publish(self.bootstrap, self.input, wanted, ledger)

    def publish_raw(self, *, key: bytes, value: bytes) -> None:
        """Publish a record that no stage can read."""
        with closing(KafkaProducer(bootstrap_servers=self.bootstrap)) as producer:
            producer.send(self.input, key=key, value=value).get(timeout=30)

    def forget_offsets(self) -> None:
        """Delete the stage's consumer group, and its offsets with it."""

        def deleted() -> bool:
            admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
            with closing(admin), suppress(KafkaError):
                admin.delete_groups([self.group])
            return not self.admin.committed(self.group)

        until(deleted, "the group has no members left and is deleted", every=0.3)

    def log(self) -> str:
        """What all its members have logged."""
        return (self.folder / f"{self.name}.log").read_text(encoding="utf-8")

    def reader(self) -> oracle.Reader:
        """A reader of all its outputs, from the beginning."""
        return oracle.Reader(self.bootstrap, [self.out, self.other])

    def drained(self, *, within: float = 60.0) -> None:
        """Return when everything that was published is sent, as Kafka says."""
        places = self.admin.partitions([self.input])
        ends = {place: log.end for place, log in self.admin.log_ends(places).items()}

        def sent() -> bool:
            committed = self.admin.committed(self.group)
            return all(committed.get(place, 0) >= end for place, end in ends.items())

        until(sent, "everything is handled and sent", within=within, every=0.3)

    def counts(self) -> dict[str, tuple[int, str]]:
        """What the database has counted by key, and the last event of each."""
        rows = self.rows("SELECT key, body FROM document WHERE kind = 'seen'")
        states = {row.key: json.loads(row.body) for row in rows if row.body}
        return {key: (state["count"], state["last"]) for key, state in states.items()}

    def rows(self, statement: str) -> list[Any]:
        """What a query finds, past everything that the stage's own code does."""
        with closing(Database(self.database_url)) as database, database.engine.connect() as found:
            return list(found.execute(text(statement)))

    def change(self, statement: str) -> None:
        """Change the database behind the stage's back."""
        with closing(Database(self.database_url)) as database, database.engine.begin() as found:
            found.execute(text(statement))

    def judged(self, ledger: oracle.Ledger, *, within: float = 60.0) -> dict[str, list[str]]:
        """What is wrong in the end: empty where every promise was kept. Ends the members first."""
        with closing(self.reader()) as reader:
            reader.read_outputs_of(ledger.ids("ok"), within=within)
            self.drained(within=within)
            self.end()
            got = reader.read_to_end()
        return oracle.judge(ledger, got, self.counts()).all()

    def end(self) -> None:
        """End the members that still run, in peace."""
        running = [member for member in self.members if member.runs]
        self.members.clear()
        for member in running:
            member.ask_to_stop()
        for member in running:
            member.stop()

    def clear(self) -> None:
        """End whatever is left of the members."""
        for member in self.members:
            member.kill()


def specs() -> tuple[TopicSpec, ...]:
    """The topics that every agreement needs, as these tests keep them."""
    agreement = shipped()
    return topics.specs(
        [], [], keep=agreement.keep, ledger=agreement.keep_ledger, partitions=PARTITIONS
    )
