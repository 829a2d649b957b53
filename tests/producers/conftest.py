"""Topics on a broker that these tests may kill, and what is asked of them."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from kafka.structs import TopicPartition
from wholepicture_bus import client
from wholepicture_bus.admin import Admin
from wholepicture_bus.topics import TopicSpec

from tests.producers.published import AGENCY
from tests.support.brokers import OwnBroker

NewTopic = Callable[..., str]


@pytest.fixture
def new_topic(own_broker: OwnBroker) -> NewTopic:
    """Makes a topic of one partition and tells its name."""

    def make(name: str | None = None, **settings: str) -> str:
        told = name or f"events.{uuid4().hex[:12]}"
        Admin(own_broker.bootstrap).create_topics([TopicSpec(told, 1, settings)])
        return told

    return make


@pytest.fixture
def spool_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The spool of a test alone, and no Kafka here; nor a list that says of which kind it is."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_PARTNERSHIP", str(tmp_path))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", AGENCY)
    monkeypatch.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
    return tmp_path / "data" / "spools" / AGENCY / "spool.db"


def on_topic(bootstrap: str, topic: str) -> list[Any]:
    """Every committed record of a topic of one partition, in order."""
    place = TopicPartition(topic, 0)
    with closing(client.consumer(bootstrap, None)) as reader:
        reader.assign([place])
        reader.seek_to_beginning(place)
        end = reader.end_offsets([place])[place]
        found: list[Any] = []
        until = monotonic() + 30
        while reader.position(place) < end and monotonic() < until:
            for batch in reader.poll(timeout_ms=500).values():
                found += batch
        return found


def ids_on_topic(bootstrap: str, topic: str) -> list[str]:
    """The event ids of a topic's records, repeats among them, in order."""
    return [dict(record.headers)["ce_id"].decode() for record in on_topic(bootstrap, topic)]


def spool_path(folder: Path) -> Path:
    """Where a test keeps its spool."""
    return folder / "spool.db"
