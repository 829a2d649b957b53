"""Documents and rows in memory, where nothing has to be locked and nothing outlives the process."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from wholepicture_engine.stage import Key
from wholepicture_engine.store.documents import BatchWork
from wholepicture_engine.store.rows import Stored, Wanted, Written


class Memory:
    """A store of one process: what a batch of it works on, and what that leaves."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, str], bytes] = {}
        """Each document's body, under its kind and key."""
        self.rows: dict[tuple[str, str], dict[str, tuple[int, bytes]]] = {}
        """Of each kind and parent: the rows' places and bodies, by their keys."""
        self._ordered: dict[tuple[str, str], list[tuple[int, str]]] = {}
        """Of each kind and parent: the places and keys of the rows, newest first."""

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
            self.keep_row(row)

    def _load_rows(self, wanted: Wanted) -> Sequence[Stored]:
        of_parent = self.rows.get((wanted.kind, wanted.parent), {})
        if wanted.key is not None:
            row = of_parent.get(wanted.key)
            return [Stored(wanted.key, *row)] if row else []
        ordered = self._ordered.get((wanted.kind, wanted.parent), [])
        if wanted.prefix:
            ordered = [place for place in ordered if place[1].startswith(wanted.prefix)]
        return [Stored(key, *of_parent[key]) for _, key in ordered[: wanted.most]]

    def keep_row(self, row: Written) -> None:
        """Keep one row."""
        of_parent = self.rows.setdefault((row.kind, row.parent), {})
        ordered = self._ordered.setdefault((row.kind, row.parent), [])
        before = of_parent.get(row.key)
        of_parent[row.key] = row.at, row.body
        if before is not None and before[0] == row.at:
            return
        if before is not None:
            del ordered[bisect_left(ordered, (-before[0], row.key))]
        insort(ordered, (-row.at, row.key))
