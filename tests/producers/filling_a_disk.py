"""Publish an export on a disk that is full, then fills up, then has room; print what became of it.

Run by ``tests.support.small_disks``, on a disk of its own.
"""

import json
import sys
from pathlib import Path
from typing import Any

from wholepicture_bus.spool import SpoolUnavailable

from tests.producers.exports import IRIS, Exports
from tests.support.small_disks import fill

ROWS = [{**IRIS, "Log": f"L-{number}", "Worry": "Alone at night. " * 20} for number in range(450)]
ROOM = 900 * 1024


def main(disk: Path, elsewhere: Path) -> dict[str, Any]:
    """What was said on the full disk, and after each publishing what was kept and what was not."""
    ballast = fill(disk)
    try:
        Exports(disk)
    except SpoolUnavailable as error:
        said = str(error)
    ballast.unlink()
    ballast = fill(disk, leave=ROOM)
    exports = Exports(disk)
    exports.folder = elsewhere
    first = _published(exports)
    ballast.unlink()
    return {"full": said, "first": first, "again": _published(exports), "rows": len(ROWS)}


def _published(exports: Exports) -> dict[str, Any]:
    found = exports.publish(*ROWS)
    with exports.spool.reading() as database:
        (whole,) = database.execute("PRAGMA integrity_check").fetchone()
    return {
        "new": found.new,
        "unchanged": found.unchanged,
        "rejected": found.rejected,
        "said": found.not_kept,
        "receipts": sorted(receipt for _, receipt, _ in found.receipts),
        "kept": sorted(row.event for row in exports.spool.unsent(1000)),
        "whole": whole,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*map(Path, sys.argv[1:]))))
