"""What a container's health check says of a member."""

import time

import pytest
from wholepicture_consumers.running.alive import main, members_here
from wholepicture_engine.slots import LEASE_SECONDS, Slot
from wholepicture_engine.store import Database


@pytest.fixture
def database(database_url: str) -> Database:
    """An empty database with its tables."""
    made = Database(database_url)
    made.make_tables()
    return made


def test_a_member_with_a_lease_lives(database: Database, database_url: str) -> None:
    """A member of this machine that holds a lease is alive, and only in its own stage."""
    Slot(database, "picture")
    Slot(database, "picture")

    assert members_here(database_url, "picture") == 2
    assert members_here(database_url, "intake") == 0


def test_a_member_that_stopped_renewing_is_not_alive(database: Database, database_url: str) -> None:
    """A lease that ran out says that the loop no longer goes round."""
    Slot(database, "picture", now=time.time() - LEASE_SECONDS - 1)

    assert members_here(database_url, "picture") == 0


def test_a_member_that_left_is_not_alive(database: Database, database_url: str) -> None:
    """Whoever ended in peace has given its lease back."""
    Slot(database, "picture").give_back()

    assert members_here(database_url, "picture") == 0


def test_members_elsewhere_are_not_counted(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container is not healthy because another one works."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("socket.gethostname", lambda: "another-machine")
        Slot(database, "picture")

    assert members_here(database_url, "picture") == 0


def test_the_exit_code_and_a_sentence_say_it(
    database: Database,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The check ends with 0 where a member lives, else with 1 and a sentence."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    Slot(database, "picture")

    assert main("picture") == 0
    assert main("intake") == 1
    assert capsys.readouterr().err == "No member of stage intake works on this machine.\n"


def test_a_database_that_is_away_is_told_without_its_address(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where the database does not answer, the sentence has neither its address nor a password."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone:secret@127.0.0.1:1/nothing")

    assert main("picture") == 1
    assert capsys.readouterr().err == "The database does not answer (OperationalError).\n"
