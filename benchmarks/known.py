"""A database in which so many children are known, filled directly, so that it takes seconds."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from wholepicture_consumers.identity import Block, Candidate
from wholepicture_engine.store.tables import DOCUMENT
from wholepicture_schemas.identifiers import ChildRef, derived

_KEYS = 2**128
_OTHER_KINDS = ("picture", "seen", "told")
_OTHER_BYTES = 256
_INSERT = f"INSERT INTO {DOCUMENT.name} (kind, key, body) VALUES (?, ?, ?)"  # noqa: S608


def fill(path: Path, children: int) -> None:
    """Add the blocks by which such children are found, and a row of each kind that they have.

    The blocks are as identity writes them, under keys spread as digests are. The other rows are
    only there to make the tables and indexes as large: nothing ever reads them.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(_INSERT, _blocks(children))
        for kind in _OTHER_KINDS:
            body = b"\0" * _OTHER_BYTES
            connection.executemany(
                _INSERT, ((kind, _key(number, children), body) for number in range(children))
            )


def _blocks(children: int) -> Iterator[tuple[str, str, bytes]]:
    child = ChildRef(derived("known", "child"))
    block = Block(
        candidates=(
            Candidate(
                child=child,
                given="asha",
                family="ashbourne",
                birth_date="2015-04-02",
                stands_for=child,
            ),
        )
    )
    body = block.model_dump_json(exclude_none=True).encode()
    for number in range(2 * children):  # one by the NHS number, one by the name
        yield Block.KIND, _key(number, 2 * children), body


def _key(number: int, of: int) -> str:
    return f"{_KEYS // of * number:032x}"
