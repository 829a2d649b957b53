"""The way of an event that was published from this machine, as it is shown."""

import json
from pathlib import Path

import pytest
from wholepicture_bus.spool import History

from tests.producers.published import WHY, hear, publish_without, run, state

pytestmark = pytest.mark.usefixtures("spool_file")


def test_the_way_of_an_event_is_one_timeline(spool_file: Path) -> None:
    """In order of time, its correction under its own receipt, at the end who has not answered."""
    publish_without(spool_file, sent=True)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    (row,) = History(spool_file).amending("E-0001")
    hear(spool_file, state("E-0001", "decided", 5, "children's social care", outcome="nfa"))
    hear(spool_file, state("E-0001", "accepted", 1))
    hear(spool_file, state("E-0001", "delivered", 3, "children's social care"))
    hear(spool_file, state("E-0001", "delivered", 3, "education"))
    hear(spool_file, state("E-0001", "acknowledged", 4, "children's social care"))
    hear(spool_file, state(row.event, "correction-applied", 9, "children's social care"))

    shown = run("sent", "E-0001").stdout
    told = json.loads(run("sent", "E-0001", "--json").stdout)

    words = ["kept on this machine", "sent to Kafka", "It was accepted.", "It was delivered.",
             "It was acknowledged.", "It was decided.", f"    Receipt {row.event}",
             "It was correction-applied."]  # fmt: skip
    places = [shown.index(word) for word in words]
    assert places == sorted(places)
    assert (
        "4 March 2026, 21:20  It was decided. (children's social care, no further action)" in shown
    )
    assert "No answer so far: education." in shown
    assert told["not_answered"] == ["education"]
    assert [one["receipt"] for one in told["corrections"]] == [row.event]
    assert told["timeline"][0]["state"] == "accepted"


def test_one_word_names_all_who_were_told(spool_file: Path) -> None:
    """Each of them answers for itself; what was heard before is read as it was."""
    publish_without(spool_file, sent=True)
    several = {"to_each": ("education", "health"), "says": "Delivered to: education and health."}
    hear(spool_file, state("E-0001", "delivered", 2, "housing"))
    hear(spool_file, state("E-0001", "delivered", 3, "education and health", **several))
    hear(spool_file, state("E-0001", "acknowledged", 4, "health", to_each=("health",)))

    shown = run("sent", "E-0001").stdout
    told = json.loads(run("sent", "E-0001", "--json").stdout)

    assert "4 March 2026, 21:18  Delivered to: education and health.\n" in shown
    assert "No answer so far: housing, education." in shown
    assert told["not_answered"] == ["housing", "education"]
    assert told["timeline"][0]["to_each"] == ["housing"]
    assert told["timeline"][1]["to"] == "education and health"
    assert told["timeline"][1]["to_each"] == ["education", "health"]


def test_a_notice_is_not_called_unanswered(spool_file: Path) -> None:
    """Whether it was one the sender does not hear; a correction is to be answered by everybody."""
    publish_without(spool_file, sent=True)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    (row,) = History(spool_file).amending("E-0001")
    hear(spool_file, state("E-0001", "delivered", 3, "education"))
    hear(spool_file, state(row.event, "delivered", 9, "education"))

    lines = [line.strip() for line in run("sent", "E-0001").stdout.splitlines()]

    assert (
        "No answer so far: education. "
        "Whoever was sent it as a notice need not answer; the bus does not say who that is."
    ) in lines
    assert lines.count("Not answered yet: education.") == 1
    assert "\nNot answered yet: education.\n" in run("sent", row.event).stdout


def test_an_event_of_which_nobody_is_told_is_promised_no_delivery(spool_file: Path) -> None:
    """Before the bus has spoken, and after; a list goes to nobody at all."""
    publish_without(spool_file, sent=True)
    before = run("sent", "E-0001").stdout.splitlines()[-2]
    hear(spool_file, state("E-0001", "accepted", 1))
    after = run("sent", "E-0001").stdout.splitlines()[-2]
    receipt = run("manifest").stdout.splitlines()[0].rpartition(" ")[2]
    hear(spool_file, state(receipt, "accepted", 1))

    assert before == "Nothing was heard of it from the bus yet."
    assert after.startswith("No delivery of it is known. Where nobody is to be told")
    assert (
        "the bus compares it with what came, and sends it to nobody." in run("sent", receipt).stdout
    )
    assert "yet" not in after
