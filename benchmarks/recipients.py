"""What many recipients cost: the stage picture telling 50 of each event, beside 4."""

from wholepicture_bus.topics import CHILDREN

from benchmarks.events import records
from benchmarks.machine import Ground
from benchmarks.sizes import Sizes
from benchmarks.throughput import Rate, run_stage

FEW, MANY = 4, 50
_BATCH = 20
"""Records of a batch for both, so that the many fit in several transactions."""


def measure(ground: Ground, sizes: Sizes) -> dict[int, Rate]:
    """The stage's rate, by how many recipients each event has."""
    told = records(sizes.recipients_events)
    run_stage(ground, "intake", told, ground.sqlite(), "intake", most_records=_BATCH)
    children = ground.read(CHILDREN)
    return {
        count: run_stage(
            ground,
            "picture",
            children,
            ground.sqlite(),
            f"{count} recipients",
            recipients=count,
            most_records=_BATCH,
        )
        for count in (FEW, MANY)
    }
