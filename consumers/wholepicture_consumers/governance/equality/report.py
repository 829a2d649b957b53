"""The equality report: by ethnicity and disability, how items about children were answered.

It is in aggregate: it ranks nobody and names no child. What is small is hidden (suppression.py).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from wholepicture_schemas.agencies.escalations import EscalationRaised
from wholepicture_schemas.identifiers import ChildRef
from wholepicture_schemas.words import listed

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.governance.equality.combining import FEWEST, Group
from wholepicture_consumers.governance.equality.groups import BY_ETHNICITY_IN_DETAIL, CUTS
from wholepicture_consumers.governance.equality.items import (
    ACKNOWLEDGED,
    DECIDED,
    IN_TIME,
    LATE,
    STEPPED_IN,
    Item,
    items,
    raised_events,
)
from wholepicture_consumers.governance.equality.known import Known
from wholepicture_consumers.governance.equality.printed import (
    HIDDEN,
    TOGETHER,
    Printed,
    columns_of,
    printed,
)
from wholepicture_consumers.governance.equality.suppression import Cut, Shown, shown
from wholepicture_consumers.governance.equality.unmet import NEEDED, WHY, unmet

MEDIAN = "median time to acknowledgement"
_WAITING, _NOT_GIVEN = "items that wait for an answer", "times that support was not given"
_ITEMS = (
    (ACKNOWLEDGED, "Items that wait for an answer: whether and when they were acknowledged"),
    (DECIDED, "Items that wait for an answer: what was decided"),
    (STEPPED_IN, "Items that wait for an answer: whether somebody had to step in"),
)
_UNMET = (
    (NEEDED, "Support that was not given: what was needed"),
    (WHY, "Support that was not given: why"),
)


@dataclass(frozen=True)
class EqualityReport:
    """What is shown of a time."""

    since: dt.date
    until: dt.date
    """The last day."""
    tables: tuple[Printed, ...]
    says: tuple[str, ...]
    """What was left out and why, as sentences."""


def cuts_shown(made: Shown, *, in_detail: bool) -> tuple[Cut, ...]:
    """The cuts of which tables are shown; what is hidden follows from all of them.

    A cut of which all rows are combined says nothing.
    """
    return tuple(
        cut
        for cut in CUTS
        if len(made.rows[cut.name]) > 1 and (in_detail or cut is not BY_ETHNICITY_IN_DETAIL)
    )


def not_shown(made: Shown, what: str) -> Iterator[str]:
    """A sentence where cuts are left out because a group of theirs is too small."""
    names = [cut.name for cut in CUTS if len(made.rows[cut.name]) == 1]
    if names:
        few = f"a group is of fewer than {FEWEST} children"
        yield f"By {listed(names)}, {what} are not shown: {few}."


def report(
    sents: Sequence[Sent],
    children: Mapping[ChildRef, Known],
    since: dt.datetime,
    until: dt.datetime,
    now: dt.datetime,
    *,
    exercise: bool,
    in_detail: bool = False,
) -> EqualityReport:
    """The report of what was delivered from ``since`` on and before ``until``, as it stands now.

    Args:
        sents: The deliveries from ``since`` on, those after ``until`` too.
        children: What is known of each child of a delivery, and of whom anything happened then.
        since: When the time begins.
        until: When it has ended.
        now: What is due by now, and not acknowledged, is overdue.
        exercise: Whether the whole partnership practises; no other exercise counts.
        in_detail: Whether tables by each ethnic group are shown, too.
    """
    groups = {child: known.groups for child, known in children.items()}
    escalated, unnamed = _escalations(children.values())
    of_time = [sent for sent in sents if since <= sent.at < until]
    counted = list(items(of_time, groups, escalated, raised_events(sents), now, exercise=exercise))
    tables: list[Printed] = []
    says = ["This is practice data, and says nothing of any family."] if exercise else []
    for unit, what, units, measures in (
        ("items", _WAITING, [item.unit for item in counted], _ITEMS),
        ("times", _NOT_GIVEN, list(unmet(children, since, until)), _UNMET),
    ):
        made = shown(units, CUTS, [measure for measure, _ in measures])
        if made is None:
            says.append(f"Of {what} nothing is shown: they are about fewer than {FEWEST} children.")
            continue
        says += not_shown(made, what)
        for measure, title in measures:
            for cut in cuts_shown(made, in_detail=in_detail):
                extra = {MEDIAN: _medians(made, cut, counted)} if measure is ACKNOWLEDGED else {}
                columns = columns_of(made, measure.name)
                tables.append(printed(title, unit, made, cut.name, columns, extra))
    if unnamed:
        says.append("A disagreement that was escalated, and names no event, counts with no item.")
    last = until - dt.timedelta(seconds=1)
    return EqualityReport(since.date(), last.date(), tuple(tables), tuple(says))


def _medians(made: Shown, cut: Cut, counted: Sequence[Item]) -> dict[Group, str]:
    """Of each row, the median time from delivery to acknowledgement.

    It stands beside a count of those acknowledged that is shown, and is else hidden as the counts
    are: whether it is shown tells nothing more.
    """
    at, table = CUTS.index(cut), made.tables[cut.name, ACKNOWLEDGED.name]
    took: dict[Group, list[float]] = {row: [] for row in (*made.rows[cut.name], TOGETHER)}
    for item in counted:
        if item.took is not None:
            for row in (made.row(cut.name, item.unit.rows[at]), TOGETHER):
                took[row].append(item.took.total_seconds())
    totals = {(TOGETHER, column): count for column, count in table.columns.items()}
    cells = {**table.cells, **totals}
    many = {row for (row, value), count in cells.items() if count and {*value} <= {IN_TIME, LATE}}
    return {
        row: _duration(dt.timedelta(seconds=median(those))) if row in many else HIDDEN
        for row, those in took.items()
    }


def _duration(took: dt.timedelta) -> str:
    """A time as it is said, rounded up: 20 minutes, 3 hours, 2 days."""
    for unit, name in ((dt.timedelta(days=1), "days"), (dt.timedelta(hours=1), "hours")):
        if took >= 2 * unit:
            return f"{-(-took // unit)} {name}"
    return f"{max(1, -(-took // dt.timedelta(minutes=1)))} minutes"


def _escalations(children: Iterable[Known]) -> tuple[set[str], bool]:
    """The events that were escalated, and whether any escalation names none."""
    events = [
        event
        for known in children
        for event in known.events
        if event.entry.type == EscalationRaised.TYPE
    ]
    detail = [event.state.content.get("detail") for event in events]
    named = [said.get("about_event") if isinstance(said, dict) else None for said in detail]
    return {str(name) for name in named if name}, None in named
