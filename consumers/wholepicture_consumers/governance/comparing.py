"""Comparing two versions of the rules over events: who would get more, less, or be asked first.

Only recipients, types of event, fields and counts are kept of the events, and nobody's name.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from wholepicture_agreement import KEPT_BACK, Agreement, Decision, Situation, decide
from wholepicture_agreement.item.items import type_name
from wholepicture_agreement.seen.leaves import leaves
from wholepicture_agreement.written.model import Terms
from wholepicture_schemas.identifiers import RecipientId

DecisionKind = Literal["give", "ask", "withhold", "nothing"]
_WEIGHT: tuple[DecisionKind, ...] = ("give", "ask", "withhold")
"""The order of weight: a recipient with several decisions counts as the first of these."""


@dataclass
class ComparisonRow:
    """What changes for one recipient in events of one type."""

    recipient: RecipientId
    event: str
    now: Counter[DecisionKind] = field(default_factory=Counter)
    """How many events it is given, asked about or refused by the rules in force."""
    then: Counter[DecisionKind] = field(default_factory=Counter)
    """The same by the rules that are tried."""
    gained: Counter[str] = field(default_factory=Counter)
    """The number of deliveries in which it would get more of a field, by field."""
    lost: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    """The number of deliveries in which a field would newly be kept back, by field."""
    unmasked: Counter[str] = field(default_factory=Counter)
    """The number of deliveries in which a field would no longer be kept back, by field."""
    changed: int = 0
    """How many of its deliveries would change, be added or be left out."""

    @property
    def differs(self) -> bool:
        """Whether anything would be otherwise."""
        return bool(self.changed) or self.now != self.then


@dataclass
class Comparison:
    """What would change if the rules that are tried were in force."""

    events: int = 0
    rows: dict[tuple[RecipientId, str], ComparisonRow] = field(default_factory=dict)

    @property
    def differing(self) -> tuple[ComparisonRow, ...]:
        """The rows in which anything would be otherwise, by recipient and type of event."""
        return tuple(row for _, row in sorted(self.rows.items()) if row.differs)

    def add(self, event: str, now: Decision, then: Decision) -> None:
        """Add what the rules in force and those that are tried decide about one event."""
        self.events += 1
        said = _by_recipient(now), _by_recipient(then)
        for recipient in {**said[0], **said[1]}:
            row = self.rows.setdefault((recipient, event), ComparisonRow(recipient, event))
            row.now[said[0].get(recipient, "nothing")] += 1
            row.then[said[1].get(recipient, "nothing")] += 1
        given, would = _values(now), _values(then)
        for recipient in {**given, **would}:
            row = self.rows[recipient, event]
            has, gets = given.get(recipient, Counter()), would.get(recipient, Counter())
            gained, lost = _more(gets, has), _more(has, gets)
            kept, keeps = _masked(now, recipient), _masked(then, recipient)
            row.gained.update(gained)
            row.lost.update(lost)
            row.masked.update(lost & (keeps - kept))
            row.unmasked.update(gained & (kept - keeps))
            row.changed += bool(gained or lost or (recipient in given) != (recipient in would))


def in_force_only(agreement: Agreement, terms: Terms) -> Agreement:
    """The agreement with one version of the rules, whatever the date."""
    return replace(agreement, terms=(terms,))


def compare(
    situations: Iterable[Situation], agreement: Agreement, tried: Terms, at: dt.datetime
) -> Comparison:
    """Each event decided by the rules in force at a moment, and by those that are tried."""
    now = in_force_only(agreement, agreement.in_force(at))
    then = in_force_only(agreement, tried)
    comparison = Comparison()
    for situation in situations:
        comparison.add(
            type_name(situation.event.type), decide(situation, now), decide(situation, then)
        )
    return comparison


def _by_recipient(decision: Decision) -> dict[RecipientId, DecisionKind]:
    by_recipient: dict[RecipientId, DecisionKind] = {}
    for entry in decision.entries:
        known = by_recipient.get(entry.recipient, entry.decision)
        by_recipient[entry.recipient] = min(known, entry.decision, key=_WEIGHT.index)
    return by_recipient


def _values(decision: Decision) -> dict[RecipientId, Counter[tuple[str, bool]]]:
    """How many values each recipient gets under each path: all of them, and the unmasked ones."""
    return {item.recipient: _counted(item.told) for item in decision.items}


def _counted(told: dict[str, Any]) -> Counter[tuple[str, bool]]:
    counts: Counter[tuple[str, bool]] = Counter()
    for leaf in leaves(told):
        path = leaf.starred.removesuffix(".*")
        counts[path, False] += 1
        if KEPT_BACK not in str(leaf.value):
            counts[path, True] += 1
    return counts


def _more(counts: Counter[tuple[str, bool]], than: Counter[tuple[str, bool]]) -> set[str]:
    """The paths under which ``counts`` has more values, or more unmasked ones."""
    return {path for (path, whole), count in counts.items() if count > than[path, whole]}


def _masked(decision: Decision, recipient: RecipientId) -> set[str]:
    return {path for item in decision.items if item.recipient == recipient for path in item.masked}
