"""A report in words: the same tables for a terminal, a page and the docs, and as JSON values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.codes import RECIPIENT_KINDS

from wholepicture_consumers.study.counting import FEWEST, Curve, suppressed
from wholepicture_consumers.study.report import Noticed, OfGroup, OfRule, Report, Way

WITHIN = (30, 90, 180)
"""The days by which it is told how many were reached."""
FEW = f"<{FEWEST}"
NONE = "-"
WHAT_IT_IS = (
    "A study of made-up families. It cannot tell what the bus does for any real child: it compares "
    "rules, and what is shared, under the assumptions that stand beside it. No child is ranked."
)
_NEVER = "no"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of texts; the first cell of a row heads it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def head(report: Report) -> str:
    """What was studied, as a sentence."""
    children = ", ".join(f"{count:,} in {kind}" for kind, count in report.children.items())
    return (
        f"{report.histories:,} families from {report.begin:%-d %B %Y} for a year, seed "
        f"{report.seed}: {report.events:,} events of children ({children} families). Of "
        f"{report.harms:,} children of families like the review's the facts made the harm whole "
        "within the year."
    )


def tables(report: Report) -> Iterator[Table]:
    """The four tables."""
    within = tuple(f"by {days} days" for days in WITHIN)
    yield Table(
        f"Days from the first fact of a harm to whoever first had it whole ({report.harms} harms)",
        ("Who", *within, "in the year", "half by day"),
        tuple(_of_way(way, curve) for way, curve in report.ways.items()),
    )
    yield Table(
        "Children noticed by each rule in a year, and the harms that its notices name",
        (
            "Rule", "per 1,000", "harmed of them", "whole shared", "whole alone",
            "harms named", "by it alone", "if left out",
        ),
        (
            *(_of_rule(row, report) for row in report.rules),
            ("any rule", *_noticed(report.noticed), "", "", _of(report.named, report.harms), "",
             ""),
        ),
    )  # fmt: skip
    yield Table(
        "Items for each practitioner on a working day",
        ("Who reads", "people for 10,000", "without patterns", "with", "notices of items"),
        tuple(
            (
                RECIPIENT_KINDS.get(desk.kind, desk.kind),
                NONE if desk.people is None else f"{desk.people:g}",
                _number(desk.without, ".2f"),
                _number(desk.with_patterns, ".2f"),
                _share(desk.patterns, desk.patterns + desk.others),
            )
            for desk in report.desks
        ),
    )
    yield Table(
        "The same by ethnicity and disability",
        (
            "Of", "children", "harms", "shown: half by day",
            f"named by {WITHIN[-1]} days", "per 1,000", "harmed of them",
        ),
        tuple(_of_group(group) for group in (*report.ethnicities, *report.disabilities)),
    )  # fmt: skip


def as_data(report: Report) -> dict[str, Any]:
    """The same as JSON values. A count so small that it is not said is null."""
    return {
        "what": WHAT_IT_IS,
        "histories": report.histories,
        "seed": report.seed,
        "begin": report.begin.isoformat(),
        "events": report.events,
        "children": dict(report.children),
        "harms": report.harms,
        "ways": {way.name.lower(): _curve_data(curve) for way, curve in report.ways.items()},
        "noticed": _noticed_data(report.noticed),
        "harms_named": report.named,
        "rules": [
            {
                "rule": row.rule.id,
                "version": row.rule.version,
                **_noticed_data(row.noticed),
                "made": row.made,
                "shared": row.shared,
                "alone": row.alone,
                "names_harms": row.names_harm,
                "only_it": row.only,
                "without_it": _curve_data(row.without),
            }
            for row in report.rules
        ],
        "desks": [
            {
                "kind": desk.kind,
                "people_for_10000": desk.people,
                "items": desk.others,
                "notices": desk.patterns,
                "a_day_without": desk.without,
                "a_day_with": desk.with_patterns,
            }
            for desk in report.desks
        ],
        "groups": [
            {
                "group": group.name,
                "children": suppressed(group.children),
                "harms": suppressed(group.harms),
                "shared": _said_curve(group.shared),
                "named": _said_curve(group.noticed_harm),
                **(_noticed_data(group.noticed) if suppressed(group.noticed.children) else {}),
            }
            for group in (*report.ethnicities, *report.disabilities)
        ],
    }


def _of_way(way: Way, curve: Curve) -> tuple[str, ...]:
    by = (_percent(curve.by(days)) for days in WITHIN)
    return way.value, *by, _of(curve.came, curve.of), _days(curve)


def _of_rule(row: OfRule, report: Report) -> tuple[str, ...]:
    return (
        row.rule.id,
        *_noticed(row.noticed),
        _of(row.shared, row.made),
        _of(row.alone, row.made),
        _of(row.names_harm, report.harms),
        str(row.only),
        _of(row.without.came, report.harms),
    )


def _of_group(group: OfGroup) -> tuple[str, ...]:
    children, harms = suppressed(group.children), suppressed(group.harms)
    enough = bool(harms)
    return (
        group.name,
        FEW if children is None else f"{children:,}",
        FEW if harms is None else str(harms),
        _days(group.shared) if enough else NONE,
        _percent(group.noticed_harm.by(WITHIN[-1])) if enough else NONE,
        *(_noticed(group.noticed) if suppressed(group.noticed.children) else (FEW, NONE)),
    )


def _noticed(noticed: Noticed) -> tuple[str, str]:
    return _number(noticed.per_1000, ".2f"), _percent(noticed.precision)


def _noticed_data(noticed: Noticed) -> dict[str, Any]:
    return {
        "children_noticed": dict(noticed.by_kind),
        "noticed_per_1000": noticed.per_1000,
        "precision": noticed.precision,
    }


def _said_curve(curve: Curve) -> dict[str, Any] | None:
    return _curve_data(curve) if suppressed(curve.of) else None


def _curve_data(curve: Curve) -> dict[str, Any]:
    return {
        "of": curve.of,
        "in_the_year": curve.came,
        "by_days": {str(days): curve.by(days) for days in WITHIN},
        "half_by_day": curve.median,
    }


def _days(curve: Curve) -> str:
    return _NEVER if curve.median is None else f"{curve.median:.0f}"


def _of(count: int, of: int) -> str:
    return f"{count}/{of}" if of else NONE


def _share(count: int, of: int) -> str:
    return _percent(count / of if of else None)


def _percent(share: float | None) -> str:
    return _number(share, ".0%")


def _number(value: float | None, form: str) -> str:
    return NONE if value is None else format(value, form)


def rows_of(table: Table) -> Sequence[Sequence[str]]:
    """The heads and the rows of a table, for whoever writes it out."""
    return [table.heads, *table.rows]
