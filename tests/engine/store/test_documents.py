"""Documents: kept and loaded, locked for each other, and never read unsaid."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import ClassVar

import pytest
from wholepicture_engine.stage import Document, Key
from wholepicture_engine.store import Database

WITHIN = 20


class Note(Document, frozen=True):
    """A document of these tests."""

    KIND: ClassVar[str] = "note"
    text: str
    number: int | None = None


class Other(Document, frozen=True):
    """Another kind, under the same keys."""

    KIND: ClassVar[str] = "other"
    text: str


def _kept(database: Database, name: str, document: Document) -> None:
    with database.transaction() as transaction:
        work = transaction.work([Key(type(document), name)])
        work.put(name, document)
        transaction.keep(work)


def _found(database: Database, name: str) -> Note | None:
    with database.transaction() as transaction:
        return transaction.work([Key(Note, name)]).get(Note, name)


def test_document_that_was_kept_is_loaded(database: Database) -> None:
    """What one transaction kept, a later one finds, whatever the key and the text."""
    _kept(database, "k / ü ' \" %", Note(text="it's \N{SNOWMAN} %s", number=3))

    assert _found(database, "k / ü ' \" %") == Note(text="it's \N{SNOWMAN} %s", number=3)


def test_document_that_was_never_kept_is_none(database: Database) -> None:
    """A key that was only locked has no document, the second time either."""
    assert (_found(database, "new"), _found(database, "new")) == (None, None)


def test_what_only_a_document_names_is_loaded_further(database: Database) -> None:
    """It is loaded behind the first ones, and what was written meanwhile is not overwritten."""
    _kept(database, "first", Note(text="second"))
    _kept(database, "second", Note(text="found"))

    with database.transaction() as transaction:
        work = transaction.work([Key(Note, "first")])
        named = work.get(Note, "first")
        work.put("first", Note(text="changed"))
        work.further([Key(Note, named.text if named else ""), Key(Note, "first")])
        found = work.get(Note, "second")
        kept = work.get(Note, "first")

    assert found == Note(text="found")
    assert kept == Note(text="changed")


def test_later_document_takes_the_place_of_the_earlier(database: Database) -> None:
    """A document is stored whole."""
    _kept(database, "k", Note(text="first", number=1))
    _kept(database, "k", Note(text="second"))

    assert _found(database, "k") == Note(text="second")


def test_kinds_do_not_share_keys(database: Database) -> None:
    """Two kinds under one key are two documents."""
    _kept(database, "k", Note(text="a note"))
    _kept(database, "k", Other(text="another"))

    assert _found(database, "k") == Note(text="a note")


def test_batch_sees_what_it_has_written(database: Database) -> None:
    """A record of a batch finds what an earlier one put, before anything is committed."""
    with database.transaction() as transaction:
        work = transaction.work([Key(Note, "k")])
        work.put("k", Note(text="written"))

        assert work.get(Note, "k") == Note(text="written")


def test_document_that_was_not_named_is_refused(database: Database) -> None:
    """A document outside what was locked can be neither read nor written."""
    with database.transaction() as transaction:
        work = transaction.work([Key(Note, "k")])

        with pytest.raises(LookupError):
            work.get(Note, "another")
        with pytest.raises(LookupError):
            work.put("another", Note(text="unsaid"))


def test_what_is_only_read_is_loaded_and_not_written(database: Database) -> None:
    """What every batch looks at is there without a lock, and none of them may change it."""
    _kept(database, "k", Note(text="before"))

    with database.transaction() as transaction:
        work = transaction.work([Key(Note, "k", only_read=True), Key(Note, "a", only_read=True)])

        assert (work.get(Note, "k"), work.get(Note, "a")) == (Note(text="before"), None)
        with pytest.raises(LookupError):
            work.put("k", Note(text="unlocked"))


def test_what_one_record_reads_and_another_writes_is_locked(database: Database) -> None:
    """A batch that writes a document has it locked, whatever else of the batch only reads it."""
    keys = [Key(Note, "k", only_read=True), Key(Note, "k")]
    with database.transaction() as transaction:
        work = transaction.work(keys)
        work.put("k", Note(text="written"))
        transaction.keep(work)

    assert _found(database, "k") == Note(text="written")


def test_new_document_may_be_added_under_a_key_of_its_own(database: Database) -> None:
    """A document whose key derives from the record needs no lock, and is kept."""
    with database.transaction() as transaction:
        work = transaction.work([])
        work.add("derived", Note(text="new"))
        transaction.keep(work)

    assert _found(database, "derived") == Note(text="new")


def test_failed_transaction_keeps_nothing(database: Database) -> None:
    """An exception in the block undoes everything, the lock on a new key too."""
    with pytest.raises(ZeroDivisionError), database.transaction() as transaction:  # noqa: PT012 - the whole block is what fails
        work = transaction.work([Key(Note, "k")])
        work.put("k", Note(text="never"))
        transaction.keep(work)
        _ = 1 / 0

    assert _found(database, "k") is None


@pytest.mark.parametrize("there_before", [False, True])
def test_second_of_two_transactions_waits_and_sees_the_firsts(
    database: Database, other: Database, *, there_before: bool
) -> None:
    """Two batches about the same key: the second reads only when the first has committed."""
    if there_before:
        _kept(database, "k", Note(text="before"))
    locked, asked = Event(), Event()

    def first() -> None:
        with database.transaction() as transaction:
            work = transaction.work([Key(Note, "k"), Key(Note, "a")])
            locked.set()
            assert asked.wait(WITHIN)
            work.put("k", Note(text="the first's"))
            transaction.keep(work)

    def second() -> Note | None:
        assert locked.wait(WITHIN)
        asked.set()
        with other.transaction() as transaction:
            return transaction.work([Key(Note, "k"), Key(Note, "z")]).get(Note, "k")

    with ThreadPoolExecutor(2) as pool:
        done, seen = pool.submit(first), pool.submit(second)
        done.result(WITHIN)

        assert seen.result(WITHIN) == Note(text="the first's")


def test_batches_that_name_the_same_keys_in_any_order_do_not_block_each_other_for_ever(
    database: Database, other: Database
) -> None:
    """Keys are locked in one order, so that two batches never wait in a circle."""
    names = [f"k{number}" for number in range(20)]

    def add_one(place: Database, order: list[str]) -> None:
        for _ in range(10):
            with place.transaction() as transaction:
                work = transaction.work(Key(Note, name) for name in order)
                for name in order:
                    now = work.get(Note, name)
                    work.put(name, Note(text="", number=1 + ((now and now.number) or 0)))
                transaction.keep(work)

    with ThreadPoolExecutor(2) as pool:
        for done in [
            pool.submit(add_one, database, names),
            pool.submit(add_one, other, names[::-1]),
        ]:
            done.result(WITHIN)

    assert {note.number for name in names if (note := _found(database, name))} == {20}
