"""``python -m benchmarks``: measure in one sitting, show tables, and write docs/speed.md."""

import argparse
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

warnings.simplefilter("ignore", DeprecationWarning)  # kafka-python, when imported

from rich.console import Console  # noqa: E402 - after the filter
from wholepicture_bus import log  # noqa: E402

from benchmarks import (  # noqa: E402
    chronologies,
    curves,
    deciding,
    exports,
    gateway,
    history,
    latency,
    memory,
    rebuilding,
    recipients,
    report,
    start,
    throughput,
)
from benchmarks.machine import Ground, NotEmpty  # noqa: E402
from benchmarks.sizes import FULL, QUICK, Sizes  # noqa: E402

MEASURES: dict[str, Callable[[Ground, Sizes], Any]] = {
    "throughput": throughput.measure,
    "latency": latency.measure,
    "recipients": recipients.measure,
    "deciding": deciding.measure,
    "curves": curves.measure,
    "start": lambda ground, _: start.measure(ground),
    "memory": memory.measure,
    "rebuilding": lambda ground, sizes: rebuilding.measure(sizes.rebuilt, ground.sqlite()),
    "chronologies": lambda _, sizes: chronologies.measure(sizes.earlier, sizes.turns),
    "history": history.measure,
    "gateway": gateway.measure,
    "exports": exports.measure,
}


def main() -> int:
    """Measure what was asked for; the exit code is 1 where something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, in minutes")
    parser.add_argument("--only", action="append", choices=MEASURES, help="this one (repeatable)")
    parser.add_argument("--write", action="store_true", help="with --only: renew docs/speed.md")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    log.configure(level=40)
    sizes = QUICK if asked.quick else FULL
    console = Console()
    found: dict[str, Any] = {}
    failed = []
    took: dict[str, float] = {}
    try:
        with Ground() as ground:
            for name in asked.only or MEASURES:
                began = time.monotonic()
                console.print(f"Measuring {name} ...", style="dim")
                try:
                    found[name] = MEASURES[name](ground, sizes)
                except RuntimeError as error:
                    failed.append(f"{name} could not be measured: {error}")
                    console.print(failed[-1], style="red")
                    continue
                finally:
                    took[name] = time.monotonic() - began
                console.print(f"... {took[name]:.0f} s", style="dim")
                report.show(console, name, found[name])
            sitting = report.Sitting(found, sizes, ground.kafka, os.getloadavg()[0], failed)
    except NotEmpty as error:
        sys.stderr.write(f"{error}\n")
        return 1
    console.print(_slowest(took), style="dim")
    if not asked.only:
        console.print(f"Written: {report.write(sitting, quick=asked.quick)}")
    elif asked.write:
        console.print(f"Written: {report.renew(found)}")
    return 1 if failed else 0


def _slowest(took: Mapping[str, float]) -> str:
    """Which parts took how long, the slowest first."""
    parts = sorted(took.items(), key=lambda part: -part[1])
    said = ", ".join(f"{name} {seconds:,.0f}" for name, seconds in parts)
    return f"Seconds of each part, the slowest first: {said}; together {sum(took.values()):,.0f}."


if __name__ == "__main__":
    sys.exit(main())
