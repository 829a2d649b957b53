"""The commands list what a person is asked, and send the answer."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result
from wholepicture_subscribers.subscription.commands import app as referrals
from wholepicture_subscribers.subscription.questions import app

from tests.subscribers.subscription.bus_side import BusSide, delivery
from tests.support.shipped import PARTNERSHIP

pytestmark = pytest.mark.broker
Command = Callable[..., Result]
ASKS = {"kind": "originator-control", "asks": "May the school be told?", "whom": "The school"}
PHONE = {"kind": "phone", "asks": "Has Bath been told?", "whom": "Bath"}


@pytest.fixture
def command(bus: BusSide, record: Path) -> Command:
    """Runs a sub-command for the test's recipient and record."""

    def run(name: str, *more: str) -> Result:
        environment = {"KAFKA_BOOTSTRAP_SERVERS": bus.bootstrap, "COLUMNS": "200"}
        words = [name, bus.recipient, *more, "--record", str(record)]
        return CliRunner().invoke(app, words, env=environment)

    return run


def test_questions_are_listed_until_they_are_answered(
    bus: BusSide, command: Command, record: Path
) -> None:
    """Each with how to answer it; the list reads nothing, so watch shows the item all the same."""
    asked = delivery(1, question=ASKS, respond_by_words="by 5pm Thursday 5 March")
    bus.send(delivery(2), asked)

    first = command("list")
    answered = command("answer", asked.id[:8], "yes", "--reason", "They must know.")
    then, every = command("list"), command("list", "--all")
    shown = CliRunner().invoke(
        referrals,
        ["watch", bus.recipient, "--once", "--record", str(record)],
        env={"KAFKA_BOOTSTRAP_SERVERS": bus.bootstrap},
    )

    assert "May the school be told?" in first.output
    assert "by 5pm Thursday 5 March" in first.output
    assert f"questions answer {bus.recipient} {asked.id[:8]} yes" in first.output
    assert first.output.endswith("1 to be answered of 1 questions.\n")
    assert answered.output == "Your answer is sent: The school can be told now.\n"
    assert then.output == "0 to be answered of 1 questions.\n"
    assert "answered: yes" in every.output
    assert "Item 2" in shown.output
    assert "May the school" in shown.output or "Item 1" in shown.output
    (reply,) = bus.read(bus.replies)
    assert reply.headers["ce_type"] == "uk.wholepicture.recipient.answered.v1"
    assert json.loads(reply.value)["answer"] == "yes"


def test_a_no_after_a_yes_goes_to_the_bus(bus: BusSide, command: Command) -> None:
    """What was told cannot become untold: the bus tells whoever has it to call."""
    asked = delivery(1, question=ASKS)
    bus.send(asked)
    command("list")
    command("answer", asked.id[:8], "yes", "--reason", "They must know.")

    changed = command("answer", asked.id[:8], "no", "--reason", "Changed my mind.")

    assert changed.exit_code == 0
    assert [json.loads(one.value)["answer"] for one in bus.read(bus.replies)] == ["yes", "no"]


def test_a_telephone_call_is_answered_by_who_took_it(bus: BusSide, command: Command) -> None:
    """Yes needs whoever took it; no keeps the question open."""
    asked = delivery(1, question=PHONE)
    bus.send(asked)
    command("list")

    nobody = command("answer", asked.id[:8], "yes", "--reason", "Called.")
    no = command("answer", asked.id[:8], "no", "--reason", "Nobody answers.")
    still = command("list")
    yes = command("answer", asked.id[:8], "yes", "--reason", "Called.", "--taken-by", "manager")

    assert nobody.exit_code == 2
    assert "Taken by is missing. Write the role and place of whoever took it." in nobody.output
    assert no.output == "Your answer is sent.\n"
    assert "1 to be answered" in still.output
    assert yes.output == "Your answer is sent.\n"
    assert "0 to be answered" in command("list").output


def test_an_item_without_a_question_has_no_answer(bus: BusSide, command: Command) -> None:
    """The error names what to answer instead."""
    bus.send(delivery(1))
    command("list")

    refused = command("answer", delivery(1).id[:8], "yes", "--reason", "So.")

    assert refused.exit_code == 2
    assert "Question is not asked by this item." in refused.output


def test_two_questions_that_read_alike_are_told_apart(bus: BusSide, command: Command) -> None:
    """Each says when what it is about happened, and the sender's reference to that."""
    bus.send(
        delivery(1, question=ASKS),
        delivery(2, question=ASKS, happened="2026-03-09T08:00:00Z"),
    )

    asked = command("list").output
    command("answer", delivery(1).id[:8], "yes", "--reason", "They must know.")
    every = command("list", "--all").output

    for output in (asked, every):
        assert (
            "About what happened: 9:15pm on Wednesday 4 March 2026, Test Police, "
            "its reference: TP/1\n"
        ) in output
        assert "happened: 8am on Monday 9 March 2026, Test Police, its reference: TP/2\n" in output


def test_a_misspelt_recipient_is_told_whom_it_means(bus: BusSide, tmp_path: Path) -> None:
    """Where the agreement is at hand: nobody waits for what will never come."""
    ran = CliRunner().invoke(
        referrals,
        ["watch", "front-door-bristl", "--once", "--record", str(tmp_path / "record.db")],
        env={
            "KAFKA_BOOTSTRAP_SERVERS": bus.bootstrap,
            "WHOLEPICTURE_PARTNERSHIP": str(PARTNERSHIP),
        },
    )

    assert ran.exit_code == 2
    assert "no topic referrals.front-door-bristl" in ran.output
    assert "Did you mean front-door-bristol?" in ran.output


@pytest.mark.parametrize(("app", "name"), [(app, "list"), (referrals, "watch")])
def test_whoever_is_reached_via_another_is_told_whom(
    bus: BusSide, tmp_path: Path, app: Typer, name: str
) -> None:
    """It has no topics of its own: the sentence names the one whose items these are."""
    where = {"KAFKA_BOOTSTRAP_SERVERS": bus.bootstrap}

    def run(**settings: str) -> Result:
        words = [name, "setting-100001", "--record", str(tmp_path / "record.db")]
        return CliRunner().invoke(app, words, env=where | settings)

    known = run(WHOLEPICTURE_PARTNERSHIP=str(PARTNERSHIP))
    unknown = run(WHOLEPICTURE_PARTNERSHIP=str(tmp_path))

    assert (known.exit_code, unknown.exit_code) == (2, 2)
    assert "Write education-bristol in place of setting-100001." in known.output
    assert "via another has no topics of its own" in unknown.output
