"""The report of a run: on the screen, as JSON for a pipeline, and as a page to hand on."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from wholepicture_bus.pages import render

from wholepicture_subscribers.conformance.points import Point, Result

_MARKS: dict[Result, str] = {
    "pass": "[green]pass[/]", "fail": "[bold red]fail[/]", "not shown": "not shown",
}  # fmt: skip


def table(points: Sequence[Point]) -> Table:
    """The points as a table for a terminal."""
    lines = Table("point", "result", "what to do", box=None, pad_edge=False)
    for point in points:
        said = "\n".join((point.must, *(f"  {finding}" for finding in point.found)))
        lines.add_row(point.name, _MARKS[point.result], said)
    return lines


def as_data(points: Sequence[Point], items: int) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "passed": passed(points),
        "items": items,
        "points": [
            {
                "name": point.name,
                "must": point.must,
                "result": point.result,
                "found": list(point.found),
            }
            for point in points
        ],
    }


def passed(points: Sequence[Point]) -> bool:
    """Whether no point failed."""
    return all(point.result != "fail" for point in points)


def page(points: Sequence[Point], items: int) -> str:
    """The report as a page that needs nothing from elsewhere."""
    return render(__package__, "report.html", points=points, items=items, passed=passed(points))
