"""The facts of a history in the database, and what is folded anew beside them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, insert, select, update
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.picture.documents import KeptViews
from wholepicture_consumers.rebuilding.comparing import differences
from wholepicture_consumers.rebuilding.folding import DOCUMENTS, MADE_FROM_THEM, ROWS, fold_all
from wholepicture_engine.store import Database
from wholepicture_engine.store.differing import pairs, replace
from wholepicture_engine.store.shadow import Shadow
from wholepicture_engine.store.tables import DOCUMENT, ROW

from tests.consumers.both_stages import Stages
from tests.consumers.rebuilding.facts import stored
from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    TEAM,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

OF = family()
NUMBER = nhs_number()


@pytest.fixture
def history() -> Stages:
    """A case, two incidents of two children, a correction, a retraction, and an answer."""
    stages = Stages()
    ivy = child(OF, "Ivy", "2016-05-04", nhs_number=NUMBER)
    bo = child(OF, "Bo", "2018-01-01", person="c2")
    case = involvement(OF, "Ivy", "2016-05-04", nhs_number=NUMBER)
    for name in ("I1", "I2"):
        stages.publish(case, name, of=COUNCIL)
    told = stages.publish(incident([ivy]), "E1")
    stages.publish(incident([ivy, bo]), "E2")
    change = {"field": "core.children.0.birth_date", "value": "2016-05-05"}
    stages.publish(correction(POLICE, "E1", [change]), "C1")
    stages.publish(retraction(POLICE, "E2"), "T1")
    ((delivery, _),) = told.sent(TEAM)
    number = {"child": "LL-1"}
    stages.answer(TEAM, "acknowledged", "R1", delivery=delivery, recipient_reference=number)
    return stages


@pytest.fixture
def database(database_url: str, history: Stages) -> Iterator[Database]:
    """A database that has everything that the stages remember."""
    made = Database(database_url)
    made.make_tables()
    stored(history.memory, made)
    yield made
    made.close()


@pytest.fixture
def shadow(database: Database, history: Stages) -> Shadow:
    """The records folded anew, beside what the database has."""
    shadow = Shadow(database)
    shadow.make()
    assert sum(fold_all(history.recorded, shadow)) == len(history.recorded)
    return shadow


def _found(database: Database) -> list[str]:
    with database.transaction() as transaction:
        return [str(one) for one in differences(pairs(transaction, DOCUMENTS, ROWS))]


def _same_bytes(database: Database) -> bool:
    with database.transaction() as transaction:
        return not list(pairs(transaction, DOCUMENTS, ROWS))


@pytest.mark.usefixtures("shadow")
def test_what_is_folded_anew_has_the_same_bytes(database: Database) -> None:
    """A case, corrections, a retraction and a recipient's number: nothing differs."""
    assert _same_bytes(database)


@pytest.mark.usefixtures("shadow")
def test_a_document_that_was_damaged_is_named(database: Database) -> None:
    """By its kind and id: what it says stands nowhere."""
    name = f"/agencies/{POLICE}:E1"
    damaged = update(DOCUMENT).where(DOCUMENT.c.kind == EventState.KIND, DOCUMENT.c.key == name)
    with database.transaction() as transaction:
        transaction.connection.execute(damaged.values(body=b'{"content": "Quillmere"}'))

    assert _found(database) == [f"different: event {name}"]


@pytest.mark.usefixtures("shadow")
def test_what_is_missing_and_what_is_too_much_is_named(database: Database) -> None:
    """A chronology's entries are gone, and there is a picture of which no record tells."""
    picture = {"kind": Picture.KIND, "key": "nobody", "body": b"{}"}
    gone = delete(ROW).where(ROW.c.kind == ChronologyEntry.KIND, ROW.c.key.like("%E1"))
    with database.transaction() as transaction:
        transaction.connection.execute(insert(DOCUMENT), [picture])
        transaction.connection.execute(gone)

    too_much, missing = _found(database)

    assert too_much == "too much: picture nobody"
    assert missing.startswith("missing: entry ")
    assert missing.endswith(f" /agencies/{POLICE}:E1")


@pytest.mark.usefixtures("shadow")
def test_an_order_of_arrival_is_no_difference(database: Database, history: Stages) -> None:
    """Two cases were told in one order and read in another, which they need not be."""
    documents = history.memory.documents
    name, body = next(
        (key, body)
        for (kind, key), body in documents.items()
        if kind == Picture.KIND and len(Picture.model_validate_json(body).involvements) > 1
    )
    picture = Picture.model_validate_json(body)
    turned = picture.model_copy(update={"involvements": picture.involvements[::-1]})
    other = turned.model_dump_json(exclude_none=True).encode()
    where = (DOCUMENT.c.kind == Picture.KIND, DOCUMENT.c.key == name)
    with database.transaction() as transaction:
        transaction.connection.execute(update(DOCUMENT).where(*where).values(body=other))

    assert not _same_bytes(database)
    assert not _found(database)


@pytest.mark.usefixtures("shadow")
def test_a_lock_without_a_document_is_no_difference(database: Database) -> None:
    """PostgreSQL keeps an empty body where a document was locked that never came to be."""
    lock = {"kind": Picture.KIND, "key": "nobody", "body": b""}
    with database.transaction() as transaction:
        transaction.connection.execute(insert(DOCUMENT), [lock])

    assert _same_bytes(database)


@pytest.mark.usefixtures("shadow")
def test_a_swap_puts_the_records_in_the_place_of_what_is_known(
    database: Database, history: Stages
) -> None:
    """Nothing differs afterwards. What is no fact stays; views that were kept of them do not."""
    with database.transaction() as transaction:
        transaction.connection.execute(delete(ROW).where(ROW.c.kind == ChronologyEntry.KIND))
        transaction.connection.execute(delete(DOCUMENT).where(DOCUMENT.c.kind == EventState.KIND))

    with database.transaction() as transaction:
        replace(transaction, DOCUMENTS, ROWS, forget=MADE_FROM_THEM)

    assert _same_bytes(database)
    with database.transaction() as transaction:
        kinds = set(transaction.connection.execute(select(ROW.c.kind)).scalars())
        kept = {
            (row.kind, row.key): row.body
            for row in transaction.connection.execute(DOCUMENT.select())
        }
    assert kept == dict(history.memory.documents)
    assert kinds == {kind for kind, _ in history.memory.rows} - {KeptViews.KIND}
    assert KeptViews.KIND in {kind for kind, _ in history.memory.rows}


def test_a_fold_in_small_portions_reads_what_it_has_written(
    database: Database, history: Stages
) -> None:
    """Each record in a portion of its own, so that each loads what those before it left."""
    shadow = Shadow(database)
    shadow.make()
    for record in history.recorded:
        list(fold_all([record], shadow))

    assert _same_bytes(database)


def test_a_fold_inside_a_transaction_is_seen_by_it_and_ends_with_it(
    database: Database, history: Stages
) -> None:
    """What a stage handled since is folded where it is compared, while the stage stands still."""
    shadow = Shadow(database)
    shadow.make()

    with database.transaction() as transaction, shadow.within(transaction):
        list(fold_all(history.recorded, shadow))
        found = list(pairs(transaction, DOCUMENTS, ROWS))

    assert not found
    shadow.drop()
