"""How agencies speak in the story: by the real command, or as a system without the kit."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from wholepicture_bus import client, topics
from wholepicture_bus.binding import CONTENT_TYPE, PREFIX
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Headers
from wholepicture_schemas.envelope import new_id

from wholepicture_desk.demo.received import TopicRecord
from wholepicture_desk.demo.scenario import Told
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
    attributes = _attributes(episode.document)
    value = json.dumps(episode.document["data"], ensure_ascii=False).encode()
    key = attributes.get("partitionkey", episode.id).encode()
    _send(topics.events(episode.agency), key, value, _headers(attributes), bootstrap)


def send_all(told: Iterable[Told], bootstrap: str) -> None:
    """Send events of several agencies, in order, as the agencies' own systems would."""
    with closing(client.producer(bootstrap)) as producer:
        sent = [
            producer.send(
                topics.events(one.agency),
                key=str(one.document["partitionkey"]).encode(),
                value=json.dumps(one.document["data"], ensure_ascii=False).encode(),
                headers=list(_headers(_attributes(one.document))),
            )
            for one in told
        ]
        for future in sent:
            future.get(timeout=_PATIENCE)


def send_again(seen: TopicRecord, bootstrap: str) -> None:
    """Send a record that was sent before, byte for byte."""
    _send(seen.topic, seen.key, seen.value, seen.headers, bootstrap)


def send_broken(value: bytes, like: Episode, bootstrap: str) -> str:
    """Send a record that was cut off, with the envelope of another event of its kind; its id."""
    attributes = _attributes(like.document)
    attributes["id"] = str(new_id())
    key = attributes["id"].encode()
    _send(topics.events(like.agency), key, value, _headers(attributes), bootstrap)
    return attributes["id"]


def _attributes(document: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(attribute) for name, attribute in document.items() if name != "data"}


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
