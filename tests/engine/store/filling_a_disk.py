"""Handle batches in a database whose disk fills up and then has room; print what became of them.

Run by ``tests.support.small_disks``, on a disk of its own.
"""

import json
import sys
from pathlib import Path
from typing import Any

from wholepicture_bus.errors import TransientError
from wholepicture_engine.handling import Handler
from wholepicture_engine.store import Database

from tests.engine.store.test_handling import _echo, _record, _tokens
from tests.support.small_disks import fill

BATCH, MOST = 20, 200


def main(disk: Path, _: Path) -> dict[str, Any]:
    """The batch at which it was full, what was said, and how often each key was counted at last."""
    database = Database(f"sqlite:///{disk}/house.db")
    database.make_tables()
    tokens = _tokens(database)
    handler = Handler(_echo(), database)
    ballast = fill(disk, leave=128 * 1024)
    said, batch = "", 0
    while not said and batch < MOST:
        try:
            handler.handle([_record(batch * BATCH + at) for at in range(BATCH)], tokens)
            batch += 1
        except TransientError as error:
            said = str(error)
    ballast.unlink()
    outputs = handler.handle([_record(batch * BATCH + at) for at in range(BATCH)], tokens)
    counts = [dict(one.headers)["count"] for one in outputs[::3]]
    return {
        "batches": batch,
        "said": said,
        "counted": [int(count or b"0") for count in counts],
        "wanted": [batch * BATCH + at + 1 for at in range(BATCH)],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*map(Path, sys.argv[1:]))))
