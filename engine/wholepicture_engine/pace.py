"""The pace of a loop: how much at once, and how long to wait."""

from dataclasses import dataclass

from wholepicture_engine.slots import LEASE_SECONDS

LARGEST_BATCH = 1000
"""The most records that can be handled and not yet sent, in one partition or in all."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much at once, and how long to wait."""

    most_records: int = LARGEST_BATCH
    poll_milliseconds: int = 200
    back_off_seconds: tuple[float, ...] = (0.1, 0.3, 1.0, 3.0)
    renew_seconds: float = LEASE_SECONDS / 3
    poll_while_away_seconds: float = 0.2
    session_seconds: float = 6.0
    """After how long a silence the group takes a member for dead."""
    most_later: int = 10
    """The most records at once of what is read only while nothing else waits."""
    rests_after_later: float = 3.0
    """How long nothing more of that is read, in times of what its last batch took: the next stage
    has as much to do with it, and what is urgent may come just then."""
