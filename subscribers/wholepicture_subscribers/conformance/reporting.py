"""The report of a run: on the screen, as JSON for a pipeline, and as a page to hand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.table import Table
from wholepicture_bus.pages import render

from wholepicture_subscribers.conformance.points import Point, Result

_FAILED, _NOT_SHOWN = 1, 3
_MARKS: dict[Result, str] = {
    "pass": "[green]pass[/]", "fail": "[bold red]fail[/]", "not shown": "not shown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What was tried, when, with which stream, and what came of it."""

    product: str
    version: str
    tried: datetime
    stream: str
    """The version of the stream."""
    way: str
    """How the subscriber was spoken to: command, address or Kafka."""
    items: int
    """How many items were played."""
    left: int
    """How many were not, since the subscriber had stopped."""
    points: Sequence[Point]

    def count(self, result: Result) -> int:
        """How many points came out so."""
        return sum(point.result == result for point in self.points)

    @property
    def passed(self) -> bool:
        """Whether every point passed; one that was not shown did not."""
        return self.count("pass") == len(self.points)

    @property
    def exit_code(self) -> int:
        """0 where every point passed, 1 where one failed, 3 where some were only not shown."""
        if self.count("fail"):
            return _FAILED
        return 0 if self.passed else _NOT_SHOWN

    @property
    def sentence(self) -> str:
        """What came of it, in a line."""
        left = f" {self.left} were not: the subscriber had stopped." if self.left else ""
        return (
            f"{self.items} items were played.{left} Passed: {self.count('pass')}. "
            f"Failed: {self.count('fail')}. Not shown: {self.count('not shown')}."
        )


def table(report: Report) -> Table:
    """The points as a table for a terminal."""
    lines = Table("point", "result", "what to do", box=None, pad_edge=False)
    for point in report.points:
        said = "\n".join((point.must, *(f"  {finding}" for finding in point.found)))
        lines.add_row(point.name, _MARKS[point.result], said)
    return lines


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "product": report.product,
        "product_version": report.version,
        "tried": report.tried.isoformat(timespec="seconds"),
        "stream": report.stream,
        "way": report.way,
        "passed": report.passed,
        "counts": {"passed": report.count("pass"), "failed": report.count("fail"),
                   "not_shown": report.count("not shown")},
        "items": report.items,
        "not_played": report.left,
        "points": [
            {
                "name": point.name,
                "must": point.must,
                "result": point.result,
                "found": list(point.found),
            }
            for point in report.points
        ],
    }  # fmt: skip


def page(report: Report) -> str:
    """The report as a page that needs nothing from elsewhere."""
    return render(__package__, "report.html", report=report)
