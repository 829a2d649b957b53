"""Times that have not come yet: of what happened, or was written down, none can lie ahead.

The clock is passed in: a producer's own when it publishes, the broker's when a stage reads.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.problems import Problem

DRIFT = timedelta(minutes=5)
"""How far two machines' clocks may differ."""
_FIX = (
    "Check the year, the order of day and month, the offset from UTC, and the clock of the machine."
)


def not_yet(attributes: Attributes, now: datetime) -> Iterator[Problem]:
    """Each time of the envelope that is still to come, seen from ``now``."""
    for name in ("time", "recordedtime"):
        told = getattr(attributes, name)
        if told is not None and told > now + DRIFT:
            yield Problem(name, "is in the future", _FIX)
