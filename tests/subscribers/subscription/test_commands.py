"""The commands show, answer and list what a recipient was sent, each failure as a sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from wholepicture_subscribers.subscription import Subscription
from wholepicture_subscribers.subscription.commands import app
from wholepicture_subscribers.subscription.questions import app as questions

from tests.subscribers.subscription.bus_side import BusSide, delivery

pytestmark = pytest.mark.broker
Command = Callable[..., Result]
SENTENCE = 2
"""The exit status after a sentence that says what is wrong."""


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
    assert f"REFERRAL {delivery(1).id[:8]}: Robin\nItem 1" in first.output
    assert f"NOTICE {delivery(2).id[:8]}: Robin\nItem 2" in first.output
    assert "does not mean that nothing happened" in second.output


def test_watch_shows_the_notices_of_a_digest_together(bus: BusSide, command: Command) -> None:
    """Behind the others, once for the day, and the list has one line of them."""
    told = {"core": {"children": [{"person": "c1", "name": {"given": "Robin"}}]},
            "detail": {"you_told_on": "2026-02-11", "whom_to_call": "First Response"}}  # fmt: skip
    news: dict[str, Any] = {"kind": "notice", "digest": "2026-03-05", "told": told}
    bus.send(delivery(1, **news), delivery(2), delivery(3, **news))

    shown, listed = command("watch", "--once"), command("list")

    first, digest = shown.output.split(f"REFERRAL {delivery(2).id[:8]}")
    assert "Digest" not in first
    assert digest.count("Digest of Thursday 5 March 2026") == 1
    assert digest.count("Robin: you told of the child on 11 February 2026") == 2
    assert listed.output.count("Digest of Thursday 5 March 2026") == 1


def test_a_notice_that_was_read_and_taken_back_says_so(bus: BusSide, command: Command) -> None:
    """In the list its digest stands, and beside it what took it back."""
    told = {"core": {"children": [{"person": "c1", "name": {"given": "Robin"}}]},
            "detail": {"you_told_on": "2026-02-11", "whom_to_call": "First Response"}}  # fmt: skip
    news: dict[str, Any] = {"kind": "notice", "digest": "2026-03-05", "told": told}
    amends = {"delivery": delivery(1).id, "how": "retraction", "because": "It was put right."}
    gone = {"told": {}, "amends": amends, "received": "2026-03-10T09:00:00Z"}
    bus.send(delivery(1, **news), delivery(2, **{**news, **gone}))
    command("watch", "--once")

    listed = command("list").output

    assert "Digest of Thursday 5 March 2026 for test desk: one notice was taken back" in listed
    assert f"Item 2 Of item {delivery(1).id[:8]}" in listed


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
    assert delivery(1).id[:8] not in command("list", "--unanswered").output
    assert delivery(2).id[:8] in command("list", "--unanswered").output


def test_the_list_knows_what_another_program_answered(
    bus: BusSide, command: Command, tmp_path: Path
) -> None:
    """A case system with a record of its own has answered; whoever lists the items reads that."""
    bus.send(delivery(1), delivery(2))
    command("watch", "--once")
    other = Subscription(
        bus.recipient, bootstrap=bus.bootstrap, record=tmp_path / "other.db", follow=False
    )
    with other:
        for referral in other:
            if referral.id == delivery(1).id:
                referral.decide("nfa", "Known and safe.", by="case system")

    owed = command("list", "--unanswered").output

    assert "2 in the record, 1 to be answered." in owed
    assert delivery(1).id[:8] not in owed


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


def test_a_page_is_written_for_its_owner_alone(
    bus: BusSide, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies in the current folder, named by the item's id only, or in a folder that is there."""
    monkeypatch.chdir(tmp_path)
    bus.send(delivery(1))
    command("watch", "--once")
    short = delivery(1).id[:8]

    usual = command("page", short)
    named = command("page", short, "--out", str(tmp_path / "file.html"))
    nowhere = command("page", short, "--out", str(tmp_path / "new" / "file.html"))

    assert usual.output == f"The page is in item-{short}.html.\n"
    assert named.exit_code == 0
    assert nowhere.exit_code == SENTENCE
    assert f"There is no folder {tmp_path / 'new'}: make it first" in nowhere.output
    assert "in --out" in nowhere.output
    assert not (tmp_path / "new").exists()
    for file in (tmp_path / f"item-{short}.html", tmp_path / "file.html"):
        assert "<h1>Robin</h1>" in file.read_text(encoding="utf-8")
        assert file.stat().st_mode & 0o777 == 0o600
    assert command("page", "ffff").exit_code == SENTENCE


def test_a_page_goes_into_a_folder_that_is_there(
    bus: BusSide, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that ends as a folder's does is none of a file, whether the folder is there or not."""
    monkeypatch.chdir(tmp_path)
    bus.send(delivery(1))
    command("watch", "--once")
    short = delivery(1).id[:8]

    missing = command("page", short, "--out", "no/")
    (tmp_path / "pages").mkdir()
    there = command("page", short, "--out", "pages")

    assert missing.exit_code == SENTENCE
    assert "There is no folder no: make it first" in missing.output
    assert not (tmp_path / "no").exists()
    assert there.output == f"The page is in pages/item-{short}.html.\n"


@pytest.mark.parametrize(
    ("partnership", "says"),
    [
        ("partnership", "names no recipient front-door-bristl, and nothing was recorded for it"),
        ("elsewhere", "Nothing was recorded here for front-door-bristl. Read what came for it"),
    ],
)
def test_a_recipient_of_whom_nothing_is_recorded_is_said(
    tmp_path: Path, partnership: str, says: str
) -> None:
    """With who was probably meant, where the agreement is at hand; and no record is made."""
    environment = {"WHOLEPICTURE_DATA": str(tmp_path), "WHOLEPICTURE_PARTNERSHIP": partnership}
    said = [
        CliRunner().invoke(of, [*words], env=environment)
        for of, words in (
            (app, ("page", "front-door-bristl", "1f7b")),
            (app, ("answer", "front-door-bristl", "1f7b", "acknowledged")),
            (questions, ("answer", "front-door-bristl", "1f7b", "yes", "--reason", "So.")),
        )
    ]

    for ran in said:
        assert ran.exit_code == SENTENCE
        assert says in ran.output
        assert ("Did you mean front-door-bristol?" in ran.output) is (partnership != "elsewhere")
    assert list(tmp_path.iterdir()) == []
    CliRunner().invoke(app, ["list", "front-door-bristl"], env=environment)
    empty = CliRunner().invoke(app, ["page", "front-door-bristl", "1f7b"], env=environment)
    assert says in empty.output


def test_watch_keeps_a_page_of_each_item(bus: BusSide, command: Command, tmp_path: Path) -> None:
    """Every item that is shown has its page; where it cannot be written, the item stays unread."""
    bus.send(delivery(1), delivery(2, kind="notice"))
    taken = tmp_path / "taken"
    taken.touch()

    refused = command("watch", "--once", "--pages", str(taken / "in"))
    shown = command("watch", "--once", "--pages", str(tmp_path / "pages"))

    assert refused.exit_code == SENTENCE
    assert "could not be written" in refused.output
    assert f"REFERRAL {delivery(1).id[:8]}: Robin\nItem 1" in shown.output
    names = {f"item-{delivery(number).id[:8]}.html" for number in (1, 2)}
    assert {file.name for file in (tmp_path / "pages").iterdir()} == names


def test_a_contradicting_decision_says_that_it_changes_the_first(
    bus: BusSide, command: Command
) -> None:
    """Without ``--changes`` it is a sentence and a status of 2; with it, it is sent."""
    bus.send(delivery(1))
    command("watch", "--once")
    decide = ("answer", delivery(1).id, "decided", "--reason", "Read.", "--outcome")
    command(*decide, "nfa")

    refused = command(*decide, "advice")
    changed = command(*decide, "advice", "--changes")

    assert refused.exit_code == SENTENCE
    assert "it was decided before: no further action" in refused.output
    assert changed.output == "Your answer is sent.\n"
    first, second = (json.loads(raw.value) for raw in bus.read(bus.replies))
    assert (first["outcome"], second["outcome"]) == ("nfa", "advice")
    assert second["changes"] == bus.read(bus.replies)[0].headers["ce_id"]
    assert "decided: advice given (changed)" in command("list").output


def test_a_question_is_shown_until_it_is_answered(bus: BusSide, command: Command) -> None:
    """Both commands show what is asked and how to answer it."""
    question = {"kind": "phone", "asks": "Did you reach the school?", "whom": "Test School"}
    bus.send(delivery(1, kind="notice", question=question))

    shown, listed = command("watch", "--once").output, command("list", "--unanswered").output

    how = f"wholepicture questions answer {bus.recipient} {delivery(1).id[:8]} yes|no --reason"
    for output in (shown, listed):
        assert "QUESTION: Did you reach the school?" in output
        assert f"Answer yes or no: {how}" in output
