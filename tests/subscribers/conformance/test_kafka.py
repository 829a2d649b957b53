"""The stream on a real Kafka: a transaction that is taken back, a death and a rebalance in it."""

import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
import typer
from typer.testing import CliRunner
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_subscribers.conformance.commands import conform
from wholepicture_subscribers.conformance.kafka_playing import KafkaPlay, parts
from wholepicture_subscribers.conformance.points import Point, points
from wholepicture_subscribers.conformance.record_list import RecordList
from wholepicture_subscribers.conformance.stream import stream
from wholepicture_subscribers.conformance.subscribers import words_of

from tests.support.brokers import Broker

KIT = f"{sys.executable} -m wholepicture_subscribers.conformance.kit"
SELECT = "SELECT id FROM subscription_delivery"
LISTED = f"[print(*row) for row in sqlite3.connect(sys.argv[1]).execute('{SELECT}')]"
IN_RECORD = f'{sys.executable} -c "import sqlite3, sys; {LISTED}"'
HASTY = f"{sys.executable} {Path(__file__).parent / 'hasty_subscriber.py'}"
EXAMPLES = Path("examples/subscriber").absolute()


def _tried(broker: Broker, command: str, record: str, *, within: float = 20.0) -> dict[str, Point]:
    """The points of a run on the tests' own broker, for a recipient of its own."""
    recipient = RecipientId(f"desk-{uuid4().hex[:10]}")
    listing = RecordList(record, recipient)
    words = words_of(command.replace("RECIPIENT", recipient))
    run = KafkaPlay(broker.bootstrap, recipient, words, listing, within=within).play(
        stream(recipient=recipient)
    )
    return {point.name: point for point in points(run)}


def _failed(found: dict[str, Point]) -> set[str]:
    return {name for name, point in found.items() if point.result == "fail"}


def test_each_thing_happens_once_and_every_item_is_played() -> None:
    """What happens stands before the items that show what came of it."""
    steps = stream().steps

    found = list(parts(steps))

    assert tuple(step for part in found for step in part.steps) == steps
    happens = [part.happens for part in found if part.happens != "nothing"]
    assert happens == ["death", "taken back", "second copy", "second copy ends"]


@pytest.mark.broker
def test_the_kit_passes_on_kafka(broker: Broker, tmp_path: Path) -> None:
    """As any program with it reads: its record holds each item once, and its replies come."""
    record = tmp_path / "record.db"

    found = _tried(broker, f"{KIT} {record} --kafka", f"{IN_RECORD} {record}")

    assert {point.result for point in found.values()} == {"pass"}, found


@pytest.mark.broker
@pytest.mark.long
def test_a_hasty_subscriber_fails_what_only_kafka_shows(broker: Broker, tmp_path: Path) -> None:
    """It keeps what Kafka took back, and loses what came while it was down."""
    record = tmp_path / "record.db"

    found = _tried(broker, f"{HASTY} {record}", f"{HASTY} {record} --list")

    assert _failed(found) == {"reads committed records only", "survives its own death"}, found


@pytest.mark.broker
@pytest.mark.long
def test_the_command_starts_a_broker_of_its_own(tmp_path: Path) -> None:
    """And throws it away; the last line counts."""
    record = tmp_path / "record.db"
    app = typer.Typer()
    app.command()(conform)

    ran = CliRunner().invoke(
        app,
        ["--kafka", "--command", f"{KIT} {record} --kafka", "--record-command",
         f"{KIT} {record} --list"],
    )  # fmt: skip

    assert ran.exit_code == 0, ran.output
    assert ran.stdout.endswith("22 items were played. Passed: 13. Failed: 0. Not shown: 0.\n")


def test_kafka_needs_the_command_that_reads_it() -> None:
    """An address reads nothing."""
    app = typer.Typer()
    app.command()(conform)

    ran = CliRunner().invoke(app, ["--kafka", "--url", "http://127.0.0.1:9"])

    assert isinstance(ran.exception, StopError)
    assert "name the command that starts your subscriber" in str(ran.exception)


@pytest.mark.broker
@pytest.mark.long
@pytest.mark.skipif(not shutil.which("npm"), reason="Node is not on this machine")
def test_the_example_in_javascript_passes(broker: Broker, tmp_path: Path) -> None:
    """What a supplier copies runs as it stands."""
    here = tmp_path / "node"
    shutil.copytree(EXAMPLES / "node", here, ignore=shutil.ignore_patterns("node_modules"))
    _run("npm", "install", "--no-audit", "--no-fund", "--silent", at=here)
    example = f"node {here / 'subscriber.mjs'} RECIPIENT {tmp_path / 'record.db'}"

    found = _tried(broker, f"{example} --practice", f"{example} --list", within=20)

    assert {point.result for point in found.values()} == {"pass"}, found


@pytest.mark.broker
@pytest.mark.long
@pytest.mark.skipif(
    not (shutil.which("mvn") and shutil.which("java")), reason="Java is not on this machine"
)
def test_the_example_in_java_passes(broker: Broker, tmp_path: Path) -> None:
    """What a supplier copies runs as it stands."""
    here = tmp_path / "java"
    shutil.copytree(EXAMPLES / "java", here, ignore=shutil.ignore_patterns("lib"))
    _run("mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib", at=here)
    example = (
        f"java -cp {here / 'lib'}/* {here / 'Subscriber.java'} RECIPIENT {tmp_path / 'record.db'}"
    )

    found = _tried(broker, f"{example} --practice", f"{example} --list", within=30)

    assert {point.result for point in found.values()} == {"pass"}, found


def _run(*words: str, at: Path) -> None:
    subprocess.run(words, cwd=at, check=True, timeout=300, capture_output=True)
