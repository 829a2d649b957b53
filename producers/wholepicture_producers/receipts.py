"""The file of receipts beside a published file: each event under the agency's own reference.

The export and its file of rejected rows share one: what is published is added to it, and what is
in it from an earlier day stays. Only its owner can read it, as it names references.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from wholepicture_producers.accepted import Accepted
from wholepicture_producers.frame.guarding import guarded, unguarded
from wholepicture_producers.piles import Keyed
from wholepicture_producers.reading import STDIN, EventFile
from wholepicture_producers.rejects import export_of

ENDING = ".receipts.csv"
_HEADER = ("Receipt", "Reference", "Row", "What", "Correction")


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One event of a published file."""

    receipt: str
    reference: str
    row: str
    what: str
    correction: str


def keep_receipts(source: EventFile, accepted: Accepted, folder: Path | None = None) -> str | None:
    """Write down what was published of a file; a sentence where that cannot be done.

    Nothing is written of the standard input, nor where nothing was accepted. ``folder`` is where
    the rejected rows go, where that is not beside the file.
    """
    if source.name == STDIN or not accepted.receipts:
        return None
    path = receipts_path(source.name, folder)
    try:
        rows = Keyed[ReceiptRow]()
        for row in receipts_in(path) if path.exists() else ():
            rows.put(row.receipt, row)
        for row in _rows(accepted):
            rows.put(row.receipt, row)
        _write(path, rows)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "another file has that name"
        return f"The receipts could not be written to {path}: {why}. They are in the answer above."
    return None


def receipts_path(name: str, folder: Path | None = None) -> Path:
    """Where the receipts of a file stand, or of the export of which it holds the rejected rows."""
    export = Path(export_of(name) + ENDING)
    return export if folder is None else folder / export.name


def receipts_in(path: Path) -> Iterator[ReceiptRow]:
    """The rows of a file of receipts, one after the other.

    Raises:
        OSError: where it cannot be read.
        ValueError: where it is none.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != _HEADER:
            raise ValueError(path)
        for row in rows:
            if len(row) != len(_HEADER):
                raise ValueError(path)
            yield ReceiptRow(*map(unguarded, row))


def _rows(accepted: Accepted) -> Iterator[ReceiptRow]:
    changed = {growth.receipt: growth for growth in accepted.changed}
    for number, receipt, reference in accepted.receipts:
        growth = changed.get(receipt)
        what = "published" if growth is None else growth.state
        correction = growth.correction if growth is not None else None
        yield ReceiptRow(receipt, reference, str(number), what, correction or "")


def _write(path: Path, rows: Iterable[ReceiptRow]) -> None:
    """Write the whole file anew, so that it is there whole or as it was."""
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=path.name, encoding="utf-8", newline="", delete=False
    ) as draft:  # it is made for its owner alone
        try:
            table = csv.writer(draft)
            table.writerow(_HEADER)
            table.writerows(
                [
                    guarded(cell)
                    for cell in (row.receipt, row.reference, row.row, row.what, row.correction)
                ]
                for row in rows
            )
            draft.close()
            Path(draft.name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(draft.name).unlink()
            raise
