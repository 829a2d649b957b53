"""Readers of other makes: a delivery as the bus sends it is a CloudEvent to them, and valid.

Each runs as it stands in ``examples/reading``, where its language can be had.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from wholepicture_bus import client, topics
from wholepicture_bus.admin import Admin
from wholepicture_bus.binding import outgoing
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.reading import read_closed

from tests.schemas.documents import example, with_changes
from tests.support.brokers import Broker

EXAMPLES = Path("examples/reading").absolute()
SCHEMAS = Path("schemas/json/values").absolute()
pytestmark = [pytest.mark.broker, pytest.mark.long]


def _deliveries() -> list[Event[Any]]:
    """A referral and a notice, one of them with letters beyond ASCII."""
    referral = example("delivery")
    notice = with_changes(
        referral,
        kind="notice",
        headline="Zoë has a school that is told of it, since 1 o\u2019clock",
    )
    return [read_closed(referral), read_closed({**notice, "id": "the-notice"})]


@pytest.fixture(scope="module")
def sent(broker: Broker) -> tuple[str, list[Event[Any]]]:
    """A recipient, and what the bus has sent to them, after something that it took back."""
    recipient = RecipientId(f"reader-{uuid4().hex[:10]}")
    wanted = topics.specs((), (recipient,), keep=timedelta(days=7), partitions=1)
    Admin(broker.bootstrap).create_topics(
        [topic for topic in wanted if topics.owner(topic.name) == recipient]
    )
    events = _deliveries()
    with closing(client.producer(broker.bootstrap, f"reading.{uuid4().hex}")) as producer:
        producer.init_transactions()
        for is_taken_back in (True, False):
            producer.begin_transaction()
            for event, topic in zip(events, (topics.referrals, topics.notices), strict=True):
                record = outgoing(event, topic(recipient), "k0")
                producer.send(
                    record.topic, key=record.key, value=record.value, headers=list(record.headers)
                )
            producer.flush()
            if is_taken_back:
                producer.abort_transaction()
            else:
                producer.commit_transaction()
    return recipient, events


def _expected(events: list[Event[Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": event.id,
            "source": event.source,
            "type": event.type,
            "time": event.time,
            "correlationid": event.correlationid,
            "headline": event.data.headline,
            "wrong": [],
        }
        for event in events
    ]


def _read(broker: Broker, *words: object, at: Path) -> list[dict[str, Any]]:
    """The lines that a reader prints, the times in them as times."""
    environment = {**os.environ, "KAFKA_BOOTSTRAP_SERVERS": broker.bootstrap}
    ended = subprocess.run(
        [str(word) for word in words],
        cwd=at,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    return [
        {**line, "time": datetime.fromisoformat(line["time"])} if "time" in line else line
        for line in lines
    ]


def _copy(name: str, tmp_path: Path, *install: str) -> Path:
    """A copy of an example, with what it needs."""
    here = tmp_path / name
    aside = shutil.ignore_patterns("lib", "node_modules", "package-lock.json")
    shutil.copytree(EXAMPLES / name, here, ignore=aside)
    subprocess.run(install, cwd=here, check=True, timeout=300, capture_output=True)
    return here


@pytest.mark.skipif(not shutil.which("kcat"), reason="kcat is not on this machine")
def test_kcat_reads_headers_and_bodies(broker: Broker, sent: tuple[str, list[Event[Any]]]) -> None:
    """Attributes are headers, the value is JSON, and what was taken back is not there."""
    recipient, events = sent

    found = _read(broker, "./read.sh", recipient, at=EXAMPLES)

    for item, event in zip(found, events, strict=True):
        told = iter(item["headers"])
        headers: Mapping[str, str] = dict(zip(told, told, strict=True))
        assert headers["content-type"] == "application/json"
        assert headers["ce_specversion"] == "1.0"
        assert (headers["ce_id"], headers["ce_source"]) == (event.id, event.source)
        assert headers["ce_type"] == event.type
        assert datetime.fromisoformat(headers["ce_time"]) == event.time
        assert item["key"] == "k0"
        assert json.loads(item["payload"])["headline"] == event.data.headline


@pytest.mark.skipif(not shutil.which("npm"), reason="Node is not on this machine")
def test_javascript_reads_cloudevents_and_finds_them_valid(
    broker: Broker, sent: tuple[str, list[Event[Any]]], tmp_path: Path
) -> None:
    """By the CloudEvents library of that language, and by ajv with the folder of schemas."""
    recipient, events = sent
    here = _copy("node", tmp_path, "npm", "install", "--no-audit", "--no-fund", "--silent")

    found = _read(broker, "node", "read.mjs", recipient, SCHEMAS, at=here)

    assert sorted(found, key=str) == sorted(_expected(events), key=str)


@pytest.mark.skipif(
    not (shutil.which("mvn") and shutil.which("java")), reason="Java is not on this machine"
)
def test_java_reads_cloudevents_and_finds_them_valid(
    broker: Broker, sent: tuple[str, list[Event[Any]]], tmp_path: Path
) -> None:
    """By cloudevents-kafka, and by a validator of that language with the folder of schemas."""
    recipient, events = sent
    install = ("mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib")
    here = _copy("java", tmp_path, *install)

    found = _read(broker, "java", "-cp", "lib/*", "Read.java", recipient, SCHEMAS, at=here)

    assert sorted(found, key=str) == sorted(_expected(events), key=str)
