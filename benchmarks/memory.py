"""Memory of the stage processes after many events: it must not grow with what they have handled.

Nine in ten of the events are told as history, which fills the pictures and is sent to nobody, so
that the run is over in minutes; every tenth goes all the way.
"""

from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.events import records
from benchmarks.machine import Ground
from benchmarks.process import running, until
from benchmarks.sizes import Sizes

_AT_ONCE = 5_000
_ALL_THE_WAY = 10


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Bytes of one stage's process, by how many events it had handled."""

    stage: str
    after: dict[int, int]


def measure(ground: Ground, sizes: Sizes) -> list[MemoryUse]:
    """Both stages at once, looked at after each of the two numbers of events."""
    ground.fresh_topics(ground.agreement())
    told = {
        "partnership": str(ground.partnership()), "database": ground.sqlite(),
        "bootstrap": ground.bootstrap,
    }  # fmt: skip
    found: dict[str, dict[int, int]] = {"intake": {}, "picture": {}}
    with ExitStack() as ending:
        workers = {
            stage: ending.enter_context(running("stage", [told | {"name": stage}], ground.folder))
            for stage in found
        }
        done = 0
        for look in sizes.memory:
            while done < look:
                count = min(_AT_ONCE, look - done)
                whole = count // _ALL_THE_WAY
                ground.fill(records(count - whole, first=done, history=True))
                ground.fill(records(whole, first=done + count - whole))
                done += count
                for stage in found:
                    until(workers[stage], done)
            for stage, (worker,) in workers.items():
                found[stage][look] = worker.read(with_memory=True).memory
    return [MemoryUse(stage, after) for stage, after in found.items()]
