"""Documents in a batch: locked together, loaded together, written together.

A batch names everything that it may read before it reads anything. The keys are locked in sorted
order, so that two batches never wait for each other in a circle, and loaded with one query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from wholepicture_engine.stage import Document, Key

D = TypeVar("D", bound=Document)
_Name = tuple[str, str]


class BatchWork:
    """The documents of one batch.

    What is written is seen by the batch's later records and kept at its end. Not for use after the
    transaction that loaded it.
    """

    def __init__(
        self,
        may_read: Iterable[Key],
        bodies: Mapping[_Name, bytes],
        load: Callable[[Sequence[_Name]], Mapping[_Name, bytes]] | None = None,
    ) -> None:
        keys = tuple(may_read)
        self._allowed = {(key.document.KIND, key.name) for key in keys}
        self._locked = {(key.document.KIND, key.name) for key in keys if not key.only_read}
        self._bodies = bodies
        self._load = load or (lambda _: bodies)
        self._read: dict[_Name, Document | None] = {}
        self._written: dict[_Name, Document] = {}

    def get(self, document: type[D], name: str) -> D | None:
        """The document, with what this batch has written so far."""
        key = (document.KIND, name)
        if key not in self._allowed:
            raise LookupError(f"The stage reads a {document.KIND} that it did not name in reads().")
        if key not in self._read:
            body = self._bodies.get(key)
            self._read[key] = None if body is None else document.model_validate_json(body)
        found = self._read[key]
        return found if isinstance(found, document) else None

    def further(self, keys: Iterable[Key]) -> None:
        """Lock and load documents that only another document could name."""
        names = sorted({(key.document.KIND, key.name) for key in keys} - self._locked)
        if names:
            self._bodies = {**self._bodies, **self._load(names)}
            self._allowed.update(names)
            self._locked.update(names)
            for name in names:
                self._read.pop(name, None)

    def put(self, name: str, document: Document) -> None:
        """Keep a document; later reads of this batch see it."""
        key = (document.KIND, name)
        if key not in self._locked:
            raise LookupError(
                f"The stage writes a {document.KIND} that it did not name in reads()."
            )
        self._read[key] = self._written[key] = document

    def add(self, name: str, document: Document) -> None:
        """Keep a new document whose key derives from the record."""
        key = (document.KIND, name)
        self._allowed.add(key)
        self._locked.add(key)
        self._read[key] = self._written[key] = document

    def written(self) -> list[dict[str, str | bytes]]:
        """The rows to keep, in sorted order."""
        return [
            {
                "kind": kind,
                "key": name,
                "body": document.model_dump_json(exclude_none=True).encode(),
            }
            for (kind, name), document in sorted(self._written.items(), key=lambda item: item[0])
        ]
