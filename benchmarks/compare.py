"""``python -m benchmarks.compare OLD NEW``: what an event costs in two checkouts, side by side.

Each checkout's stages run in a process of their own, told the same events in turn, a few at a time,
so that a busy machine is as busy for both. The children were never seen before. Where the agreement
of one checkout tells more recipients than that of the other, the cost of an item and of a record
compares them: what the picture spends on an event, divided by the items that it tells, or by all
records that it sends. With ``--instructions`` valgrind counts the instructions of first tellings,
too, which takes minutes.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Self

from rich.console import Console
from rich.table import Table

from benchmarks.families import Family

_PEER = Path(__file__).with_name("compare_peer.py")
_ACTS = ("first telling", "correction", "retraction")
_PICTURE = "picture"
_STAGES = ("intake", _PICTURE)
_SLICE, _WARM = 10, 3
"""Families told in one go, and how many goes do not count."""
_INSTRUCTED = 90
_numbers = count(30_000)
_Cost = Mapping[str, int]


class Side:
    """The stages of one checkout, in a process of their own."""

    def __init__(self, checkout: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
            _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=checkout, env=_environment(checkout),
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def told(self, events: Sequence[Any], *, counting: bool = False) -> list[_Cost]:
        """What each event cost there."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"told": events, "counting": counting}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit("The stages of a checkout ended; what they said stands above.")
        costs: list[_Cost] = json.loads(answer)
        return costs


def main() -> None:
    """Compare, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--goes", type=int, default=20, help="of ten families each")
    parser.add_argument("--instructions", action="store_true", help="count them by valgrind")
    asked = parser.parse_args()
    checkouts = [asked.old.resolve(), asked.new.resolve()]
    console = Console()
    with Side(checkouts[0]) as old, Side(checkouts[1]) as new:
        spent = _in_turn((old, new), asked.goes)
        counted = [_by_act(side.told(_events(1), counting=True)) for side in (old, new)]
    _show(console, "CPU, µs (median)", *(_medians(costs, 1000) for costs in spent))
    _show(console, "Calls of functions", *(_medians(costs, 1) for costs in counted))
    if asked.instructions:
        old_count, new_count = (_instructions(checkout) for checkout in checkouts)
        _show(console, "Instructions, thousands (mean)", old_count, new_count)


def _in_turn(sides: Sequence[Side], goes: int) -> list[dict[str, list[_Cost]]]:
    """What the events cost on each side; who is first changes with every go."""
    found: list[dict[str, list[_Cost]]] = [{act: [] for act in _ACTS} for _ in sides]
    for go in range(goes + _WARM):
        events = _events(_SLICE)
        for number in (0, 1) if go % 2 else (1, 0):
            costs = _by_act(sides[number].told(events))
            if go >= _WARM:
                for act in _ACTS:
                    found[number][act] += costs[act]
    return found


def _events(families: int) -> list[dict[str, Any]]:
    """Of each family an incident, a correction of it, and the incident taken back."""
    events = []
    for _ in range(families):
        family = Family(next(_numbers))
        incident = family.incident()
        events += [incident, family.correction(incident), family.retraction(incident)]
    return events


def _by_act(costs: Sequence[_Cost]) -> dict[str, list[_Cost]]:
    return {act: list(costs[place :: len(_ACTS)]) for place, act in enumerate(_ACTS)}


def _medians(costs: Mapping[str, Sequence[_Cost]], unit: int) -> dict[str, float]:
    found = {}
    for act, spent in costs.items():
        for stage in _STAGES:
            found[f"{act}: {stage}"] = statistics.median(cost[stage] for cost in spent) / unit
            if stage == _PICTURE:
                found |= _shares(act, spent, unit)
    for act, spent in costs.items():
        for what in ("items", "records", "bytes"):
            found[f"{act}: {what} sent"] = statistics.median(cost[what] for cost in spent)
    return found


def _shares(act: str, spent: Sequence[_Cost], unit: int) -> dict[str, float]:
    """What the picture spent on each item that it told, and on each record that it sent."""
    found = {}
    for what, these in (("item", "items"), ("record", "records of picture")):
        shares = [cost[_PICTURE] / cost[these] for cost in spent if cost[these]]
        if shares:
            found[f"{act}: {_PICTURE}, of each {what}"] = statistics.median(shares) / unit
    return found


def _instructions(checkout: Path) -> dict[str, float]:
    """Thousands of instructions of a first telling by stage, as valgrind counts them."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise SystemExit("Instructions are counted by valgrind, which is not installed.")
    with tempfile.TemporaryDirectory(prefix="wholepicture-compare-") as name:
        folder = Path(name)
        told = folder / "events.json"
        told.write_text(
            json.dumps([Family(next(_numbers)).incident() for _ in range(_INSTRUCTED)]),
            encoding="utf-8",
        )
        done = subprocess.run(  # noqa: S603 - this very interpreter
            [
                valgrind, "--log-file=/dev/null", "--tool=cachegrind", "--cache-sim=no",
                f"--cachegrind-out-file={folder}/%p", *_command(), str(told),
            ],
            cwd=checkout, env=_environment(checkout), stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        counted, events = {}, 1
        for line in done.stdout.splitlines():
            what, process, events = json.loads(line)
            lines = (folder / str(process)).read_text(encoding="utf-8", errors="replace")
            counted[what] = int(lines.rpartition("summary:")[2].split()[0])
    each = events * 1000
    return {
        "first telling: intake": (counted["intake"] - counted["nothing"]) / each,
        "first telling: picture": (counted["both"] - counted["intake"]) / each,
    }


def _command() -> list[str]:
    return [sys.executable, "-P", "-W", "ignore", str(_PEER)]


def _environment(checkout: Path) -> dict[str, str]:
    """The environment in which that checkout's code comes before what is installed."""
    rooms = [str(room.parent) for room in checkout.glob("*/pyproject.toml")]
    path = os.pathsep.join((str(checkout), *rooms))
    return {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}


def _show(console: Console, title: str, old: Mapping[str, float], new: Mapping[str, float]) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column("of an event")
    for head in ("old", "new", "new : old"):
        table.add_column(head, justify="right")
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, 0), new.get(name, 0)
        ratio = f"{after / before:.2f}" if before else "-"
        table.add_row(name, f"{before:,.0f}", f"{after:,.0f}", ratio)
    console.print(table)


if __name__ == "__main__":
    main()
