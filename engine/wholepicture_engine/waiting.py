"""What a member waits for while it is away, and the words by which its log says so.

Whoever watches a member reads those words: they stand once.
"""

from collections.abc import Callable
from itertools import count

from wholepicture_bus.errors import (
    DatabaseAwayError,
    OvertakenError,
    RefusedError,
    TransientError,
)
from wholepicture_bus.log import logger

WAITING, GOES_ON, STARTED = "waiting", "goes-on", "started"
"""A member waits; it waits no more; it has begun."""
DATABASE, KAFKA = "database", "kafka"
"""What it waits for."""
_log = logger()


def patiently(
    stage: str,
    step: Callable[[], None],
    stop: Callable[[], bool],
    *,
    wait: Callable[[TransientError | OvertakenError, int], None],
    waits: Callable[[str | None], None] = lambda _: None,
) -> None:
    """Do a step, again and again while what it needs is away, until it is done or ``stop`` says so.

    ``wait`` waits after each failure; the first for a reason has number 0. ``waits`` is told what
    is waited for, and None after each step that was done.
    """
    waits_for: str | None = None
    attempts = count()
    while True:
        try:
            step()
        except OvertakenError as error:
            _log.warning("overtaken", stage=stage, says=str(error))
            wait(error, next(attempts))
        except TransientError as error:
            what = DATABASE if isinstance(error, DatabaseAwayError) else KAFKA
            if what != waits_for:  # the one is back, and the other may be so in a moment
                waits_for, attempts = what, count()
            attempt = next(attempts)
            waits(what)
            refused = error.reason if isinstance(error, RefusedError) else None
            _log.warning(
                WAITING,
                stage=stage,
                says=str(error),
                attempt=attempt,
                waits_for=what,
                reason=refused,
            )
            wait(error, attempt)
        else:
            waits(None)
            if waits_for is not None:
                _log.info(GOES_ON, stage=stage)
            return
        if stop():
            return
