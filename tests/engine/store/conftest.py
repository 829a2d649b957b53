"""A database for each test of the store's contract; every test runs on every kind."""

from collections.abc import Iterator

import pytest
from wholepicture_engine.store import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with its tables, on SQLite and on PostgreSQL."""
    made = Database(database_url)
    made.make_tables()
    yield made
    made.close()


@pytest.fixture
def other(database_url: str, database: Database) -> Iterator[Database]:  # noqa: ARG001 - the tables come first
    """The same database as another process would open it."""
    made = Database(database_url)
    yield made
    made.close()
