"""Trying pattern rules over the recorded history: what they would have said, and to how many.

A rule is looked at after each record, as the stage looks at it. Every event counts here, as for a
reader who may see all; a recipient that may see less is told less, and never more.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import Found, Happened, found, relevant
from wholepicture_bus.records import Record
from wholepicture_schemas.identifiers import ChildRef
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.facts.occurrences import open_at
from wholepicture_consumers.governance.recorded import Recorded

_WORK = InvolvementChanged.TYPE.split(".")[3]


@dataclass
class Said:
    """What one rule would have said in a time."""

    rule: PatternRule
    notices: int = 0
    """How often it would have been told for the first time, or anew."""
    changed: int = 0
    taken_back: int = 0
    made: dict[ChildRef, dict[str, Happened]] = field(default_factory=dict)
    """Of each child who was told of: the events that made its notices, by their names."""
    standing: dict[ChildRef, Found] = field(default_factory=dict)
    """What stands in the end, whenever it was told."""
    agencies: Counter[str] = field(default_factory=Counter)
    """How often an event of each agency was among those that made a notice."""

    @property
    def children(self) -> Collection[ChildRef]:
        """The children who were told of."""
        return self.made.keys()


@dataclass(frozen=True)
class Tried:
    """What rules would have said over a history."""

    said: Mapping[str, Said]
    """By `name_of` the rule."""
    recorded: Recorded
    """The history, folded."""
    since: dt.datetime
    until: dt.datetime | None = None

    @property
    def events(self) -> int:
        """How many events were told, from the beginning on."""
        return self.recorded.count

    @property
    def children(self) -> int:
        """Of how many children anything was told, from the beginning on."""
        return len(self.recorded.children)

    @property
    def unread(self) -> int:
        """How many records could not be read, and were passed over."""
        return self.recorded.unread


def name_of(rule: PatternRule) -> str:
    """What a rule is known by where several versions of it are tried together: all it says."""
    return rule.model_dump_json()


def tried(
    records: Iterable[Record],
    rules: Sequence[PatternRule],
    since: dt.datetime,
    until: dt.datetime | None = None,
) -> Tried:
    """What these rules would have said, of records in the order in which they were written.

    What came from ``until`` on is not looked at, where it is given.
    """
    recorded = Recorded()
    said = {name_of(rule): Said(rule) for rule in rules}
    by_type: dict[str, list[Said]] = {}
    for of_rule in said.values():
        for name in relevant(of_rule.rule) | ({_WORK} if of_rule.rule.when else set()):
            by_type.setdefault(name, []).append(of_rule)
    before = (record for record in records if until is None or record.appended < until)
    for change in recorded.changes(before):
        for of_rule in by_type.get(change.type, ()):
            for child in change.children:
                _look(of_rule, child, recorded, counts=change.record.appended >= since)
    return Tried(said, recorded, since, until)


def _look(said: Said, child: ChildRef, recorded: Recorded, *, counts: bool) -> None:
    events = recorded.happened(child, said.rule)
    before = said.standing.get(child)
    now = found(said.rule, events, open_at(recorded.picture(child))) if events else None
    if now is None:
        said.standing.pop(child, None)
        said.taken_back += counts and before is not None
        return
    said.standing[child] = now
    if not counts or (before is not None and before.events == now.events):
        return
    said.made.setdefault(child, {}).update({event.event: event for event in now.events})
    if before is None:
        said.notices += 1
        said.agencies.update({event.agency for event in now.events})
    else:
        said.changed += 1
