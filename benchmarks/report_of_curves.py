"""The curves as tables and as a picture."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.curves import CORRECTED, FIRST, MEMORY, OLDEST, RETRACTED, SQLITE, Cost, Curve
from benchmarks.machine import ROOT
from benchmarks.plot import Chart, Series, svg
from benchmarks.tables import Table

PICTURE = ROOT / "docs" / "curves.svg"
_ACTS = (FIRST, CORRECTED, RETRACTED, OLDEST)
_GROWN = "first telling : its first row"
_BESIDE = ("correction : first telling", "retraction : first telling")
_MILLI = 1000


def tables(curves: Sequence[Curve]) -> Iterator[Table]:
    """Two tables for each curve: the time, and the calls of functions, which no noise moves."""
    for curve in curves:
        acts = [act for act in _ACTS if any(act in costs for costs in curve.points.values())]
        where = curve.store if curve.store == SQLITE else "documents in memory"
        yield Table(
            f"CPU by {curve.varied}: {where}, ms",
            (curve.varied, "told", *acts, _GROWN, *_BESIDE),
            tuple(_times(at, curve, acts) for at in curve.points),
            "Each is intake + picture; the median of turns taken in one process."
            if curve is curves[0]
            else "",
        )
        if curve.store == MEMORY:
            yield Table(
                f"Calls of functions by {curve.varied}, thousands",
                (curve.varied, *acts),
                tuple(
                    (f"{at:,}", *(_calls(costs.get(act)) for act in acts))
                    for at, costs in curve.points.items()
                ),
                "Each is intake + picture, counted by Python's profiler, those of C, too: the same "
                "on every machine. Of what C does inside a call, such as reading a document, it "
                "shows nothing."
                if curve is curves[0]
                else "",
            )


def write_picture(curves: Sequence[Curve]) -> Path:
    """All curves as docs/curves.svg: the CPU of both stages together."""
    varied = dict.fromkeys(curve.varied for curve in curves)
    charts = [
        Chart(
            name,
            [
                Series(act, values, dashed=curve.store == SQLITE)
                for curve in curves
                if curve.varied == name
                for act in _ACTS
                if (values := _values(curve, act))
            ],
        )
        for name in varied
    ]
    notes = f"whole line: {MEMORY}; dashed: {SQLITE}"
    PICTURE.write_text(svg(charts, "ms", notes), encoding="utf-8")
    return PICTURE


def _values(curve: Curve, act: str) -> dict[int, float]:
    return {at: costs[act].both / _MILLI for at, costs in curve.points.items() if act in costs}


def _times(at: int, curve: Curve, acts: Sequence[str]) -> tuple[str, ...]:
    costs, least = curve.points[at], next(iter(curve.points.values()))
    first = costs[FIRST]
    beside = (f"{costs[act].both / first.both:.2f}" for act in (CORRECTED, RETRACTED))
    grown = f"{first.both / least[FIRST].both:.2f}"
    times = (_milliseconds(costs.get(act)) for act in acts)
    return (f"{at:,}", str(first.told), *times, grown, *beside)


def _milliseconds(cost: Cost | None) -> str:
    return " + ".join(f"{spent / _MILLI:.1f}" for spent in cost.cpu.values()) if cost else "-"


def _calls(cost: Cost | None) -> str:
    return " + ".join(f"{made / 1000:.1f}" for made in cost.calls.values()) if cost else "-"
