"""The report of a run: on the screen, as JSON for a pipeline, and as a page to hand on."""

from collections.abc import Sequence
from html import escape
from typing import Any

from rich.table import Table

from wholepicture_subscribers.conformance.points import Point, Result

_MARKS: dict[Result, str] = {
    "pass": "[green]pass[/]", "fail": "[bold red]fail[/]", "not shown": "not shown",
}  # fmt: skip
_COLOURS: dict[Result, str] = {"pass": "#005a30", "fail": "#aa2a16", "not shown": "#505a5f"}


def table(points: Sequence[Point]) -> Table:
    """The points as a table for a terminal."""
    found = Table("point", "result", "what to do", box=None, pad_edge=False)
    for point in points:
        said = "\n".join((point.must, *(f"  {one}" for one in point.found)))
        found.add_row(point.name, _MARKS[point.result], said)
    return found


def as_data(points: Sequence[Point], items: int) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "passed": passed(points),
        "items": items,
        "points": [
            {"name": one.name, "must": one.must, "result": one.result, "found": list(one.found)}
            for one in points
        ],
    }


def passed(points: Sequence[Point]) -> bool:
    """Whether no point failed."""
    return all(point.result != "fail" for point in points)


def page(points: Sequence[Point], items: int) -> str:
    """The report as a page that needs nothing from elsewhere."""
    rows = "".join(_row(point) for point in points)
    verdict = "No point failed." if passed(points) else "Some points failed."
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Conformance of a subscriber</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem;
  padding: 0 1rem; color: #0b0c0c; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: .6rem;
  border-bottom: 1px solid #b1b4b6; }}
ul {{ margin: .3rem 0 0; padding-left: 1.2rem; }}
</style></head><body>
<h1>Conformance of a subscriber</h1>
<p>{verdict} {items} recorded items of made-up families were played.</p>
<table><thead><tr><th scope="col">Point</th><th scope="col">Result</th>
<th scope="col">What a subscriber must do</th></tr></thead><tbody>
{rows}</tbody></table></body></html>
"""


def _row(point: Point) -> str:
    wrong = "".join(f"<li>{escape(one)}</li>" for one in point.found)
    listed = f"<ul>{wrong}</ul>" if wrong else ""
    colour = _COLOURS[point.result]
    return (
        f'<tr><th scope="row">{escape(point.name)}</th>'
        f'<td style="color:{colour};font-weight:bold">{point.result}</td>'
        f"<td>{escape(point.must)}{listed}</td></tr>\n"
    )
