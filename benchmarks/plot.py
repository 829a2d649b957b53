"""Line charts as SVG, side by side, with both axes by order of magnitude."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 420, 300, 52, 36, 44
_COLUMNS = 2
_LEGEND, _EDGE = 28, 12
_COLOURS = ("#1d70b8", "#d4351c", "#00703c", "#6f72af")
"""Blue, red, green and violet of the GOV.UK palette, which differ in lightness, too."""
_DASHES = ("none", "5 4")


@dataclass(frozen=True, slots=True)
class Series:
    """Values by what is varied; series of one name have one colour in every chart."""

    name: str
    values: Mapping[int, float]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over the same values of what is varied, which stand at even distances."""

    title: str
    lines: Sequence[Series]


def svg(charts: Sequence[Chart], unit: str, notes: str) -> str:
    """The charts as one picture, with one scale; ``notes`` stand beside the legend."""
    values = [value for chart in charts for line in chart.lines for value in line.values.values()]
    lowest, highest = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    scale = range(lowest, highest + 1)
    names = list(dict.fromkeys(line.name for chart in charts for line in chart.lines))
    colours = dict(zip(names, _COLOURS, strict=False))
    rows = math.ceil(len(charts) / _COLUMNS)
    width, height = _COLUMNS * _WIDTH + 2 * _EDGE, rows * _HEIGHT + _LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-_EDGE} 0 {width} {height}">',
        f'<rect x="{-_EDGE}" width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, chart in enumerate(charts):
        row, column = divmod(number, _COLUMNS)
        parts.append(f'<g transform="translate({column * _WIDTH} {row * _HEIGHT})">')
        parts += _chart(chart, scale, unit, colours)
        parts.append("</g>")
    parts += _legend(colours, notes, height)
    return "\n".join((*parts, "</svg>", ""))


def _chart(chart: Chart, scale: range, unit: str, colours: Mapping[str, str]) -> list[str]:
    places = sorted({at for line in chart.lines for at in line.values})
    right, low = _WIDTH - 20, _HEIGHT - _BOTTOM

    def across(at: int) -> float:
        return _LEFT + 20 + places.index(at) * (right - _LEFT - 40) / max(len(places) - 1, 1)

    def up(value: float) -> float:
        share = (math.log10(value) - scale[0]) / (len(scale) - 1)
        return low - share * (low - _TOP)

    parts = [_text(_LEFT, _TOP - 14, chart.title, "start", weight="bold")]
    for power in scale:
        height = up(10.0**power)
        parts.append(
            f'<line x1="{_LEFT}" x2="{right}" y1="{height:.1f}" y2="{height:.1f}" '
            'stroke="#d0d0d0"/>'
        )
        parts.append(_text(_LEFT - 6, height + 4, f"{10.0**power:g} {unit}", "end"))
    parts += [_text(across(at), low + 18, f"{at:,}", "middle") for at in places]
    for line in chart.lines:
        points = [(across(at), up(value)) for at, value in sorted(line.values.items())]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        colour = colours[line.name]
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{_DASHES[line.dashed]}"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    return parts


def _legend(colours: Mapping[str, str], notes: str, height: int) -> list[str]:
    parts, at = [], _LEFT
    for name, colour in colours.items():
        parts.append(f'<rect x="{at}" y="{height - 20}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(at + 17, height - 10, name, "start"))
        at += 40 + 7 * len(name)
    return [*parts, _text(at, height - 10, notes, "start")]


def _text(x: float, y: float, text: str, anchor: str, *, weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" '
        f'font-family="sans-serif" font-size="12" fill="#0b0c0c">{escape(text)}</text>'
    )
