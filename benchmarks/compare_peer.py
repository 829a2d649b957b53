"""One side of a comparison: the stages of the checkout it runs in, told what it reads.

Run by ``benchmarks.compare`` in the folder of a checkout, with that checkout's code and tests on
the path and nothing of this one. Each line on the standard input is a list of events; the answer is
what each of them cost.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Sequence
from cProfile import Profile
from pathlib import Path
from typing import Any

from tests.consumers.both_stages import Stages

_STAGES = ("intake", "picture")
_ITEMS = ("referrals.", "notices.")
_WARM = 30


class Measured(Stages):
    """Both stages of a checkout; notes what each did since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self.spent = dict.fromkeys(_STAGES, 0)
        self.sent = self.sent_bytes = self.items = self.of_picture = 0
        self.counting = self.only_intake = False

    def _through(self, stage: Any, record: Any, *, held: bool = False) -> Sequence[Any]:
        if self.only_intake and stage.name != _STAGES[0]:
            return ()
        if self.counting:
            profile = Profile()
            profile.enable()
            made = super()._through(stage, record, held=held)
            profile.disable()
            self.spent[stage.name] += sum(entry.callcount for entry in profile.getstats())
        else:
            began = time.process_time_ns()
            made = super()._through(stage, record, held=held)
            self.spent[stage.name] += time.process_time_ns() - began
        self.sent += len(made)
        self.sent_bytes += sum(len(output.value or b"") for output in made)
        self.of_picture += len(made) if stage.name == _STAGES[1] else 0
        self.items += sum(output.topic.startswith(_ITEMS) for output in made)
        return made


def answer(stages: Measured, told: Sequence[Any], *, counting: bool) -> list[dict[str, int]]:
    """What each event cost: nanoseconds of CPU by stage or, ``counting``, calls of functions."""
    costs = []
    stages.counting = counting
    for document in told:
        stages.spent = dict.fromkeys(_STAGES, 0)
        stages.sent = stages.sent_bytes = stages.items = stages.of_picture = 0
        stages.publish(document, document["id"], family=document["partitionkey"])
        costs.append({
            **stages.spent, "items": stages.items, "records": stages.sent,
            "records of picture": stages.of_picture, "bytes": stages.sent_bytes,
        })  # fmt: skip
    return costs


def forked(told: Sequence[Any]) -> None:
    """The same from the same start three times over, for who counts the instructions of each.

    A process of its own does nothing, one has the events taken in, one has both stages handle them.
    """
    stages = Measured()
    answer(stages, told[:_WARM], counting=False)
    for what in ("nothing", "intake", "both"):
        child = os.fork()
        if not child:
            stages.only_intake = what == "intake"
            answer(stages, [] if what == "nothing" else told[_WARM:], counting=False)
            os._exit(0)
        os.waitpid(child, 0)
        sys.stdout.write(json.dumps([what, child, len(told) - _WARM]) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer until the input ends, or fork over the events of a file."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)  # as a stage has it
    if sys.argv[1:]:
        forked(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
        return
    stages = Measured()
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(answer(stages, asked["told"], counting=asked["counting"])))
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
