"""One run at a time, and no hold is placed while one deletes: it could come too late."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wholepicture_bus.errors import StopError
from wholepicture_engine.slots import LEASE_SECONDS, Slot
from wholepicture_engine.store import Database

_SLOT = "retention"


@contextmanager
def alone(database: Database) -> Iterator[Callable[[], None]]:
    """Hold the lease of whoever deletes, or places a hold; what is given renews it.

    Raises:
        StopError: another has it.
    """
    slot = Slot(database, _SLOT)
    renewed = time.monotonic()

    def renew() -> None:
        nonlocal renewed
        if time.monotonic() - renewed > LEASE_SECONDS / 3:
            slot.renew("Deleting what was kept long enough.")
            renewed = time.monotonic()

    try:
        if slot.number:
            raise StopError(
                "What was kept long enough is being deleted just now, or a hold is placed. Nothing "
                "was done. Do it again in a minute."
            )
        yield renew
    finally:
        slot.give_back()
