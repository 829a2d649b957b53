"""A report as one page, and its curves as a picture."""

from dataclasses import asdict, dataclass

from wholepicture_bus.pages import render

from wholepicture_consumers.study.counting import Curve
from wholepicture_consumers.study.rates import DAYS, Rates, rows
from wholepicture_consumers.study.report import Report, Way
from wholepicture_consumers.study.saying import WHAT_IT_IS, head, tables

_WIDTH, _LEFT, _RIGHT, _TOP, _LOW, _KEY = 760, 56, 740, 40, 320, 376
_LEGEND = 22
_LOOKS = {
    Way.EVERYTHING: ("#505a5f", "2 3"),
    Way.SHARED: ("#1d70b8", "none"),
    Way.SIDE_BY_SIDE: ("#00703c", "none"),
    Way.NOTICED: ("#6f72af", "7 4"),
    Way.ALONE: ("#d4351c", "none"),
}
"""The colour of each curve, of the GOV.UK palette, and its dashes."""
_TITLE = "How many harms somebody had whole, by days from their first fact"


@dataclass(frozen=True, slots=True)
class _Tick:
    at: str
    says: str


@dataclass(frozen=True, slots=True)
class _Line:
    points: str
    colour: str
    dashes: str
    at: str
    says: str


@dataclass(frozen=True, slots=True)
class _Plot:
    title: str
    unit: str
    lines: tuple[_Line, ...]
    across: tuple[_Tick, ...]
    up: tuple[_Tick, ...]
    width: int = _WIDTH
    height: int = _KEY + len(_LOOKS) * _LEGEND
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    low: int = _LOW
    label: int = _LEFT - 6
    key: int = _LEFT + 36


def as_page(report: Report, rates: Rates) -> str:
    """The whole report as HTML, with what it assumes."""
    return render(
        __package__,
        "study.html",
        what_it_is=WHAT_IT_IS,
        head=head(report),
        plot=asdict(_plot(report)),
        tables=[asdict(table) for table in tables(report)],
        assumed=list(rows(rates)),
    )


def as_picture(report: Report) -> str:
    """The curves as SVG."""
    return render(__package__, "curves.svg", plot=asdict(_plot(report)))


def _plot(report: Report) -> _Plot:
    lines = (
        _Line(_points(curve), *_LOOKS[way], f"{_KEY + number * _LEGEND}", way.value)
        for number, (way, curve) in enumerate(report.ways.items())
    )
    return _Plot(
        title=_TITLE,
        unit=f"days from the first fact; {report.harms} harms",
        lines=tuple(lines),
        across=tuple(_Tick(_x(day), str(day)) for day in range(0, DAYS, 30)),
        up=tuple(_Tick(_y(share / 100), f"{share}%") for share in range(0, 101, 20)),
    )


def _points(curve: Curve) -> str:
    """The steps of a curve, up to the last day on which anybody is followed."""
    points, share = [f"{_x(0)},{_y(0)}"], 0.0
    for day, reached in curve.steps:
        points += [f"{_x(day)},{_y(share)}", f"{_x(day)},{_y(reached)}"]
        share = reached
    last = max((child.days for child in curve.followed), default=0.0)
    return " ".join([*points, f"{_x(last)},{_y(share)}"])


def _x(day: float) -> str:
    return f"{_LEFT + day * (_RIGHT - _LEFT) / DAYS:.1f}"


def _y(share: float) -> str:
    return f"{_LOW - share * (_LOW - _TOP):.1f}"
