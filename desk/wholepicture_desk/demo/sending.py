"""How agencies speak in the story: by the real command, or as a system without the kit."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from wholepicture_bus import client, topics
from wholepicture_bus.binding import CONTENT_TYPE, PREFIX
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Headers
from wholepicture_schemas.envelope import new_id

from wholepicture_desk.demo.received import TopicRecord
from wholepicture_desk.demo.story import Episode

_COMMAND = (sys.executable, "-c", "from wholepicture_bus.cli import main; main()")
_PATIENCE = 30
"""Seconds until a sent record must be there."""


def publish(episode: Episode, bootstrap: str, data: Path) -> None:
    """Publish an event with the agency's own command, and wait until Kafka has it.

    Raises:
        StopError: with what the command said, where it was not accepted.
    """
    ended = subprocess.run(  # noqa: S603 - our own command
        [*_COMMAND, "publish", str(episode.file), "--agency", episode.agency,
         "--wait", str(_PATIENCE), "--rejects", str(data / "rejects")],
        env={**os.environ, "KAFKA_BOOTSTRAP_SERVERS": bootstrap, "WHOLEPICTURE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if ended.returncode:
        raise StopError(f"{episode.file} was not published.\n{ended.stdout}{ended.stderr}".strip())


def send_without_kit(episode: Episode, bootstrap: str) -> None:
    """Send an event that nobody checked, as an agency's own system would."""
    attributes = {
        name: str(attribute) for name, attribute in episode.document.items() if name != "data"
    }
    value = json.dumps(episode.document["data"], ensure_ascii=False).encode()
    key = attributes.get("partitionkey", episode.id).encode()
    _send(topics.events(episode.agency), key, value, _headers(attributes), bootstrap)


def send_again(seen: TopicRecord, bootstrap: str) -> None:
    """Send a record that was sent before, byte for byte."""
    _send(seen.topic, seen.key, seen.value, seen.headers, bootstrap)


def send_broken(value: bytes, like: Episode, bootstrap: str) -> str:
    """Send a record that was cut off, with the envelope of another event of its kind; its id."""
    attributes = {
        name: str(attribute) for name, attribute in like.document.items() if name != "data"
    }
    attributes["id"] = str(new_id())
    key = attributes["id"].encode()
    _send(topics.events(like.agency), key, value, _headers(attributes), bootstrap)
    return attributes["id"]


def _headers(attributes: Mapping[str, str]) -> Headers:
    return (
        (CONTENT_TYPE, b"application/json"),
        *((PREFIX + name, text.encode()) for name, text in attributes.items()),
    )


def _send(
    topic: str, key: bytes | None, value: bytes | None, headers: Headers, bootstrap: str
) -> None:
    with closing(client.producer(bootstrap)) as producer:
        producer.send(topic, key=key, value=value, headers=list(headers)).get(timeout=_PATIENCE)
