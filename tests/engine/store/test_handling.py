"""Handling a batch: position, state and outputs in one transaction, and what is held."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from sqlalchemy import select
from wholepicture_bus import steps
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.errors import OvertakenError, RecoverError, TransientError
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_bus.steps import Step
from wholepicture_bus.topics import OPERATIONS
from wholepicture_engine import holding, ownership
from wholepicture_engine.attempts import MOST_ATTEMPTS
from wholepicture_engine.handling import Handler
from wholepicture_engine.ownership import Token
from wholepicture_engine.stage import Message, Work
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import ATTEMPT
from wholepicture_schemas.operations import Settled

from tests.delivery.echo import Echo, Said

STAGE = "echo"


def _record(offset: int, value: bytes = b"{}", *, topic: str = "in") -> Record:
    return Record(
        Place(topic, "id-1", 0, offset),
        b"k0",
        value,
        (("id", f"e{offset}".encode()),),
        datetime(2026, 3, 4, 21, 15, tzinfo=UTC),
    )


def _tokens(database: Database, *topics: str) -> dict[tuple[str, int], Token]:
    return {
        (topic, 0): ownership.take(
            database, STAGE, topic, "id-1", 0, committed=0, log=LogEnds(0, 1000)
        )
        for topic in topics or ("in",)
    }


def _echo(**options: frozenset[str]) -> Echo:
    return Echo(STAGE, ["in"], "out", "other", **options)


class Away(Echo):
    """A stage whose database goes away under it."""

    def handle(self, message: Message[Said], work: Work) -> list[Outgoing]:  # noqa: ARG002 - as every stage
        """Fail as the database does."""
        raise TransientError("The database is away or busy.")


class Meanwhile(Echo):
    """A stage in whose first batch something else happens, between its reading and its writing."""

    happens: ClassVar[Callable[[], object]]

    def handle(self, message: Message[Said], work: Work) -> Sequence[Outgoing]:
        """Let it happen, then what every echo does."""
        type(self).happens()
        return super().handle(message, work)


@pytest.fixture
def passed() -> Iterator[list[Step]]:
    """Every step that is reached during the test."""
    found: list[Step] = []
    steps.listen(found.append)
    yield found
    steps.listen(None)


def test_handled_records_give_their_stored_outputs_again(database: Database) -> None:
    """A batch that is read again is not handled again: the outputs are the same."""
    tokens = _tokens(database)
    batch = [_record(0), _record(1), _record(2)]
    first = Handler(_echo(), database).handle(batch[:2], tokens)

    again = Handler(_echo(), database).handle(batch, tokens)

    assert again[:6] == first
    assert [dict(one.headers)["count"] for one in again[::3]] == [b"1", b"2", b"3"]


def test_another_record_at_a_handled_place_stops_the_stage(database: Database) -> None:
    """What stands at a handled offset must be what was handled there."""
    tokens = _tokens(database)
    Handler(_echo(), database).handle([_record(0, b"one")], tokens)

    with pytest.raises(RecoverError, match="Another record stands at in/0@0"):
        Handler(_echo(), database).handle([_record(0, b"two")], tokens)


def test_overtaken_member_keeps_nothing_of_its_batch(database: Database) -> None:
    """A batch of an old token is dropped whole."""
    old = _tokens(database)
    new = _tokens(database)

    with pytest.raises(OvertakenError):
        Handler(_echo(), database).handle([_record(0)], old)

    outputs = Handler(_echo(), database).handle([_record(0)], new)
    assert dict(outputs[0].headers)["count"] == b"1"


@pytest.mark.timeout(60)
def test_stages_on_sqlite_work_side_by_side_until_they_write(
    database: Database, other: Database
) -> None:
    """A quick stage does not wait while a slow one thinks; PostgreSQL has locks for each row."""
    if not database.on_sqlite:
        pytest.skip("The file has one writer at a time; PostgreSQL has not.")
    token = ownership.take(database, "quick", "in", "id-1", 0, committed=0, log=LogEnds(0, 1000))
    quick = Handler(Echo("quick", ["in"], "out", "other"), other)
    counts: list[bytes | None] = []

    class Slow(Meanwhile):
        @staticmethod
        def happens() -> None:
            outputs = quick.handle([_record(len(counts))], {("in", 0): token})
            counts.append(dict(outputs[0].headers)["count"])

    Handler(Slow(STAGE, ["in"], "out", "other"), database).handle([_record(0)], _tokens(database))

    assert counts == [b"1"]


@pytest.mark.timeout(60)
def test_member_on_sqlite_that_is_overtaken_before_it_writes_keeps_nothing(
    database: Database, other: Database
) -> None:
    """What was read is not written once another member has the partition."""
    if not database.on_sqlite:
        pytest.skip("On PostgreSQL the other one waits for the partition's row.")

    class Overtaken(Meanwhile):
        @staticmethod
        def happens() -> None:
            _tokens(other)

    stage = Overtaken(STAGE, ["in"], "out", "other")
    with pytest.raises(OvertakenError):
        Handler(stage, database).handle([_record(0)], _tokens(database))

    outputs = Handler(_echo(), database).handle([_record(0)], _tokens(database))
    assert dict(outputs[0].headers)["count"] == b"1"


@pytest.mark.timeout(120)
def test_batches_of_one_stage_lose_nothing_of_each_other(
    database: Database, other: Database
) -> None:
    """What a batch has read, no other batch of its stage changes before it is written."""
    topics = ("in", "in-too")
    tokens = _tokens(database, *topics)

    def add(to: Database, topic: str) -> None:
        handler = Handler(_echo(), to)
        for offset in range(20):
            handler.handle([_record(offset, topic=topic)], tokens)

    with ThreadPoolExecutor(2) as pool:
        adding = [pool.submit(add, *of) for of in zip((database, other), topics, strict=True)]
        for done in adding:
            done.result(60)

    outputs = Handler(_echo(), database).handle([_record(20)], tokens)
    assert dict(outputs[0].headers)["count"] == b"41"


def test_transient_failures_are_never_held_however_often(database: Database) -> None:
    """A database that is away again and again is not the record's fault."""
    tokens = _tokens(database)
    away = Handler(Away(STAGE, ["in"], "out", "other"), database)
    for _ in range(MOST_ATTEMPTS + 3):
        with pytest.raises(TransientError):
            away.handle([_record(0)], tokens, careful=True)

    outputs = Handler(_echo(), database).handle([_record(0)], tokens, careful=True)

    assert len(outputs) == 3
    assert holding.waiting(database) == []


def test_record_that_ended_three_processes_is_held_by_the_fourth(database: Database) -> None:
    """Each new process counts an attempt before it begins, and gives up after three."""
    tokens = _tokens(database)
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(
            TransientError
        ):  # each handler stands for a process that came no further
            Handler(Away(STAGE, ["in"], "out", "other"), database).handle(
                [_record(0)], tokens, careful=True
            )

    Handler(_echo(), database).handle([_record(0)], tokens, careful=True)

    (held,) = holding.waiting(database)
    assert held.reason == "the process ended 3 times while it worked on this record"


def test_batch_after_an_unclean_stop_is_handled_together_at_first(
    database: Database, passed: list[Step]
) -> None:
    """Most processes end for another reason than their records: nothing waits in single file."""
    Handler(_echo(), database).handle(
        [_record(0), _record(1), _record(2)], _tokens(database), careful=True
    )

    assert passed.count("before-database-commit") == 1


def test_batch_that_ended_a_process_twice_is_handled_one_record_at_a_time(
    database: Database, passed: list[Step]
) -> None:
    """The second process counted the batch and came no further: the third looks at each record."""
    tokens, batch = _tokens(database), [_record(0), _record(1), _record(2)]
    with pytest.raises(TransientError):
        Handler(Away(STAGE, ["in"], "out", "other"), database).handle(batch, tokens, careful=True)

    outputs = Handler(_echo(), database).handle(batch, tokens, careful=True)

    assert passed.count("before-database-commit") == 3
    assert len(outputs) == 9


def test_what_came_behind_the_batch_that_ended_a_process_goes_together(
    database: Database, passed: list[Step]
) -> None:
    """Only what was counted is suspected: a backlog behind it does not wait in single file."""
    tokens, batch = _tokens(database), [_record(offset) for offset in range(6)]
    with pytest.raises(TransientError):
        Handler(Away(STAGE, ["in"], "out", "other"), database).handle(
            batch[:2], tokens, careful=True
        )

    handled = Handler(_echo(), database).handled(batch, tokens, careful=True)

    assert passed.count("before-database-commit") == 3
    assert [record for record, _ in handled] == batch


def test_what_was_handled_and_not_sent_goes_before_what_goes_one_at_a_time(
    database: Database,
) -> None:
    """Whatever way its records went through the database, a batch is sent in its own order."""
    tokens, batch = _tokens(database), [_record(offset) for offset in range(6)]
    Handler(_echo(), database).handle(batch[:2], tokens)
    with pytest.raises(TransientError):
        Handler(Away(STAGE, ["in"], "out", "other"), database).handle(
            batch[2:4], tokens, careful=True
        )

    handled = Handler(_echo(), database).handled(batch, tokens, careful=True)

    assert [record for record, _ in handled] == batch


def test_what_was_handled_is_counted_no_longer(database: Database) -> None:
    """The attempts of a batch are forgotten with it, so that the next one goes together again."""
    tokens = _tokens(database)
    handler = Handler(_echo(), database)

    handler.handle([_record(0), _record(1)], tokens, careful=True)

    with database.transaction() as transaction:
        assert transaction.connection.execute(select(ATTEMPT)).all() == []


def test_unreadable_word_on_the_operations_topic_is_held_and_stops_nothing(
    database: Database,
) -> None:
    """A release that cannot be read is kept for a person, and the events go on."""
    tokens = _tokens(database, "in", OPERATIONS)
    word = _record(0, b"no release", topic=OPERATIONS)

    outputs = Handler(_echo(), database).handle([word, _record(0)], tokens)

    assert len(outputs) == 3
    assert [held.place for held in holding.waiting(database)] == [f"{OPERATIONS}/0@0"]


def test_held_records_show_place_and_reason_and_no_content(database: Database) -> None:
    """The list of held records has nothing of what they say."""
    Handler(_echo(fails_on=frozenset({"e0"})), database).handle(
        [_record(0, b"Robin Example")], _tokens(database)
    )

    (held,) = holding.waiting(database)
    assert (held.stage, held.place) == (STAGE, "in/0@0")
    assert "Robin" not in repr(held)


def test_a_word_about_an_unreadable_record_asks_nothing_of_a_stage(database: Database) -> None:
    """It lies on the operations topic for people to read."""
    headers = (("ce_type", Settled.TYPE.encode()),)
    word = replace(_record(0, b"{}", topic=OPERATIONS), headers=headers)

    outputs = Handler(_echo(), database).handle([word], _tokens(database, OPERATIONS))

    assert outputs == []
    assert holding.waiting(database) == []
