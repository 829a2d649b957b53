"""Rows of a document: the newest first, as many as wanted, or those whose keys begin so."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from wholepicture_engine.stage import Document, Key, Row
from wholepicture_engine.store import Database

START = datetime(2026, 11, 18, tzinfo=UTC)


class Book(Document, frozen=True):
    """A document of these tests."""

    KIND: ClassVar[str] = "book"


class Page(Row, frozen=True):
    """Its rows."""

    KIND: ClassVar[str] = "page"
    PARENT: ClassVar[type[Document]] = Book
    text: str


def _kept(database: Database, keys: Sequence[str], parent: str = "book") -> None:
    with database.transaction() as transaction:
        work = transaction.work([Key(Book, parent)])
        work.put(parent, Book())
        for minutes, key in enumerate(keys):
            work.put_row(parent, key, START + timedelta(minutes=minutes), Page(text=key))
        transaction.keep(work)


def _keys(database: Database, *, most: int | None = None, prefix: str = "") -> list[str]:
    with database.transaction() as transaction:
        work = transaction.work([Key(Book, "book")])
        return [key for key, _ in work.rows(Page, "book", most=most, prefix=prefix)]


def test_rows_come_newest_first(database: Database) -> None:
    """All of a document's, and none of another's."""
    _kept(database, ["first", "second", "third"])
    _kept(database, ["elsewhere"], parent="another")

    assert _keys(database) == ["third", "second", "first"]


def test_only_so_many_rows_are_read(database: Database) -> None:
    """The newest of them."""
    _kept(database, ["first", "second", "third"])

    assert _keys(database, most=2) == ["third", "second"]


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("a", ["a\N{SNOWMAN}", "ab", "a%b", "a"]),
        ("a%", ["a%b"]),
        ("A", ["AB"]),
        ("b", []),
    ],
)
def test_what_keys_begin_with_is_taken_letter_for_letter(
    database: Database, prefix: str, found: list[str]
) -> None:
    """Small and large letters differ, and no letter stands for others."""
    _kept(database, ["a", "AB", "a%b", "ab", "a\N{SNOWMAN}", "ca"])

    assert _keys(database, prefix=prefix) == found


def test_the_newest_of_those_that_begin_so(database: Database) -> None:
    """How many are wanted counts those only."""
    _kept(database, ["a1", "a2", "b1"])

    assert _keys(database, most=1, prefix="a") == ["a2"]


def test_one_row_is_found_by_its_key(database: Database) -> None:
    """And none by a key that no row has."""
    _kept(database, ["first", "second"])

    with database.transaction() as transaction:
        work = transaction.work([Key(Book, "book")])
        found = [work.row(Page, "book", key) for key in ("first", "third")]

    assert found == [Page(text="first"), None]


def test_a_row_of_a_document_that_is_not_kept_is_refused(database: Database) -> None:
    """It would never be read: a document that was never kept has no rows."""
    with database.transaction() as transaction:
        work = transaction.work([Key(Book, "book")])

        with pytest.raises(LookupError, match="has no book"):
            work.put_row("book", "first", START, Page(text="first"))
