"""Where Kafka and the database disagree, the stage stops with a sentence; ``recover`` mends it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaAdminClient
from wholepicture_bus.topics import TopicSpec
from wholepicture_engine.recovery import recover
from wholepicture_engine.store import Database

from tests.delivery.ground import Ground
from tests.delivery.member import STOPPED_ITSELF
from tests.delivery.oracle import Ledger, events, judge

pytestmark = pytest.mark.broker


def _work_through(ground: Ground, ledger: Ledger) -> None:
    ground.member()
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(ledger.ids("ok"))
    ground.drained()
    ground.end()


def _stops_and_says(ground: Ground) -> str:
    member = ground.member()
    assert member.ended() == STOPPED_ITSELF, member.said
    return member.said


def _recover(ground: Ground) -> list[str]:
    with closing(Database(ground.database_url)) as database:
        return list(recover(ground.bootstrap, database, ground.name, really=True))


def _database_file(ground: Ground) -> Path:
    return Path(ground.database_url.removeprefix("sqlite:///"))


def test_recreated_topic_stops_the_stage_and_is_read_from_its_start_after_recover(
    ground: Ground,
) -> None:
    """Records of another topic of the same name would be taken for handled ones."""
    first = ground.publish(events(20))
    _work_through(ground, first)
    with closing(KafkaAdminClient(bootstrap_servers=ground.bootstrap)) as admin:
        admin.delete_topics([ground.input])
    ground.admin.create_topics([TopicSpec(ground.input, ground.partitions, {})])
    ledger = ground.publish(events(10, first=20), first)

    said = _stops_and_says(ground)
    _recover(ground)
    ground.member()
    wrong = ground.judged(ledger)

    assert "was made anew" in said
    assert "wholepicture recover" in said
    assert wrong == {}


def test_older_database_stops_the_stage_and_recover_sends_the_same_ids_again(
    ground: Ground,
) -> None:
    """After a restore, what the backup does not know is handled again; each repeat is the same."""
    ledger = ground.publish(events(20))
    _work_through(ground, ledger)
    backup = ground.folder / "backup.db"
    with (
        closing(sqlite3.connect(_database_file(ground))) as now,
        closing(sqlite3.connect(backup)) as kept,
    ):
        now.backup(kept)
    ground.publish(events(15, first=20), ledger)
    _work_through(ground, ledger)
    for leftover in _database_file(ground).parent.glob(f"{_database_file(ground).name}-*"):
        leftover.unlink()
    shutil.copy(backup, _database_file(ground))

    said = _stops_and_says(ground)
    _recover(ground)
    ground.member()
    ground.drained()
    ground.end()
    with closing(ground.reader()) as reader:
        got = reader.read_to_end()
    wrong = judge(ledger, got, ground.counts())

    assert "an older backup was restored" in said
    again = {f"e{number}#{part}" for number in range(20, 35) for part in range(3)}
    assert set(wrong.twice) == again
    assert {**wrong.all(), "twice": []} == {"twice": []}


def test_deleted_offsets_stop_the_stage_and_recover_loses_nothing_that_was_not_sent(
    ground: Ground,
) -> None:
    """What was handled and not sent when the offsets went is sent; the rest repeats, the same."""
    ledger = ground.publish(events(20))
    _work_through(ground, ledger)
    ground.publish(events(30, first=20), ledger)
    killed = ground.member(step="after-database-commit", signal="KILL")
    assert killed.ended() == -9
    ground.forget_offsets()

    said = _stops_and_says(ground)
    _recover(ground)
    ground.member()
    wrong = ground.judged(ledger)

    assert "the offsets were deleted" in said
    assert set(wrong) <= {"twice"}


def test_database_of_another_cluster_stops_the_stage(ground: Ground) -> None:
    """A database that belongs to another Kafka is not used, and the sentence says what to check."""
    _work_through(ground, ground.publish(events(3)))
    ground.change("UPDATE cluster SET id = 'another'")

    said = _stops_and_says(ground)

    assert "belongs to another Kafka cluster" in said
    assert "KAFKA_BOOTSTRAP_SERVERS" in said


def test_database_without_what_kafka_says_is_handled_stops_the_stage(ground: Ground) -> None:
    """An empty database beside a group that has read on is the wrong database, and it is said."""
    _work_through(ground, ground.publish(events(30)))
    _database_file(ground).unlink()
    for leftover in _database_file(ground).parent.glob(f"{_database_file(ground).name}-*"):
        leftover.unlink()

    assert "Is this the right database?" in _stops_and_says(ground)
