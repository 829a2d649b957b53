"""A subscriber that does one thing wrong fails the point about it, and no other."""

from datetime import UTC, datetime

import pytest
from wholepicture_subscribers.conformance.playing import play
from wholepicture_subscribers.conformance.points import Result, points
from wholepicture_subscribers.conformance.record_list import Listing
from wholepicture_subscribers.conformance.reporting import Report
from wholepicture_subscribers.conformance.run import OfKafka, Played, Run
from wholepicture_subscribers.conformance.stream import Step, stream

from tests.subscribers.conformance import careful
from tests.subscribers.conformance.careful import Careful

STREAM = stream()


class NoList:
    """No command lists the record."""

    def now(self) -> None:
        """Nobody can say."""


def _results(subscriber: Careful, record: Listing | None = None) -> dict[str, Result]:
    run = play(STREAM, subscriber, within=1, record=record or subscriber)
    return {point.name: point.result for point in points(run)}


def _named(results: dict[str, Result], result: Result) -> set[str]:
    return {name for name, found in results.items() if found == result}


def test_a_careful_subscriber_passes_every_point() -> None:
    """So that what the others fail is their own fault."""
    assert set(_results(Careful()).values()) == {"pass"}


@pytest.mark.parametrize(
    ("wrong", "point"),
    [
        (careful.StoresNothing, "holds each item once"),
        (careful.HoldsTwice, "holds each item once"),
        (careful.ForgetsOnRestart, "survives its own death"),
        (careful.AnswersTwice, "handles an item once"),
        (careful.IgnoresCorrections, "applies corrections"),
        (careful.IgnoresRetractions, "applies retractions"),
        (careful.DiesOfNewFields, "reads what is newer"),
        (careful.RefusesNewFields, "reads what is newer"),
        (careful.StopsAtTheUnreadable, "goes on after what it cannot read"),
        (careful.SaysNotWhoTook, "answers questions"),
        (careful.RefusesManyChildren, "takes unusual families"),
        (careful.AnswersForAnother, "gives valid replies"),
    ],
)
def test_one_fault_fails_one_point(wrong: type[Careful], point: str) -> None:
    """Exactly that point fails, and every other passes."""
    results = _results(wrong())

    assert _named(results, "fail") == {point}
    assert _named(results, "not shown") == set()


def test_without_a_list_of_the_record_what_was_kept_is_not_shown() -> None:
    """Replies show that an item was read, and not that anybody has it."""
    results = _results(careful.StoresNothing(), NoList())

    assert _named(results, "not shown") == {"holds each item once", "survives its own death"}


def test_a_point_that_is_not_shown_is_not_passed() -> None:
    """The exit code is 0 only where every point passed."""

    def report(subscriber: Careful, record: Listing) -> Report:
        run = play(STREAM, subscriber, within=1, record=record)
        return Report(
            product="Cases",
            version="7",
            tried=datetime(2026, 11, 18, tzinfo=UTC),
            stream=STREAM.version,
            way="command",
            items=len(run.played),
            left=0,
            points=points(run),
        )

    right, wrong = Careful(), careful.IgnoresRetractions()

    assert report(right, right).exit_code == 0
    assert report(Careful(), NoList()).exit_code == 3
    assert not report(Careful(), NoList()).passed
    assert report(wrong, wrong).exit_code == 1
    assert report(wrong, wrong).sentence.endswith("Passed: 10. Failed: 1. Not shown: 0.")


def _on_kafka(aborted: Played, *, in_record: tuple[str, ...] = ()) -> dict[str, Result]:
    """A run on Kafka in which each item was answered and kept, but for what is told otherwise."""
    subscriber = Careful()
    played = [
        Played(step, tuple(subscriber.take(step.event, 1)), with_two=step.shows == "many children")
        for step in STREAM.steps
    ]
    kept = (*subscriber.items, *in_record)
    run = Run(played, kept, of_kafka=OfKafka(aborted))
    return {point.name: point.result for point in points(run)}


def test_what_kafka_took_back_is_neither_kept_nor_answered() -> None:
    """Who reads uncommitted records is found out by either."""
    never = Step(shows="taken back by Kafka", event={**STREAM.steps[0].event, "id": "never-sent"})
    answered = Played(never, (careful.reply("never-sent", "acknowledged"),))

    right = _on_kafka(Played(never))

    assert _named(right, "fail") == set()
    assert right["reads committed records only"] == "pass"
    for wrong in (_on_kafka(Played(never), in_record=("never-sent",)), _on_kafka(answered)):
        assert _named(wrong, "fail") == {"reads committed records only"}


def test_what_comes_while_it_is_down_counts_against_its_death_alone() -> None:
    """An unborn child of whom it never read is no unusual family that it refused."""
    subscriber = Careful()
    played = [
        Played(
            step,
            tuple(subscriber.take(step.event, 1)),
            "left no trace" if step.shows == "unborn child" else None,
            silent=step.shows == "unborn child",
            after_death=step.shows == "unborn child",
        )
        for step in STREAM.steps
    ]

    found = points(Run(played, tuple(subscriber.items), of_kafka=OfKafka(None)))

    assert _named({point.name: point.result for point in found}, "fail") == {
        "survives its own death"
    }


def test_what_is_lost_while_a_second_copy_comes_and_goes_is_said() -> None:
    """Only that point fails: nobody else was there."""
    subscriber = Careful()
    played = [
        Played(step, tuple(subscriber.take(step.event, 1)), with_two=step.shows == "many children")
        for step in STREAM.steps
    ]
    lost = next(str(item.step.delivery) for item in played if item.with_two)
    kept = [name for name in subscriber.items if name != lost]

    results = {
        point.name: point.result for point in points(Run(played, kept, of_kafka=OfKafka(None)))
    }

    assert _named(results, "fail") == {"survives a rebalance"}
