"""An export of resources one a line, of any length: where each stands, and what refers to whom.

The file is read twice. The first time it is noted on disk where each resource stands; the second
time each is told, and what it refers to is read from there. Memory does not grow with the file.

The notes stand in a temporary file that nobody else can open, and that goes with the process.
"""

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, BinaryIO, Self, TypeVar

from wholepicture_schemas.problems import Problem

from wholepicture_producers.frame.entries import put_right
from wholepicture_producers.health.bundles import kind_of, version_of
from wholepicture_producers.health.elements import values_at
from wholepicture_producers.health.meanings import Meanings
from wholepicture_producers.health.resources import DoubleKey, Resource, checked, parsed
from wholepicture_producers.health.scopes import (
    ABOUT,
    contained,
    nhs_number_in,
    numbers_of,
    target_of,
)
from wholepicture_producers.health.signals import as_resource

_KEPT = 1000
"""How many resources that others refer to are kept in memory."""
_TABLES = """
    CREATE TABLE resource (key TEXT PRIMARY KEY, file INT, at INT, line INT, changed REAL,
                           version INT, digest BLOB, doubt INT) WITHOUT ROWID;
    CREATE TABLE about (kind TEXT, patient TEXT, key TEXT, PRIMARY KEY (kind, patient, key))
        WITHOUT ROWID;
    CREATE INDEX whose ON about (kind, key);
    CREATE TABLE number (number TEXT, key TEXT, PRIMARY KEY (number, key)) WITHOUT ROWID;
"""


class Lines:
    """The resources of an export, the first of ``streams``, and of the files beside it."""

    def __init__(self, streams: Sequence[BinaryIO], known: Meanings) -> None:
        self._streams = streams
        self._known = known
        self._notes = sqlite3.connect("")
        self._kept: OrderedDict[str, Resource] = OrderedDict()
        self._whose: OrderedDict[tuple[str, str], tuple[str, ...]] = OrderedDict()
        self._bases: set[str] = set()
        self._notes.executescript(_TABLES)
        self._notes.execute("PRAGMA cache_size = -8000")
        for file, stream in enumerate(streams):
            self._note(file, stream)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._notes.close()

    def find(self, reference: Any, of: Resource) -> Resource | None:
        """The resource that a reference leads to.

        An address of a server leads to a line where all references name one server.
        """
        if not isinstance(reference, Mapping):
            return None
        told = reference.get("reference")
        if isinstance(told, str) and told.startswith("#"):
            return contained(told, of)
        if not isinstance(told, str):
            return self._identified(reference.get("identifier"))
        target = target_of(reference)
        if target is None or (target[0] and len(self._bases) > 1):
            return None
        return self._at(target[1])

    def about(self, patient: Resource, kind: str) -> Iterator[Resource]:
        """The resources of a kind that are about a patient."""
        whose = (kind, patient.key)
        if whose not in self._whose:
            rows = self._notes.execute(
                "SELECT key FROM about WHERE kind = ? AND patient = ? ORDER BY key", whose
            ).fetchall()
            _bounded(self._whose, whose, tuple(key for (key,) in rows))
        for key in self._whose[whose]:
            found = self._at(key)
            if found is not None and self._is_about(found, patient):
                yield found

    def _is_about(self, found: Resource, patient: Resource) -> bool:
        """Whether a reference leads to the patient: one to another server does not."""
        named = values_at(found.content, ABOUT[found.kind], self._known)
        leads = (self.find(reference, found) for reference in named)
        return any(one is not None and one.key == patient.key for one in leads)

    def is_newest(self, kind: str, content: Mapping[str, Any], line: int) -> bool:
        """Whether the resource on a line of the first file is its newest version."""
        row = self._noted(kind, content)
        return row is None or (row[0] == 0 and row[1] == line)

    def is_in_doubt(self, kind: str, content: Mapping[str, Any]) -> bool:
        """Whether nothing says which version of a resource is the newest."""
        row = self._noted(kind, content)
        return row is not None and bool(row[2])

    def _noted(self, kind: str, content: Mapping[str, Any]) -> tuple[int, int, int] | None:
        found: tuple[int, int, int] | None = self._notes.execute(
            "SELECT file, line, doubt FROM resource WHERE key = ?", (f"{kind}/{content.get('id')}",)
        ).fetchone()
        return found

    def _note(self, file: int, stream: BinaryIO) -> None:
        stream.seek(0)
        with self._notes:
            for line, at, raw in lines_in(stream):
                item = line_of(raw, self._known)
                kind = kind_of(item)
                if isinstance(item, Problem) or isinstance(kind, Problem) or kind == "Bundle":
                    continue
                if isinstance(item.get("id"), str):
                    self._note_one(f"{kind}/{item['id']}", kind, item, (file, at, line), raw)

    def _note_one(
        self, key: str, kind: str, item: Mapping[str, Any], place: tuple[int, int, int], raw: bytes
    ) -> None:
        """Note where a resource stands, where it is the newest of its versions so far."""
        changed, version = version_of(item)
        digest = sha256(raw.strip()).digest()
        earlier = self._notes.execute(
            "SELECT changed, version, digest FROM resource WHERE key = ?", (key,)
        ).fetchone()
        if earlier is not None and (earlier[2] == digest or earlier[:2] > (changed, version)):
            return
        if earlier is not None and earlier[:2] == (changed, version):
            self._notes.execute("UPDATE resource SET doubt = 1 WHERE key = ?", (key,))
            return
        self._notes.execute(
            "INSERT OR REPLACE INTO resource VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            (key, *place, changed, version, digest),
        )
        self._note_whose(key, kind, item)

    def _note_whose(self, key: str, kind: str, item: Mapping[str, Any]) -> None:
        """Note whom a resource is about, and on which servers its references are."""
        self._notes.execute("DELETE FROM about WHERE kind = ? AND key = ?", (kind, key))
        for target in filter(None, map(target_of, self._references(kind, item))):
            if target[0]:
                self._bases.add(target[0])
            if kind in ABOUT and target[1].startswith("Patient/"):
                row = (kind, target[1], key)
                self._notes.execute("INSERT OR IGNORE INTO about VALUES (?, ?, ?)", row)
        for number in numbers_of(item, self._known) if kind == "Patient" else ():
            self._notes.execute("INSERT OR IGNORE INTO number VALUES (?, ?)", (number, key))

    def _references(self, kind: str, item: Mapping[str, Any]) -> Iterator[Any]:
        """The references of a resource that may lead to a patient."""
        told = self._known.resources.get(kind)
        paths = (*(told.child if told else ()), *((ABOUT[kind],) if kind in ABOUT else ()))
        for path in dict.fromkeys(paths):
            yield from values_at(item, path, self._known)

    def _at(self, key: str) -> Resource | None:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        row = self._notes.execute(
            "SELECT file, at, line, doubt FROM resource WHERE key = ?", (key,)
        ).fetchone()
        if row is None or row[3]:
            return None
        stream = self._streams[row[0]]
        here = stream.tell()
        stream.seek(row[1])
        item = line_of(stream.readline(), self._known)
        stream.seek(here)
        kind = kind_of(item)
        if isinstance(item, Problem) or isinstance(kind, Problem):
            return None
        found = checked(Resource(kind, item, f"line {row[2]}"), self._known)
        _bounded(self._kept, key, found)
        return found

    def _identified(self, identifier: Any) -> Resource | None:
        number = nhs_number_in(identifier, self._known)
        rows = (
            self._notes.execute("SELECT key FROM number WHERE number = ?", (number,)).fetchall()
            if number
            else []
        )
        return self._at(rows[0][0]) if len(rows) == 1 else None


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _bounded(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Keep a value, and no more than so many of them."""
    kept[key] = value
    if len(kept) > _KEPT:
        kept.popitem(last=False)


def lines_in(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Each line that is not blank: its number, where it begins, and its bytes."""
    number = 0
    while True:
        at = stream.tell()
        raw = stream.readline()
        if not raw:
            return
        number += 1
        if raw.strip(b" \t\r\n\xef\xbb\xbf"):
            yield number, at, raw


def line_of(raw: bytes, known: Meanings) -> Any:
    """The resource on a line, or in an entry of rejected events there; else what is wrong."""
    try:
        return as_resource(put_right(parsed(raw.decode("utf-8-sig"))), known)
    except UnicodeDecodeError:
        return Problem("line", "is not UTF-8, as FHIR is", "Export it again.")
    except DoubleKey as error:
        return Problem(error.name, "stands twice in one object", "Say it once.")
    except json.JSONDecodeError as error:
        what = f"is not JSON at column {error.colno}"
        return Problem(
            "line", what, "Write one resource a line; one that was cut off, export again."
        )
    except RecursionError:
        return Problem("line", "is too deep to be read", "Export it again.")
