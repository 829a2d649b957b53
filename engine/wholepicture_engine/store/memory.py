"""Documents and rows in memory, where nothing has to be locked and nothing outlives the process."""

from collections.abc import Iterable, Sequence

from wholepicture_engine.stage import Key
from wholepicture_engine.store.documents import BatchWork
from wholepicture_engine.store.rows import Stored, Wanted


class Memory:
    """A store of one process: what a batch of it works on, and what that leaves."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, str], bytes] = {}
        """Each document's body, under its kind and key."""
        self.rows: dict[tuple[str, str], dict[str, tuple[int, bytes]]] = {}
        """Of each kind and parent: the rows' places and bodies, by their keys."""
        self._ordered: dict[tuple[str, str], list[Stored]] = {}
        """The same, newest first, until one of them changes."""

    def work(self, keys: Iterable[Key]) -> BatchWork:
        """The documents of these keys."""
        return BatchWork(
            keys, self.documents, lambda _locked, _read: self.documents, self._load_rows
        )

    def keep(self, work: BatchWork) -> None:
        """Keep what a batch has written."""
        for kind, key, body in work.written():
            self.documents[kind, key] = body
        for row in work.written_rows():
            self.rows.setdefault((row.kind, row.parent), {})[row.key] = (row.at, row.body)
            self._ordered.pop((row.kind, row.parent), None)

    def _load_rows(self, wanted: Wanted) -> Sequence[Stored]:
        of_parent = self.rows.get((wanted.kind, wanted.parent), {})
        if wanted.key is not None:
            row = of_parent.get(wanted.key)
            return [Stored(wanted.key, *row)] if row else []
        ordered = self._ordered.get((wanted.kind, wanted.parent))
        if ordered is None:
            unordered = [Stored(key, *row) for key, row in of_parent.items()]
            ordered = sorted(unordered, key=lambda stored: (-stored.at, stored.key))
            self._ordered[wanted.kind, wanted.parent] = ordered
        if wanted.prefix:
            ordered = [stored for stored in ordered if stored.key.startswith(wanted.prefix)]
        return ordered[: wanted.most]
