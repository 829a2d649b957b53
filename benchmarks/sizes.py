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
    turns: int
    """How often each point of a curve is measured."""
    earlier: tuple[int, ...]
    children: tuple[int, ...]
    recipients: tuple[int, ...]
    known: tuple[int, ...]
    """The points of the curves."""
    rebuilt: int
    """Events whose records are folded anew."""
    history: int
    """Rows of history that wait beside live events."""
    export_rows: tuple[int, ...]
    """How long the exports are that are published."""
    posted: int
    """Events posted to each server, in each round."""


FULL = Sizes(
    events=6_000, copies=40_000, latency_seconds=12.0, rounds=2, recipients_events=200,
    decisions=3_000, memory=(10_000, 200_000), turns=9, earlier=(0, 10, 50, 200, 500),
    children=(1, 2, 5, 10, 20), recipients=(2, 10, 50, 200), known=(10_000, 1_000_000),
    rebuilt=20_000, history=100_000, posted=4_000, export_rows=(10_000, 100_000),
)  # fmt: skip
QUICK = Sizes(
    events=2_000, copies=6_000, latency_seconds=3.0, rounds=1, recipients_events=60,
    decisions=500, memory=(2_000, 20_000), turns=3, earlier=(0, 10, 50), children=(1, 5, 20),
    recipients=(2, 10, 50), known=(10_000, 100_000), rebuilt=2_000,
    history=10_000, posted=1_000, export_rows=(500, 5_000),
)  # fmt: skip
