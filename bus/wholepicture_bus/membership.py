"""A consumer finishes every group join that it has begun.

kafka-python 3.0.12 can drop a join half way, and the member goes on outside the group:

1. the leader sees other metadata than it assigned by, so it has to join anew; no flag is set;
2. ``poll`` begins the join, stops the heartbeats meanwhile, and comes to its time limit before the
   broker has answered;
3. the answer comes: the assignment is made by the present metadata, and nothing differs any more;
4. the next ``poll`` finds no reason to join, so nobody takes up the answer: no heartbeat is sent,
   every wait ends at once, and the broker gives the member's place to others.

The Java client had the same gap (KAFKA-9815), and closes it likewise.
"""

from typing import Any


def finish_joins(consumer: Any) -> None:
    """Have a consumer take up every join that it has begun."""
    coordinator = consumer._coordinator  # noqa: SLF001 - there is no public way to say it
    needs_to_join = coordinator.need_rejoin
    coordinator.need_rejoin = lambda: coordinator.rejoining or needs_to_join()
