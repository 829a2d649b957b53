"""What the spools of this machine have not sent yet, and which webhooks are not taken."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wholepicture_bus.spool import Spool
from wholepicture_bus.spool.rows import Counts
from wholepicture_bus.webhook_state import unreached

_TOO_LONG = timedelta(minutes=5)


def spools(data: Path) -> dict[str, int]:
    """The number of unsent records of each spool that has some."""
    return {name: counts.waiting for name, counts in _counted(data) if counts.waiting}


def late(data: Path) -> tuple[str, ...]:
    """What a person has to do of what waits here: too long in a spool, refused, a dead webhook."""
    now = datetime.now(UTC)
    return (
        *(
            sentence
            for name, counts in _counted(data)
            for sentence in _sentences(name, counts, now)
        ),
        *unreached(data, now),
    )


def _sentences(name: str, counts: Counts, now: datetime) -> Iterator[str]:
    is_late = counts.oldest_waiting is not None and now - counts.oldest_waiting > _TOO_LONG
    if is_late:
        yield f"Spool {name} has waited for more than five minutes to send."
    if is_late or counts.needs_a_person:
        yield from (f"Spool {name}: {trouble}" for trouble in counts.troubles)


def _counted(data: Path) -> Iterator[tuple[str, Counts]]:
    for file in sorted(data.glob("**/spool.db")):
        with closing(Spool(file)) as spool:
            yield file.parent.name, spool.counts()
