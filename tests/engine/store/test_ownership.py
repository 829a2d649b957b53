"""Who may write for a partition: tokens by epoch."""

import pytest
from sqlalchemy import update
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.errors import OvertakenError, RecoverError
from wholepicture_engine import ownership
from wholepicture_engine.ownership import Token
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import POSITION

STAGE = "a-stage"


def _take(
    database: Database,
    *,
    topic_id: str = "id-1",
    committed: int = 0,
    first: int = 0,
    end: int = 1000,
) -> Token:
    log = LogEnds(first, end)
    return ownership.take(database, STAGE, "in", topic_id, 0, committed=committed, log=log)


def _advance(database: Database, token: Token, to: int) -> None:
    with database.transaction() as transaction:
        ownership.lock(transaction, STAGE, token)
        transaction.connection.execute(update(POSITION).values(next_offset=to))


def test_first_token_starts_at_kafkas_offset(database: Database) -> None:
    """A partition that was never read begins where Kafka says, and counts as cleanly left."""
    token = _take(database, committed=7, first=7)
    with database.transaction() as transaction:
        stands = ownership.lock(transaction, STAGE, token)

    assert (stands, token.clean) == (7, True)


def test_overtaken_member_can_no_longer_lock(database: Database, other: Database) -> None:
    """Whoever took the token last may write, and nobody else."""
    first = _take(database)
    second = _take(other)
    with database.transaction() as transaction:
        ownership.lock(transaction, STAGE, second)

    with pytest.raises(OvertakenError), database.transaction() as transaction:
        ownership.lock(transaction, STAGE, first)


@pytest.mark.parametrize("given_back", [True, False])
def test_next_owner_knows_whether_the_last_one_left_in_peace(
    database: Database, *, given_back: bool
) -> None:
    """A token that was not given back may have been lost with a record that ends processes."""
    token = _take(database)
    if given_back:
        ownership.give_back(database, STAGE, [token])

    assert _take(database).clean is given_back


def test_token_given_back_late_changes_nothing(database: Database) -> None:
    """A member that was overtaken does not speak for its successor."""
    first = _take(database)
    _take(database)
    ownership.give_back(database, STAGE, [first])

    assert _take(database).clean is False


def test_kafka_ahead_of_the_database_is_refused(database: Database) -> None:
    """An older backup would have records taken for handled that it knows nothing of."""
    _advance(database, _take(database), 10)
    _take(database, committed=10)

    with pytest.raises(RecoverError, match="an older backup was restored"):
        _take(database, committed=11)


def test_a_kafka_that_has_less_than_was_handled_is_refused(database: Database) -> None:
    """New records would stand where handled ones stood, and be taken for those."""
    _advance(database, _take(database), 10)

    with pytest.raises(RecoverError, match="an older copy of Kafka was restored"):
        _take(database, committed=4, end=9)


def test_topic_of_another_id_is_refused(database: Database) -> None:
    """A recreated topic starts at offset 0 again, and its records are new."""
    _take(database)

    with pytest.raises(RecoverError, match="was made anew"):
        _take(database, topic_id="id-2")


def test_empty_database_beside_a_read_topic_is_refused(database: Database) -> None:
    """Kafka has handled records that this database knows nothing of: it is the wrong one."""
    with pytest.raises(RecoverError, match="Is this the right database"):
        _take(database, committed=5)


def test_database_remembers_its_cluster(database: Database) -> None:
    """The first cluster is remembered; another is refused."""
    ownership.same_cluster(database, "one")
    ownership.same_cluster(database, "one")

    with pytest.raises(RecoverError, match="another Kafka cluster"):
        ownership.same_cluster(database, "two")
