"""How much is measured: enough to be steady, or quickly."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of one sitting."""

    events: int
    """For each stage."""
    copies: int
    """For the plain copy and Quix, which are over sooner."""
    latency_seconds: float
    """For each rate and each chain, in each round."""
    rounds: int
    recipients_events: int
    decisions: int
    memory: tuple[int, int]
    """Events before the first look at the memory, and before the second."""


FULL = Sizes(
    events=6_000, copies=40_000, latency_seconds=12.0, rounds=2, recipients_events=200,
    decisions=3_000, memory=(10_000, 200_000),
)  # fmt: skip
QUICK = Sizes(
    events=2_000, copies=6_000, latency_seconds=3.0, rounds=1, recipients_events=60,
    decisions=500, memory=(2_000, 20_000),
)  # fmt: skip
