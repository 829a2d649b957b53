"""A feed's list of its day: that it came is remembered, and what never arrived is asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wholepicture_consumers.documents import FeedHeard

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import POLICE, child, core, correction, family, incident

LIST = "uk.wholepicture.any.feed-manifest.v1"
INCIDENTS = "uk.wholepicture.police.child-linked-incident-manifest.v1"
SOURCE = f"/agencies/{POLICE}"


def _list(day: str, events: Sequence[str] = (), **detail: Any) -> dict[str, Any]:
    sent = [{"type": "domestic-abuse-incident", "count": len(events)}] if events else []
    told = {"day": day, "total": len(events), "sent": sent, "events": list(events), **detail}
    return {"type": LIST, "data": {"core": core(POLICE, []), "detail": told}}


def _states(made: Followed) -> list[tuple[str, str | None]]:
    return [(one.get("event"), one.get("state")) for one in made.words_back]  # type: ignore[misc]


def test_a_list_is_remembered_and_told_to_nobody() -> None:
    """Its agency hears that it came; it is about no child, and no recipient reads it."""
    stages = Stages()

    made = stages.publish(_list("2026-11-17"), "L1")

    heard = stages.document(FeedHeard, SOURCE)
    assert heard is not None
    assert heard.day == date(2026, 11, 17)
    assert _states(made) == [("L1", "accepted")]
    assert (made.children, made.items, made.ledger) == ([], [], [])


def test_what_it_names_and_never_arrived_is_asked_for() -> None:
    """By the receipts, which are the agency's own; each of them says so in its own timeline too."""
    stages = Stages()
    stages.publish(incident([child(family(), "Una", "2014-04-04")]), "E1")

    made = stages.publish(_list("2026-11-17", ["E1", "E2", "E3"]), "L1")

    (asked,) = made.problems
    assert asked["field"] == "detail.events"
    assert asked["what"].startswith("names 2 events of 17 November 2026 that never arrived")
    assert asked["fix"] == "Publish again: E2, E3."
    assert [one for one in _states(made) if one[1] == "not-delivered"] == [
        ("E2", "not-delivered"),
        ("E3", "not-delivered"),
    ]


def test_what_arrives_late_is_not_asked_for_again() -> None:
    """Once it was published again, the same list sent anew asks for nothing."""
    stages = Stages()
    stages.publish(_list("2026-11-17", ["E1"]), "L1")
    stages.publish(incident([child(family(), "Una", "2014-04-04")]), "E1")

    assert not stages.publish(_list("2026-11-17", ["E1"]), "L2").problems


def test_an_older_list_does_not_take_the_newer_ones_place() -> None:
    """A list that was sent anew for an earlier day leaves the feed where it was."""
    stages = Stages()
    stages.publish(_list("2026-11-17"), "L1")
    stages.publish(_list("2026-11-15"), "L2")

    heard = stages.document(FeedHeard, SOURCE)
    assert heard is not None
    assert heard.day == date(2026, 11, 17)


def test_a_list_of_a_day_to_come_does_not_count() -> None:
    """Else one slip of the year would hide a feed's silence for ever."""
    stages = Stages()

    made = stages.publish(_list("2027-11-17"), "L1")

    assert stages.document(FeedHeard, SOURCE) is None
    assert [one["field"] for one in made.problems] == ["detail.day"]


def test_a_list_that_comes_twice_is_taken_in_once() -> None:
    """The same list again says nothing; another one under its id is asked about."""
    stages = Stages()
    told = _list("2026-11-17")
    stages.publish(told, "L1")

    assert not stages.publish(told, "L1").words_back
    assert stages.publish(_list("2026-11-16"), "L1").invalid


def test_the_incident_list_of_the_police_counts_as_their_feeds() -> None:
    """It is a list of the day as well, and goes to whoever looks for what is missing."""
    stages = Stages()
    counts = {"named": 0, "none": 0, "not_asked": 0, "unknown": 0}
    detail = {"day": "2026-11-17", **counts, "incidents": []}
    made = stages.publish(
        {"type": INCIDENTS, "data": {"core": core(POLICE, []), "detail": detail}}, "L1"
    )

    heard = stages.document(FeedHeard, SOURCE)
    assert heard is not None
    assert heard.day == date(2026, 11, 17)
    assert made.items


def test_a_list_is_sent_anew_and_not_corrected() -> None:
    """A correction of it would lead nowhere: its agency hears what to do."""
    stages = Stages()
    stages.publish(_list("2026-11-17"), "L1")

    changes = [{"field": "detail.total", "value": 1}]
    made = stages.publish(correction(POLICE, "L1", changes), "C1")

    assert [one["what"] for one in made.problems] == ["is a list"]
    assert not made.children
