"""A database that goes away is a transient error, without the statement or its values."""

from pathlib import Path

import pytest
from sqlalchemy import text
from wholepicture_bus.errors import DatabaseAwayError, StopError, TransientError
from wholepicture_engine.store import Database

from tests.support.postgres import OwnPostgres
from tests.support.small_disks import on_small_disk


def test_postgresql_killed_in_a_transaction_is_transient(own_postgres: OwnPostgres) -> None:
    """The transaction is lost and says so; the next one, after the restart, works."""
    database = Database(own_postgres.new_database())
    database.make_tables()
    try:
        with pytest.raises(TransientError) as raised, database.transaction() as transaction:  # noqa: PT012 - killed in its midst
            transaction.connection.execute(text("INSERT INTO cluster VALUES (1, 'secret')"))
            own_postgres.kill()
            transaction.connection.execute(text("SELECT 1"))
        with pytest.raises(TransientError), database.transaction():
            pass
    finally:
        own_postgres.start()
    with database.transaction() as transaction:
        rows = transaction.connection.execute(text("SELECT * FROM cluster")).all()
    database.close()

    assert rows == []
    assert "secret" not in str(raised.value)


def test_postgresql_that_stands_still_is_waited_for_no_longer_than_was_said(
    own_postgres: OwnPostgres,
) -> None:
    """Nothing is known of the transaction; the next one, once it goes on, finds what was kept."""
    database = Database(own_postgres.new_database(), patience=0.5)
    database.make_tables()
    try:
        with pytest.raises(DatabaseAwayError), database.transaction() as transaction:  # noqa: PT012 - it stands still in its midst
            transaction.connection.execute(text("INSERT INTO cluster VALUES (1, 'one')"))
            own_postgres.pause()
            transaction.connection.execute(text("SELECT 1"))
    finally:
        own_postgres.resume()
    with database.transaction() as transaction:
        rows = transaction.connection.execute(text("SELECT * FROM cluster")).all()
    database.close()

    assert rows == []


def test_a_full_disk_under_sqlite_is_transient(tmp_path: Path) -> None:
    """Nothing of that batch is kept; once there is room, the stage goes on with it."""
    found = on_small_disk("tests.engine.store.filling_a_disk", tmp_path, size=2 * 1024 * 1024)

    assert found["batches"]
    assert found["said"] == "The disk of the database is full: make room on it."
    assert found["counted"] == found["wanted"]


def test_a_lock_that_is_not_given_in_time_is_transient(own_postgres: OwnPostgres) -> None:
    """Whoever has it may stand still; the connection that gave up leaves nothing behind."""
    url = own_postgres.new_database()
    first, second = Database(url), Database(url, patience=0.5)
    first.make_tables()
    with first.transaction() as holding:
        holding.alone("slots")
        with pytest.raises(DatabaseAwayError), second.transaction() as transaction:
            transaction.alone("slots")
    with second.transaction() as transaction:
        transaction.alone("slots")
    for database in (first, second):
        database.close()


def test_database_in_memory_is_refused() -> None:
    """What is only in memory is lost with the process."""
    with pytest.raises(StopError, match="must be a file"):
        Database("sqlite://")


def test_tables_may_be_made_by_many_at_once(database_url: str) -> None:
    """Members that start together do not stumble over each other's tables."""
    from concurrent.futures import ThreadPoolExecutor

    databases = [Database(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(database.make_tables) for database in databases]:
            done.result(30)
    for database in databases:
        database.close()


def test_database_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """The file holds what agencies told each other: nobody else on the machine reads it."""
    database = Database(f"sqlite:///{tmp_path / 'kept.db'}")
    database.make_tables()
    database.close()

    assert (tmp_path / "kept.db").stat().st_mode & 0o077 == 0
