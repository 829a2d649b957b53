"""What many recipients cost: the stage picture telling 50 of each event, beside 4."""

from benchmarks.events import records
from benchmarks.machine import Ground
from benchmarks.sizes import Sizes
from benchmarks.throughput import Rate, run_stage
from wholepicture_bus.topics import CHILDREN

FEW, MANY = 4, 50


def measure(ground: Ground, sizes: Sizes) -> dict[int, Rate]:
    """The stage's rate, by how many recipients each event has."""
    agreement = ground.agreement()
    told = records(sizes.recipients_events)
    children = children_of(told, ground.sqlite(), agreement)
    children = ground.read(CHILDREN)
    return {
        count: run_stage(
            ground, "picture", children, ground.sqlite(), f"{count} recipients", recipients=count
        )
        for count in (FEW, MANY)
    }
