"""A report in words: the same tables for a terminal, a page and the docs, and as JSON values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.codes import RECIPIENT_KINDS

from wholepicture_consumers.study.counting import FEWEST, Curve, suppressed
from wholepicture_consumers.study.report import Noticed, OfDesk, OfGroup, OfRule, Report, Way

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
    says: str
    """What its columns count, for whoever reads it on a page."""
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
        f"Days from its first fact until somebody had a harm whole, of {report.harms}",
        "Whoever is never reached is not left out, and counts for as long as the child was "
        "followed in the year.",
        ("Who", *within, "in the year", "half by day"),
        tuple(_of_way(way, curve) for way, curve in report.ways.items()),
    )
    yield Table(
        f"Children noticed by each rule in a year, and harms named, of {report.harms}",
        "Per 1,000: of how many in 1,000 children anybody has a notice of the rule, and how many "
        "of them are harmed. Made: of how many children the events make it for whoever "
        "had read everything; of how many of these somebody was shown all of it. Harms named: of "
        "how many its notices name two facts; of how many no other notice does; and of how many "
        "the notices of all other rules do.",
        (
            "Rule", "per 1,000", "harmed", "made", "shared", "alone", "harms named", "only it",
            "named else",
        ),
        (
            *map(_of_rule, report.rules),
            ("any rule", *_noticed(report.noticed), "", "", "", str(report.named), "", ""),
        ),
    )  # fmt: skip
    yield Table(
        "Items for each practitioner on a working day",
        "By how many people are assumed to share them, with the pattern rules and without. Of all "
        "items, how many are notices of patterns.",
        ("Who reads", "people for 10,000", "without patterns", "with", "notices of items"),
        tuple(_of_desk(desk) for desk in report.desks),
    )
    yield Table(
        "The same by ethnicity and disability",
        "In brackets: between which shares it lies, 19 times in 20. Groups that overlap there may "
        "differ by chance. Ethnicity is drawn independently of everything; disability changes how "
        "many appointments there are, and nothing else.",
        (
            "Of", "children", "harms", "shown: half by day",
            f"named by {WITHIN[-1]} days", "per 1,000", "harmed",
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
                **(_noticed_data(group.noticed) if _is_said(group) else {}),
            }
            for group in (*report.ethnicities, *report.disabilities)
        ],
    }


def _of_way(way: Way, curve: Curve) -> tuple[str, ...]:
    by = (_percent(curve.by(days)) for days in WITHIN)
    return way.value, *by, _of(curve.came, curve.of), _days(curve)


def _of_rule(row: OfRule) -> tuple[str, ...]:
    return (
        row.rule.id,
        *_noticed(row.noticed),
        str(row.made),
        str(row.shared),
        str(row.alone),
        str(row.names_harm),
        str(row.only),
        str(row.without.came),
    )


def _of_desk(desk: OfDesk) -> tuple[str, ...]:
    return (
        RECIPIENT_KINDS.get(desk.kind, desk.kind),
        NONE if desk.people is None else f"{desk.people:g}",
        _number(desk.without, ".2f"),
        _number(desk.with_patterns, ".2f"),
        _share(desk.patterns, desk.patterns + desk.others),
    )


def _of_group(group: OfGroup) -> tuple[str, ...]:
    children, harms = suppressed(group.children), suppressed(group.harms)
    enough = bool(harms)
    return (
        group.name,
        FEW if children is None else f"{children:,}",
        FEW if harms is None else str(harms),
        _days(group.shared) if enough else NONE,
        _between(group.noticed_harm, WITHIN[-1]) if enough else NONE,
        *(_noticed(group.noticed) if _is_said(group) else (FEW, NONE)),
    )


def _is_said(group: OfGroup) -> bool:
    """Whether it is said how many of a group were noticed: none at all is."""
    counts = (group.children, group.noticed.children)
    return all(suppressed(count) is not None for count in counts)


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


def _between(curve: Curve, day: int) -> str:
    """The share that is reached by a day, and between which it lies, 19 times in 20."""
    between = curve.between(day)
    if between is None:
        return NONE
    return f"{_percent(curve.by(day))} ({between[0] * 100:.0f}-{between[1] * 100:.0f})"


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
