"""What Kafka refuses is in the exit code with its receipt, and is put right or given up."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from wholepicture_bus.spool import Spool, why_dropped
from wholepicture_bus.spool.rounds import before_an_amendment
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.telling import REFUSED_BY_KAFKA

from tests.producers.exports import IRIS, OTIS, Exports, exports_in
from tests.producers.published import TOPIC, WHY, publish_without, run

TOO_LARGE = "MessageSizeTooLargeError"


@contextmanager
def opened(file: Path) -> Iterator[Spool]:
    """The spool for a moment."""
    with closing(Spool(file)) as spool:
        yield spool


def refuse(file: Path, error: str = TOO_LARGE, *, refused: bool = True) -> None:
    """Kafka answers the oldest event that waits with an error."""
    with opened(file) as spool:
        spool.mark_failed(spool.unsent(1), error, refused=refused)


@pytest.mark.parametrize("command", [("spool", "send", "--wait", "0"), ("fix", "E-0002")])
def test_an_event_that_kafka_refused_is_in_the_exit_code(
    spool_file: Path, command: tuple[str, ...]
) -> None:
    """Every command that sends says so until it is settled, with the receipt and the ways out."""
    publish_without(spool_file)
    refuse(spool_file)
    publish_without(spool_file, event="E-0002", sent=True)
    settings = ("--set", "core.summary=One.", *WHY) if command[0] == "fix" else ()

    result = run(*command, *settings)

    assert result.exit_code == REFUSED_BY_KAFKA
    assert "nobody was told: E-0001." in result.stdout
    assert "wholepicture fix E-0001 --set" in result.stdout
    assert "wholepicture spool drop E-0001 --because" in result.stdout


@pytest.mark.parametrize("error", ["TopicAuthorizationFailedError", "UnknownTopicOrPartitionError"])
def test_a_topic_that_is_not_open_is_in_the_exit_code(spool_file: Path, error: str) -> None:
    """Waiting does not help, so that a job that nobody reads must not end as if all were well."""
    publish_without(spool_file)
    refuse(spool_file, error, refused=False)

    assert run("spool", "send", "--wait", "0").exit_code == REFUSED_BY_KAFKA


def test_kafka_being_away_is_no_refusal(spool_file: Path) -> None:
    """What waits for a broker goes by itself."""
    publish_without(spool_file)
    refuse(spool_file, "NodeNotReadyError", refused=False)

    assert run("spool", "send", "--wait", "0").exit_code == 3


def test_what_is_given_up_is_gone_and_the_reason_stays(spool_file: Path) -> None:
    """With it goes what corrected it; nothing that was sent can be given up."""
    publish_without(spool_file)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    refuse(spool_file)
    publish_without(spool_file, event="E-0002", sent=True)

    other = run("spool", "drop", "E-0002", "--because", "No reason.")
    result = run("spool", "drop", "E-0001", "--because", "It was told by telephone.")

    assert other.exit_code == 2
    assert "and 1 correction of it" in result.stdout
    with opened(spool_file) as spool:
        assert spool.counts().refused == 0
        assert spool.unsent() == ()
        assert why_dropped(spool, "E-0001") == "It was told by telephone."
    assert "given up" in run("sent", "E-0001").stdout


def test_its_correction_waits_and_nothing_else_does(spool_file: Path) -> None:
    """The bus hears of no correction of what it never had; other events of the family go."""
    publish_without(spool_file)
    run("fix", "E-0001", "--set", "core.summary=One.", *WHY)
    publish_without(spool_file, event="E-0002")
    refuse(spool_file)

    with opened(spool_file) as spool:
        waiting, counts = spool.unsent(), spool.counts()

    assert [row.event for row in waiting] == ["E-0002"]
    assert (counts.waiting, counts.behind, counts.refused) == (1, 1, 1)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Exports]:
    """An agency's machine."""
    with exports_in(tmp_path) as made:
        yield made


@pytest.mark.parametrize("worry", [IRIS["Worry"], "Alone."])
def test_its_row_published_again_takes_its_place(machine: Exports, worry: str) -> None:
    """Shortened or not it is tried again under its receipt: the limit may have been raised."""
    (first,) = machine.publish(IRIS).receipts
    machine.spool.mark_failed(machine.spool.unsent(1), TOO_LARGE, refused=True)

    done = machine.publish({**IRIS, "Worry": worry}, {**OTIS, "Worry": worry})

    (row,) = machine.spool.unsent()
    assert ([*done.receipts], done.new, done.changed) == ([first], 1, [])
    assert json.loads(row.outgoing.value or b"")["detail"]["concern"] == worry
    assert machine.names() == ["Iris", "Otis"]


def test_a_row_larger_than_the_topic_takes_is_refused_when_it_is_published(
    machine: Exports,
) -> None:
    """The field that says most is named, and the rows behind it go."""
    with machine.spool.transaction() as database:
        database.execute("INSERT INTO topic_limits VALUES (?, 4000)", (TOPIC,))
    long = " ".join(f"{number:x}" for number in range(100_000, 101_200))

    done = machine.publish({**IRIS, "Worry": long}, {**IRIS, "Log": "L-2"})

    assert (done.rejected, done.new) == (1, 1)
    assert "column Worry: detail.concern is the largest part" in machine.refused[0]
    assert "at most 4,000" in machine.refused[0]


def test_a_row_that_compresses_well_is_not_refused(machine: Exports) -> None:
    """The broker counts a batch as it comes, compressed."""
    with machine.spool.transaction() as database:
        database.execute("INSERT INTO topic_limits VALUES (?, 4000)", (TOPIC,))

    assert machine.publish({**IRIS, "Worry": "Alone again. " * 400}).new == 1


def test_a_dry_run_puts_nothing_in_its_place(machine: Exports) -> None:
    """What was refused stays so."""
    machine.publish(IRIS)
    machine.spool.mark_failed(machine.spool.unsent(1), TOO_LARGE, refused=True)

    machine.publish({**IRIS, "Worry": "Alone."}, terms=Terms(dry_run=True))

    assert machine.spool.counts().refused == 1


def test_a_round_ends_before_a_correction_of_what_is_in_it(machine: Exports) -> None:
    """Kafka may refuse the event: then its correction has not gone."""
    machine.publish(IRIS, {**IRIS, "Log": "L-2"})
    machine.publish(IRIS, OTIS)
    waiting = machine.spool.unsent()

    first = before_an_amendment(waiting)

    assert [row.event for row in first] == [row.event for row in waiting[:2]]
    assert list(before_an_amendment(waiting[2:])) == list(waiting[2:])
