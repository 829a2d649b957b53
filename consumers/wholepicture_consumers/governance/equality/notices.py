"""Notices of patterns by ethnicity and disability: whom rules tell of, and what stood in the way.

A child counts once, among all children of whom anything was told in the time, so that groups can be
compared. Where a rule tells more of one group, that is a question to the rule.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from wholepicture_agreement.patterns.asked_fields import BARRIERS, CAUSED_BY, Says
from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import Happened
from wholepicture_schemas.agencies.every_agency import EngagementRupture
from wholepicture_schemas.fields import content_type, leaves_of
from wholepicture_schemas.identifiers import ChildRef
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.equality.combining import FEWEST
from wholepicture_consumers.governance.equality.groups import CUTS
from wholepicture_consumers.governance.equality.known import Known, known
from wholepicture_consumers.governance.equality.printed import (
    CHILDREN,
    Column,
    Line,
    Printed,
    printed,
)
from wholepicture_consumers.governance.equality.report import cuts_shown, not_shown
from wholepicture_consumers.governance.equality.suppression import Cut, Measure, Shown, Unit, shown
from wholepicture_consumers.governance.pattern_trying import Said, Tried, name_of

YES, NO = "yes", "no"
RECORDED, NOT_RECORDED, NO_NOTICE = "barriers recorded", "no barriers recorded", "no notice"

_IN_THE_WAY = Measure("in the way", (RECORDED, NOT_RECORDED, NO_NOTICE))
_BY_A_SERVICE = Measure("by a service", (YES, NO))
_KINDS: Mapping[str, str] = next(
    place.codes for place in leaves_of(content_type(EngagementRupture)) if place.path == BARRIERS
)
_CAUSES: Mapping[str, str] = {"both": "caused by a service, too", "unknown": "not known by whom"}
_OF_EVENTS = (RECORDED, *_KINDS.values(), *_CAUSES.values())
_ALL = ("all",)


@dataclass(frozen=True)
class NoticesByGroup:
    """What rules would have said in a time."""

    tables: tuple[Printed, ...]
    says: tuple[str, ...]
    """What is not shown and why, as sentences."""


def notices(
    tried: Tried, rules: Mapping[str, PatternRule], *, in_detail: bool = False
) -> NoticesByGroup:
    """Of how many children each rule would have told, by group, and what stood in the way.

    The rules are among those that were tried, by what they are called. What stood in the way is
    counted of all of them.
    """
    of_rules = {name: tried.said[name_of(rule)] for name, rule in rules.items()}
    units = [
        Unit(child, tuple(found.groups), tuple(_values(child, found, of_rules, tried)))
        for child, found in _children(tried, of_rules.values())
    ]
    measures = [*(Measure(name, (YES, NO)) for name in of_rules), _IN_THE_WAY, _BY_A_SERVICE]
    made = shown(units, CUTS, measures)
    if made is None:
        said = f"Anything was told of fewer than {FEWEST} children: nothing is shown."
        return NoticesByGroup((), (said,))
    says = [*not_shown(made, "children")]
    numbered = [name for name in of_rules if (YES,) in made.tables[CUTS[0].name, name].columns]
    lines = {name: line for name in numbered if (line := _counted_events(of_rules[name]))}
    if few := [name for name in of_rules if name not in lines]:
        says.append(f"Told of fewer than {FEWEST} children, or of all but so few: {listed(few)}.")
    of_events = Printed(
        "Events that made notices: what stood in the family's way",
        "rule",
        "events",
        tuple(Column(label, (YES,), label) for label in _OF_EVENTS),
        tuple(replace(line, group=(name,)) for name, line in lines.items()),
    )
    by_group = _by_group(made, of_rules, in_detail=in_detail)
    return NoticesByGroup((*by_group, *((of_events,) if lines else ())), tuple(says))


def named(rule: PatternRule) -> str:
    """What a version of a rule is called."""
    return f"{rule.id}, version {rule.version}"


def _by_group(made: Shown, rules: Iterable[str], *, in_detail: bool) -> Iterator[Printed]:
    columns = {
        "Children with a notice, by the rule": [Column(name, (YES,), name) for name in rules],
        "Children with a notice, and whether what stood in the way was recorded": [
            Column(_IN_THE_WAY.name, (value,)) for value in (RECORDED, NOT_RECORDED)
        ],
        "Children of whom something did not come about because of a service alone": [
            Column(_BY_A_SERVICE.name, (YES,), "by a service")
        ],
    }
    for title, of_table in columns.items():
        for cut in cuts_shown(made, in_detail=in_detail):
            yield printed(title, CHILDREN, made, cut.name, of_table)


def _counted_events(said: Said) -> Line | None:
    """The events of a rule's notices, by what stood in the way; none of too few children."""
    units = [
        Unit(child, _ALL, tuple(YES if label in _found(event) else NO for label in _OF_EVENTS))
        for child, events in said.made.items()
        for event in events.values()
    ]
    made = shown(units, [Cut("rule", _ALL)], [Measure(label, (YES, NO)) for label in _OF_EVENTS])
    if made is None:
        return None
    tables = (made.tables["rule", label] for label in _OF_EVENTS)
    counts = tuple(table.columns.get((YES,)) for table in tables)
    return Line(_ALL, len(said.children), len(units), counts)


def _found(event: Happened) -> set[str]:
    """What is counted of an event."""
    kinds = event.says.get(BARRIERS, ())
    causes = event.says.get(CAUSED_BY, ())
    return {
        *([RECORDED] if kinds else ()),
        *(_KINDS[kind] for kind in kinds if kind in _KINDS),
        *(_CAUSES[cause] for cause in causes if cause in _CAUSES),
    }


def _children(tried: Tried, said: Iterable[Said]) -> Iterator[tuple[ChildRef, Known]]:
    """The children of whom anything was told in the time, and those with a notice."""
    with_notice = {child for of_rule in said for child in of_rule.children}
    for child, found in known(sorted(tried.recorded.children), tried.recorded.memory.work):
        if child in with_notice or any(True for _ in _of_time(found, tried)):
            yield child, found


def _of_time(found: Known, tried: Tried) -> Iterator[Says]:
    """What each event says that was told of a child in the time; of history, nothing."""
    for event in found.events:
        entry = event.entry
        ended = tried.until is not None and entry.received >= tried.until
        if entry.received >= tried.since and not (ended or entry.history):
            yield entry.says


def _values(
    child: ChildRef, found: Known, of_rules: Mapping[str, Said], tried: Tried
) -> Iterator[str]:
    """The value of each measure."""
    made: list[Happened] = []
    for of_rule in of_rules.values():
        events = of_rule.made.get(child, {})
        made += events.values()
        yield YES if events else NO
    if not made:
        yield NO_NOTICE
    else:
        yield RECORDED if any(event.says.get(BARRIERS) for event in made) else NOT_RECORDED
    by_service = any("service" in says.get(CAUSED_BY, ()) for says in _of_time(found, tried))
    yield YES if by_service else NO
