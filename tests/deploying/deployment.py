"""The deployment, running under a name of its own: publish from this machine, read what came."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError
from wholepicture_bus import client
from wholepicture_schemas.envelope import new_id

from tests.deploying.compose_file import COMPOSE, ROOT

PATIENCE = 180.0
"""Seconds that a test waits for what must come: a restarted broker on a busy machine is slow."""

DEMO = ROOT / "examples" / "demo"
FRONT_DOOR = "referrals.front-door-bristol"


@dataclass(frozen=True)
class Deployment:
    """The running containers of one compose project."""

    project: str
    port: int

    @property
    def bootstrap(self) -> str:
        """Kafka's published address."""
        return f"127.0.0.1:{self.port}"

    def compose(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `docker compose` on this project.

        Raises:
            AssertionError: it failed; with the end of what it said.
        """
        done = subprocess.run(
            ["docker", "compose", "-p", self.project, "-f", str(COMPOSE), *command],
            cwd=ROOT,
            env={**os.environ, "KAFKA_PORT": str(self.port)},
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        assert not check or done.returncode == 0, f"{command}: {done.stderr[-3000:]}"
        return done

    def inspect(self, service: str) -> list[Any]:
        """What the engine says of each container of a service."""
        ids = self.compose("ps", "-aq", service).stdout.split()
        done = subprocess.run(["docker", "inspect", *ids], capture_output=True, check=True)
        return list(json.loads(done.stdout))

    @cached_property
    def _producer(self) -> Any:
        return client.producer(self.bootstrap)

    def publish(self, file: str, count: int = 1) -> "Sent":
        """Send a demonstration event so many times, each as an event of its own, not waiting."""
        futures = {}
        for _ in range(count):
            document = json.loads((DEMO / file).read_text(encoding="utf-8"))
            agency = document["source"].rsplit("/", 1)[1]
            document |= {"id": str(new_id()), "recordedtime": datetime.now(UTC).isoformat()}
            document["partitionkey"] = f"family-{document['id']}"
            headers = [("content-type", b"application/json")]
            headers += [
                (f"ce_{name}", str(text).encode())
                for name, text in document.items()
                if name != "data"
            ]
            futures[document["id"]] = self._producer.send(
                f"events.{agency}",
                key=document["partitionkey"].encode(),
                value=json.dumps(document["data"]).encode(),
                headers=headers,
            )
        return Sent(futures)

    def delivered(self, topic: str = FRONT_DOOR) -> list[Mapping[str, str]]:
        """The headers of every committed record of a topic, read by a plain Kafka client."""
        with closing(
            KafkaConsumer(
                bootstrap_servers=self.bootstrap,
                isolation_level="read_committed",
                enable_auto_commit=False,
            )
        ) as reader:
            place = TopicPartition(topic, 0)
            reader.assign([place])
            reader.seek_to_beginning(place)
            end = reader.end_offsets([place])[place]
            return list(_headers(reader, place, end))

    def wait(self, what: Callable[[], bool], sentence: str) -> float:
        """The seconds until something is so.

        Raises:
            AssertionError: it was not so in time.
        """
        began = time.monotonic()
        while True:
            with suppress(KafkaError):  # it may be away: that is what some tests do to it
                if what():
                    return time.monotonic() - began
            if time.monotonic() > began + PATIENCE:
                said = self.compose("logs", "--tail", "12", "intake", "picture").stdout
                raise AssertionError(f"Not within {PATIENCE:g} s: {sentence}. At last:\n{said}")

    def end(self) -> None:
        """Remove the containers with their data."""
        if "_producer" in self.__dict__:
            self._producer.close(timeout=5)
        self.compose("down", "--volumes", "--timeout", "20")


@dataclass(frozen=True)
class Sent:
    """Events on their way to Kafka."""

    futures: Mapping[str, Any]

    def ids(self) -> set[str]:
        """The ids of the events, when Kafka has all of them."""
        for future in self.futures.values():
            future.get(timeout=PATIENCE)
        return set(self.futures)


def causes(delivered: list[Mapping[str, str]]) -> list[str]:
    """The id of the event that each delivery is about."""
    return [one["ce_causationid"].rsplit(":", 1)[1] for one in delivered]


def _headers(reader: Any, place: TopicPartition, end: int) -> Iterator[Mapping[str, str]]:
    until = time.monotonic() + PATIENCE
    while reader.position(place) < end:
        assert time.monotonic() < until, "a topic could not be read to its end"
        for batch in reader.poll(timeout_ms=200).values():
            for record in batch:
                yield {name: value.decode() for name, value in record.headers}


def partnership_of_real_agencies(folder: Path) -> Path:
    """A copy of the example partnership whose agencies say that they are not made up."""
    copy = shutil.copytree(ROOT / "partnership", folder / "partnership")
    agencies = copy / "agencies.toml"
    text = agencies.read_text(encoding="utf-8").replace("synthetic = true", "synthetic = false")
    agencies.write_text(text, encoding="utf-8")
    return copy
