"""What was sent can be played again as an exercise, to a system and never to the bus."""

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_bus.errors import StopError
from wholepicture_subscribers.conformance.commands import replay
from wholepicture_subscribers.conformance.replaying import as_exercise

from tests.subscribers.subscription.bus_side import BusSide, delivery
from tests.support.brokers import Broker

KIT = f"{sys.executable} -m wholepicture_subscribers.conformance.kit"
TODAY = date(2026, 11, 25)
_WRONG = """
import json, sys

for line in sys.stdin:
    item = json.loads(line)
    decided = {
        "specversion": "1.0", "id": "r-1", "source": "/recipients/zebedee",
        "type": "uk.wholepicture.recipient.decided.v1", "time": item["time"],
        "data": {"delivery": item["id"], "outcome": "Zebedee", "reason": "Zebedee"},
    }
    print(json.dumps({"replies": [decided, "Zebedee"]}), flush=True)
"""


@pytest.fixture
def bus(broker: Broker) -> BusSide:
    """The bus's side of a recipient of the test's own."""
    return BusSide.new(broker.bootstrap)


def _replay(bootstrap: str, *words: str) -> Result:
    app = typer.Typer()
    app.command()(replay)
    return CliRunner().invoke(app, words, env={"KAFKA_BOOTSTRAP_SERVERS": bootstrap})


def _since(days: int = 1) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()


def test_a_replayed_item_is_practice_under_an_id_of_its_own() -> None:
    """What it amends and replaces has the id that the replay gives to that, too."""
    first = delivery(1, exercise=False)
    amends = {"delivery": first.id, "how": "correction", "because": "A slip."}
    second = delivery(2, exercise=False, amends=amends, replaces=first.id)

    again, then = as_exercise(first, TODAY), as_exercise(second, TODAY)

    assert again.id not in {first.id, second.id}
    assert again == as_exercise(first, TODAY) != as_exercise(first, date(2026, 11, 26))
    assert again.data.exercise
    assert again.data.replayed
    assert then.data.amends is not None
    assert then.data.amends.delivery == then.data.replaces == again.id


@pytest.mark.broker
def test_items_are_printed_and_nothing_is_read_or_sent(bus: BusSide) -> None:
    """Since the day that was named; the unreadable are counted."""
    bus.send(delivery(1), delivery(2, kind="notice"))
    bus.send_bytes(b"no json")

    ran = _replay(bus.bootstrap, bus.recipient, "--since", _since())

    items = [json.loads(line) for line in ran.stdout.splitlines()]
    assert {item["data"]["headline"] for item in items} == {"Item 1", "Item 2"}
    assert all(item["data"]["replayed"] and item["data"]["exercise"] for item in items)
    assert "2 items since" in ran.stderr
    assert "Could not be read: 1." in ran.stderr
    assert bus.read(bus.replies) == []


@pytest.mark.broker
def test_a_command_takes_them_and_its_replies_stay_here(bus: BusSide, tmp_path: Path) -> None:
    """The kit answers each; nothing of that reaches the bus."""
    bus.send(delivery(1), delivery(2))

    ran = _replay(
        bus.bootstrap, bus.recipient, "--since", _since(),
        "--to-command", f"{KIT} {tmp_path / 'record.db'}",
    )  # fmt: skip

    assert ran.exit_code == 0
    assert "2 replies came back, and none of them is sent" in " ".join(ran.stderr.split())
    assert bus.read(bus.replies) == []


@pytest.mark.broker
def test_what_is_wrong_with_a_reply_is_said(bus: BusSide, tmp_path: Path) -> None:
    """Field and fix of each, so that it can be mended; never a value of it."""
    bus.send(delivery(1))
    script = tmp_path / "subscriber.py"
    script.write_text(_WRONG, encoding="utf-8")

    ran = _replay(
        bus.bootstrap, bus.recipient, "--since", _since(),
        "--to-command", f"{sys.executable} {script}",
    )  # fmt: skip

    replayed = as_exercise(delivery(1), datetime.now(LONDON).date()).id[:8]
    lines = [one for one in ran.stderr.splitlines() if one.startswith(f"Item {replayed}, reply:")]
    assert len(lines) == 3
    assert "outcome is not one of the codes: Use one of " in lines[0]
    assert f"source of a reply is another's: Write /recipients/{bus.recipient}." in lines[1]
    assert lines[2].endswith("a reply is no object: Write a CloudEvent, in curly brackets.")
    assert "Not valid: 2." in ran.stderr
    assert "zebedee" not in ran.stderr.lower()


@pytest.mark.broker
def test_nothing_since_then_is_said(bus: BusSide) -> None:
    """No item, no error."""
    ran = _replay(bus.bootstrap, bus.recipient, "--since", _since())

    assert ran.exit_code == 0
    assert ran.stdout == ""
    assert "0 items since" in ran.stderr


@pytest.mark.broker
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nobody-here", "--since", "2026-11-01"], "no topic referrals.nobody-here"),
        (["Front Door", "--since", "2026-11-01"], "small letters"),
        (["front-door-bristol", "--since", "2126-11-01"], "still to come"),
        (["front-door-bristol", "--since", "yesterday"], "Write --since as"),
    ],
)
def test_what_cannot_be_replayed_is_said(broker: Broker, words: list[str], says: str) -> None:
    """A sentence that names the fix."""
    ran = _replay(broker.bootstrap, *words)

    assert isinstance(ran.exception, StopError)
    assert says in str(ran.exception)
