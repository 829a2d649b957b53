"""Where Kafka and the database disagree, the stage stops with a sentence; ``recover`` mends it."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kafka import KafkaAdminClient
from sqlalchemy import update
from wholepicture_bus.records import Outgoing
from wholepicture_bus.topics import TopicSpec
from wholepicture_engine.recovery import recover
from wholepicture_engine.store import Database, packed
from wholepicture_engine.store.tables import HANDLED, POSITION

from tests.delivery.ground import Ground
from tests.delivery.member import STOPPED_ITSELF
from tests.delivery.oracle import Event, Ledger, events, judge

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


def _recover(ground: Ground, *, really: bool = True) -> list[str]:
    with closing(Database(ground.database_url)) as database:
        return list(recover(ground.bootstrap, database, ground.name, really=really))


def _database_file(ground: Ground) -> Path:
    return Path(ground.database_url.removeprefix("sqlite:///"))


def _as_if_kafka_had_lost(ground: Ground, lost: list[Event]) -> None:
    """What a restored older copy leaves: positions behind Kafka's end, and what was made of it."""
    ends = ground.admin.log_ends(ground.admin.partitions([ground.input]))
    with (
        closing(Database(ground.database_url)) as database,
        database.transaction() as transaction,
    ):
        for at, one in enumerate(lost):
            place = (ground.input, at % ground.partitions)
            offset = ends[place].end + at // ground.partitions
            headers = (("output", f"{one.id}#0".encode()),)
            output = Outgoing(ground.out, one.key.encode(), one.value, headers)
            row = {
                "stage": ground.name, "topic": place[0], "partition": place[1], "offset": offset,
                "digest": b"another", "outputs": packed([output]), "appended": datetime.now(UTC),
            }  # fmt: skip
            transaction.connection.execute(HANDLED.insert(), row)
            of_place = (POSITION.c.topic == place[0], POSITION.c.partition == place[1])
            moved = update(POSITION).where(*of_place).values(next_offset=offset + 1)
            transaction.connection.execute(moved)


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


def test_older_kafka_stops_the_stage_and_recover_handles_what_was_published_since(
    ground: Ground,
) -> None:
    """New records stand where handled ones stood: they are handled, and the lost ones go again."""
    ledger = ground.publish(events(20))
    _work_through(ground, ledger)
    _as_if_kafka_had_lost(ground, [replace(one, key="lost") for one in events(6, first=100)])
    ground.publish(events(15, first=20), ledger)

    said = _stops_and_says(ground)
    shown = _recover(ground, really=False)
    done = _recover(ground)
    ground.member()
    ground.drained()
    ground.end()
    with closing(ground.reader()) as reader:
        got = reader.read_to_end()
    wrong = judge(ledger, got, ground.counts())

    assert "wholepicture recover" in said
    assert all("would be read from" in line for line in shown)
    assert all("Kafka is an older copy" in line for line in done)
    assert not wrong.lost
    assert not wrong.all().keys() - {"twice", "strange", "miscounted"}
    assert set(wrong.miscounted) <= {"lost"}
    assert {f"e{number}#0" for number in range(100, 106)} <= {one.output for one in got}


def test_nothing_is_changed_where_kafka_only_has_not_heard_yet(ground: Ground) -> None:
    """What was handled and not sent goes from the stored outputs: none of it is passed over."""
    ledger = ground.publish(events(20))
    killed = ground.member(step="after-database-commit", signal="KILL")
    assert killed.ended() == -9

    said = _recover(ground)
    ground.member()
    wrong = ground.judged(ledger)

    assert said == ["Kafka and the database agree: there is nothing to put right."]
    assert wrong == {}


def test_partitions_that_were_added_are_read_from_their_start(ground: Ground) -> None:
    """An operator raised the count: nobody has to mend anything, and nothing is lost."""
    ledger = ground.publish(events(20))
    _work_through(ground, ledger)
    with closing(KafkaAdminClient(bootstrap_servers=ground.bootstrap)) as admin:
        admin.create_partitions({ground.input: ground.partitions + 2})
    ground.publish(events(30, first=20), ledger)

    ground.member()
    wrong = ground.judged(ledger)

    assert set(wrong) <= {"out of order"}


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
