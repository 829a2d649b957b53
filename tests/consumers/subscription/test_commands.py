"""The commands show, answer and list what a recipient was sent, each failure as a sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from wholepicture_consumers.subscription.commands import app

from tests.consumers.subscription.bus_side import BusSide, delivery

pytestmark = pytest.mark.broker
Command = Callable[..., Result]


@pytest.fixture
def command(bus: BusSide, record: Path) -> Command:
    """Runs a sub-command for the test's recipient and record."""

    def run(name: str, *more: str) -> Result:
        environment = {"KAFKA_BOOTSTRAP_SERVERS": bus.bootstrap, "COLUMNS": "200"}
        words = [name, bus.recipient, *more, "--record", str(record)]
        return CliRunner().invoke(app, words, env=environment)

    return run


def test_watch_shows_each_item_once(bus: BusSide, command: Command) -> None:
    """What was shown is not shown again, and an empty answer does not reassure."""
    bus.send(delivery(1), delivery(2, kind="notice"))

    first, second = command("watch", "--once"), command("watch", "--once")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "REFERRAL: Item 1" in first.output
    assert "NOTICE: Item 2" in first.output
    assert "does not mean that nothing happened" in second.output


def test_watch_as_json_gives_one_object_a_line(bus: BusSide, command: Command) -> None:
    """A program can read the items from the command."""
    bus.send(delivery(1), delivery(2))

    lines = command("watch", "--once", "--json", "--kind", "referral").output.splitlines()

    assert [json.loads(line)["delivery"] for line in lines] == [delivery(1).id, delivery(2).id]


def test_answer_reaches_the_bus_and_the_list(bus: BusSide, command: Command) -> None:
    """An answer from the command line is sent, and the list shows what is still to be answered."""
    bus.send(delivery(1), delivery(2))
    command("watch", "--once")
    before = command("list").output

    answered = command(
        "answer", delivery(1).id[:8], "decided", "--outcome", "nfa", "--reason", "Known and safe."
    )

    assert answered.output == "Your answer is sent.\n"
    (reply,) = bus.read(bus.replies)
    assert json.loads(reply.value)["outcome"] == "nfa"
    assert "2 in the record, 2 to be answered." in before
    assert "decided: no further action" in command("list").output
    assert "Item 1" not in command("list", "--unanswered").output


def test_mistakes_are_told_in_a_sentence(bus: BusSide, command: Command) -> None:
    """A wrong id, a decision without a reason: a sentence and a status of 2, nothing sent."""
    bus.send(delivery(1))
    command("watch", "--once")

    unknown = command("answer", "ffff", "acknowledged")
    unreasoned = command("answer", delivery(1).id, "decided", "--outcome", "nfa")

    assert (unknown.exit_code, unreasoned.exit_code) == (2, 2)
    assert "no item whose id begins with ffff" in unknown.output
    assert "--reason" in unreasoned.output
    assert bus.read(bus.replies) == []
