"""Exports published row by row: how many rows a second, and the memory, which is to stay flat.

A CSV and a workbook hold the same made-up concerns. Each is published into an empty spool by a
process of its own (``python -m benchmarks.exports FILE``), without Kafka. A workbook's texts stand
in one table of its file, which is in memory as a whole; its rows are not.
"""

import csv
import datetime as dt
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from wholepicture_bus.spool import Spool
from wholepicture_producers.mapping import checked
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish
from wholepicture_producers.reading import EventFile

from benchmarks.events import AGENCY
from benchmarks.machine import ROOT, Ground
from benchmarks.sizes import Sizes
from benchmarks.tables import Table

_COLUMNS = {
    "Log": "core.local_reference",
    "Seen at": "time",
    "First": "core.children.+.name.given",
    "Last": "core.children.+.name.family",
    "Born": "core.children.+.birth_date",
    "Home": "core.children.+.lives_at.postcode",
    "Adult": "core.adults.+.name.given",
    "Adult last": "core.adults.+.name.family",
    "Is": "core.adults.+.related_to.0.relation",
    "Worry": "detail.concern",
    "Summary": "core.summary",
}
_MAPPING: dict[str, Any] = {
    "type": "child-concern",
    "group_by": "Log",
    "dates": "day-first",
    "constants": {"core.asks": "information", "core.exercise": True},
    "columns": _COLUMNS,
}
_SEEN, _BORN = dt.datetime(2026, 3, 4, 21, 15), dt.date(2015, 5, 2)  # noqa: DTZ001 - as in a cell


@dataclass(frozen=True, slots=True)
class ExportRead:
    """One form of export at each length."""

    form: str
    found: dict[int, dict[str, float]]


def measure(ground: Ground, sizes: Sizes) -> list[ExportRead]:
    """Both forms, the shorter file first."""
    found: dict[str, dict[int, dict[str, float]]] = {"CSV": {}, "workbook (.xlsx)": {}}
    for rows in sizes.export_rows:
        for form, path in zip(found, _written(ground.folder, rows), strict=True):
            found[form][rows] = _published(path)
            path.unlink()
    return [ExportRead(form, of_form) for form, of_form in found.items()]


def tables(found: Sequence[ExportRead]) -> Iterator[Table]:
    """Rows a second and memory, by form and length."""
    rows = [
        (
            f"{one.form}, {count:,} rows",
            f"{count / read['seconds']:,.0f}",
            f"{read['cpu'] / count * 1e6:,.0f}",
            f"{read['memory'] / 2**20:.0f}",
        )
        for one in found
        for count, read in one.found.items()
    ]
    yield Table(
        "Exports published into the spool",
        ("export", "rows/s", "CPU µs/row", "memory MiB"),
        tuple(rows),
        "A row is a concern with a child and an adult. It is read twice, mapped, checked as the "
        "bus would check it, and kept. Of a workbook its table of texts stays in memory.",
    )


def _written(folder: Path, rows: int) -> tuple[Path, Path]:
    """The same rows as a CSV and as a workbook."""
    text, book = folder / f"{rows}.csv", folder / f"{rows}.xlsx"
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Concerns")
    sheet.append(list(_COLUMNS))
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for number in range(rows):
            said = [f"She was alone again ({number}). " * 5, f"A neighbour rang ({number}). " * 8]
            before, between = [f"L-{number}"], ["Iris", "Fell"]
            behind = ["BS1 4DJ", "Ann", "Fell", "mother", *said]
            writer.writerow([*before, "04/03/2026 21:15", *between, "02/05/2015", *behind])
            sheet.append([*before, _SEEN, *between, _BORN, *behind])
    workbook.save(book)
    return text, book


def _published(path: Path) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-W", "ignore", "-m", "benchmarks.exports", str(path)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise RuntimeError(f"Publishing ended: {said[-1] if said else 'it said nothing'}")
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main(path: str) -> None:
    """Publish a file into a spool of its own, and say what it took."""
    began, cpu = time.perf_counter(), time.process_time()
    with TemporaryDirectory() as folder:
        spool = Spool(Path(folder) / "spool.db")
        publisher = Publisher(AGENCY, spool, None, send_in_background=False)
        refused: list[str] = []
        source = EventFile(path, checked(_MAPPING))
        publish(source, publisher, lambda _, found: refused.append(str(found[0])))
        spool.close()
    if refused:
        raise RuntimeError(refused[0])
    told = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
