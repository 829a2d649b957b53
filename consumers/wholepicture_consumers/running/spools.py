"""What the spools of this machine have not sent yet."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wholepicture_bus.spool import Spool
from wholepicture_bus.spool.rows import Counts

_TOO_LONG = timedelta(minutes=5)


def spools(data: Path) -> dict[str, int]:
    """The number of unsent records of each spool that has some."""
    return {name: counts.waiting for name, counts in _counted(data) if counts.waiting}


def late(data: Path) -> tuple[str, ...]:
    """One sentence for each spool that has waited too long to send, with what keeps it."""
    now = datetime.now(UTC)
    return tuple(
        " ".join([f"Spool {name} has waited for more than five minutes to send.", *counts.troubles])
        for name, counts in _counted(data)
        if counts.oldest_waiting and now - counts.oldest_waiting > _TOO_LONG
    )


def _counted(data: Path) -> Iterator[tuple[str, Counts]]:
    for file in sorted(data.glob("**/spool.db")):
        with closing(Spool(file)) as spool:
            yield file.parent.name, spool.counts()
