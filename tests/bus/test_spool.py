"""The spool's rules that hold without a broker."""

import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from wholepicture_bus import hold
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import (
    NotAppended,
    SaidOtherwise,
    Sender,
    Spool,
    SpoolUnavailable,
    TooLarge,
)
from wholepicture_bus.topics import INPUT_BYTES

NOBODY_LISTENS = "127.0.0.1:9"
MARKER = "Zebedee-Marker"


def outgoing(
    event: str, value: bytes = b"{}", topic: str = "events.avon-and-somerset-police"
) -> Outgoing:
    """A record with this event id."""
    return Outgoing(topic, b"family", value, (("ce_id", event.encode()), ("ce_x", b"\xff")))


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """An empty spool."""
    return Spool(tmp_path / "spool.db")


def test_appended_records_wait_in_order_with_every_byte(spool: Spool) -> None:
    """Records come out as they went in, in the order in which they went in."""
    records = [outgoing(f"e{number}", b"\x00\xff" * number) for number in range(5)]
    for record in records:
        spool.append([record])

    assert [row.outgoing for row in spool.unsent()] == records


def test_history_is_sent_when_nothing_else_waits(spool: Spool) -> None:
    """However much of it waits since before, what is told today goes first."""
    lane = "history.avon-and-somerset-police"
    spool.append([outgoing(f"h{number}", topic=lane) for number in range(3)])
    spool.append([outgoing("e1")])

    first, then = spool.unsent(), spool.unsent(without=["events.avon-and-somerset-police"])

    assert [row.event for row in first] == ["e1"]
    assert [row.event for row in then] == ["h0", "h1", "h2"]


def test_a_receipt_names_the_event_and_that_it_waits(spool: Spool) -> None:
    """What was appended has a receipt at once, without a broker."""
    (receipt,) = spool.append([outgoing("e1")])

    assert (receipt.event, receipt.status, receipt.sent) == ("e1", "waiting", None)
    assert spool.receipt("e1") == receipt


def test_what_was_appended_is_there_after_a_restart(tmp_path: Path) -> None:
    """A record is on the disk when append returns."""
    Spool(tmp_path / "spool.db").append([outgoing("e1")])

    assert [row.event for row in Spool(tmp_path / "spool.db").unsent()] == ["e1"]


def test_the_same_record_again_has_the_same_receipt_and_is_kept_once(tmp_path: Path) -> None:
    """A repeat of id and bytes changes nothing."""
    hours = iter(datetime(2026, 3, 4, hour, tzinfo=UTC) for hour in range(24))
    spool = Spool(tmp_path / "spool.db", now=lambda: next(hours))
    first = spool.append([outgoing("e1")])

    again = spool.append([outgoing("e1")])

    assert again == first
    assert len(spool.unsent()) == 1


def test_an_id_that_was_sent_is_not_sent_again(spool: Spool) -> None:
    """A repeat of what Kafka has already gives the receipt of what was sent."""
    spool.append([outgoing("e1")])
    spool.mark_sent(spool.unsent())

    (receipt,) = spool.append([outgoing("e1")])

    assert receipt.status == "sent"
    assert spool.unsent() == ()


def test_the_same_id_with_another_body_is_refused_with_all_of_its_batch(spool: Spool) -> None:
    """An id stands for one content; a batch is appended whole or not at all."""
    spool.append([outgoing("e1", b"one")])

    with pytest.raises(SaidOtherwise, match="correction or a retraction") as refused:
        spool.append([outgoing("e2"), outgoing("e1", b"another")])

    assert refused.value.event == "e1"
    assert [row.event for row in spool.unsent()] == ["e1"]


def test_a_record_larger_than_kafka_takes_is_refused_at_once(spool: Spool) -> None:
    """What could never be sent does not enter, and so cannot block what is behind it."""
    with pytest.raises(TooLarge, match="shorten its texts"):
        spool.append([outgoing("e1", b"x" * (INPUT_BYTES + 1))])

    assert spool.unsent() == ()


@pytest.mark.parametrize("topic", ["", "events/avon", "e" * 250, "events avon"])
def test_a_topic_name_that_kafka_does_not_allow_is_refused(spool: Spool, topic: str) -> None:
    """A name that no broker can have never waits."""
    with pytest.raises(NotAppended, match="name"):
        spool.append([outgoing("e1", topic=topic)])


def test_a_record_without_an_event_id_is_refused(spool: Spool) -> None:
    """Without an id there is no receipt."""
    with pytest.raises(NotAppended, match="ce_id"):
        spool.append([Outgoing("events.a", None, b"{}")])


def test_counts_tell_what_waits_and_why(spool: Spool) -> None:
    """The status counts, and has a sentence for what keeps a record from being sent."""
    spool.append([outgoing(f"e{number}") for number in range(4)])
    first, second, third, _ = spool.unsent()
    spool.mark_sent([first])
    spool.mark_failed([second], "UnknownTopicOrPartitionError")
    spool.mark_failed([third], "MessageSizeTooLargeError", refused=True)

    counts = spool.counts()

    assert (counts.waiting, counts.sent, counts.refused) == (2, 1, 1)
    assert counts.oldest_waiting is not None
    assert "events.avon-and-somerset-police is not there" in counts.troubles[0]
    assert "too large" in counts.troubles[1]


def test_a_batch_to_send_is_bounded_by_number_and_bytes_and_never_empty(spool: Spool) -> None:
    """Memory is bounded, and a record larger than the bound still goes alone."""
    spool.append([outgoing(f"e{number}", b"x" * 1000) for number in range(5)])

    assert len(spool.unsent(3)) == 3
    assert len(spool.unsent(most_bytes=2100)) == 2
    assert len(spool.unsent(most_bytes=1)) == 1


def test_pruning_removes_what_was_sent_long_ago_and_nothing_that_waits(tmp_path: Path) -> None:
    """Sent rows are kept until they are pruned by age; waiting ones always stay."""
    now = datetime(2026, 3, 4, tzinfo=UTC)
    spool = Spool(tmp_path / "spool.db", now=lambda: now)
    spool.append([outgoing("old", MARKER.encode()), outgoing("waits")])
    spool.mark_sent([row for row in spool.unsent() if row.event == "old"])

    removed = spool.prune(now + timedelta(seconds=1))
    spool.close()

    assert removed == 1
    assert MARKER.encode() not in (tmp_path / "spool.db").read_bytes()
    assert [row.event for row in Spool(tmp_path / "spool.db").unsent()] == ["waits"]


def test_the_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    """A spool holds what was said of families."""
    Spool(tmp_path / "spools" / "spool.db").append([outgoing("e1")])

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "spools").iterdir()]
    assert set(modes) == {0o600}
    assert stat.S_IMODE((tmp_path / "spools").stat().st_mode) == 0o700


def test_many_threads_and_two_openings_append_without_loss(tmp_path: Path) -> None:
    """Threads and processes may append to one spool at the same time."""
    spools = [Spool(tmp_path / "spool.db"), Spool(tmp_path / "spool.db")]

    def append(worker: int) -> None:
        for number in range(25):
            spools[worker % 2].append([outgoing(f"{worker}-{number}")])

    workers = [threading.Thread(target=append, args=(worker,)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    events = [row.event for row in spools[0].unsent()]
    assert len(events) == 100
    for number in range(4):
        mine = [event for event in events if event.startswith(f"{number}-")]
        assert mine == [f"{number}-{at}" for at in range(25)]


def test_a_file_that_is_no_spool_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A wrong file is neither overwritten nor a stack of technical errors."""
    path = tmp_path / "spool.db"
    path.write_text(f"{MARKER} is no database, however long it is." * 30)

    with pytest.raises(SpoolUnavailable, match="cannot be used") as told:
        Spool(path)

    assert MARKER not in str(told.value)
    assert path.read_text().startswith(MARKER)


def test_a_spool_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """An older programme does not guess at a newer file."""
    path = tmp_path / "spool.db"
    Spool(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()

    with pytest.raises(SpoolUnavailable, match="newer version"):
        Spool(path)


def test_a_closed_spool_refuses_in_a_sentence(spool: Spool) -> None:
    """Nobody is told that something is kept when it is not."""
    spool.close()

    with pytest.raises(SpoolUnavailable):
        spool.append([outgoing("e1")])


def test_a_second_sender_is_told_that_another_is_sending(spool: Spool) -> None:
    """Of all senders of a spool one sends; the second has a clear answer and no error."""
    spool.append([outgoing("e1")])
    other = hold.take(spool.path.with_name("spool.db.lock"), wait=hold.AT_ONCE)
    assert other is not None

    outcome = Sender(spool, NOBODY_LISTENS).send(within=timedelta(seconds=1))

    assert (outcome.ended, outcome.rows) == ("busy", 0)
    other.close()
    assert Sender(spool, NOBODY_LISTENS).send(within=timedelta(0)).ended == "time-up"


def test_with_the_broker_away_everything_stays_and_the_status_says_so(spool: Spool) -> None:
    """Sending ends when its time is up, and what waits still waits."""
    spool.append([outgoing("e1", MARKER.encode()), outgoing("e2")])

    outcome = Sender(spool, NOBODY_LISTENS).send(within=timedelta(seconds=0.3))

    assert (outcome.ended, outcome.rows) == ("time-up", 0)
    assert [row.event for row in spool.unsent()] == ["e1", "e2"]
    assert "could not be reached" in spool.counts().troubles[0]
    assert MARKER not in str(spool.counts())


def test_nothing_to_send_is_done_at_once_without_a_broker(spool: Spool) -> None:
    """An empty spool needs no Kafka."""
    assert Sender(spool, NOBODY_LISTENS).send().ended == "all-sent"


def test_background_sending_stops_within_its_time_with_the_broker_away(spool: Spool) -> None:
    """Closing does not wait for a broker that does not come."""
    spool.append([outgoing("e1")])
    sender = Sender(spool, NOBODY_LISTENS)
    sender.start()

    assert sender.close(timedelta(seconds=0.1)) is False
    assert all(thread.name != "spool" for thread in threading.enumerate())
