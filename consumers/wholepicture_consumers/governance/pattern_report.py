"""What came of trying pattern rules, for a terminal and as JSON: numbers, and of no child."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_agreement.patterns.files import PatternRule, PatternsFile

from wholepicture_consumers.governance.equality import printed
from wholepicture_consumers.governance.equality.combining import FEWEST
from wholepicture_consumers.governance.equality.notices import NoticesByGroup, named
from wholepicture_consumers.governance.pattern_trying import Said, Tried, name_of

ASSUMED = (
    "Every event counts here, as for a reader who may see all of them; who may see less is told "
    "less. Corrections, retractions and links are taken as they were recorded."
)


@dataclass(frozen=True)
class TrialOfPatterns:
    """A proposed file, the rules in force, and what each would have said."""

    name: str
    proposed: PatternsFile
    in_force: Sequence[PatternRule]
    tried: Tried
    waits_for: Sequence[str]
    """What the proposal lacks before it can be put in force, as sentences."""
    agreement: Agreement
    by_group: NoticesByGroup
    """Whom each rule would have told of, by ethnicity and disability."""


def called(
    in_force: Sequence[PatternRule], proposed: Sequence[PatternRule]
) -> dict[str, PatternRule]:
    """Each rule by what it is called where those in force stand beside those that are proposed."""
    same = [rule for rule in proposed if rule in in_force]
    return {
        **{named(rule): rule for rule in same},
        **{f"{named(rule)}, as now": rule for rule in in_force if rule not in same},
        **{f"{named(rule)}, as proposed": rule for rule in proposed if rule not in same},
    }


def few(count: int) -> str:
    """A count as it may be said: a small one could be a certain family."""
    return f"fewer than {FEWEST}" if 0 < count < FEWEST else str(count)


def as_data(trial: TrialOfPatterns) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "file": trial.name,
        "version": trial.proposed.version,
        "since": trial.tried.since.isoformat(),
        "events": trial.tried.events,
        "children": few(trial.tried.children),
        "unread": trial.tried.unread,
        "rules": [
            {"rule": rule.id, "version": rule.version, "now": _numbers(rule, trial, now=True),
             "proposed": _numbers(rule, trial, now=False)}
            for rule in _all(trial)
        ],
        "by_group": by_group_as_data(trial.by_group),
        "waits_for": list(trial.waits_for),
        "assumed": ASSUMED,
    }  # fmt: skip


def as_lines(trial: TrialOfPatterns) -> Iterator[str]:
    """The same for a person at a terminal."""
    tried = trial.tried
    yield (
        f"{trial.name}, version {trial.proposed.version}: what it would have said since "
        f"{tried.since:%-d %B %Y}, over {tried.events} events about {few(tried.children)} children."
    )
    if tried.unread:
        yield f"Passed over, as no stage could read them either: {tried.unread} records."
    for rule in _all(trial):
        yield ""
        yield f"{rule.title} ({rule.id}, version {rule.version})"
        now, then = (_said(rule, trial, now=which) for which in (True, False))
        if now is not None and then is not None and now.rule == then.rule:
            yield f"  as now: {_sentence(then)}"
            continue
        yield f"  now:      {_sentence(now) if now else 'there is no such rule.'}"
        yield f"  proposed: {_sentence(then) if then else 'it is left out.'}"
    yield from by_group_as_lines(trial.by_group)
    yield ""
    yield ASSUMED
    for sentence in trial.waits_for:
        yield f"Before it can be put in force: {sentence}"


def by_group_as_lines(by_group: NoticesByGroup) -> Iterator[str]:
    """Notices by group, for a terminal."""
    for table in by_group.tables:
        yield from printed.as_lines(table)
    yield ""
    yield from by_group.says
    yield printed.WHAT_IS_HIDDEN


def by_group_as_data(by_group: NoticesByGroup) -> dict[str, Any]:
    """The same as JSON values."""
    tables = [printed.as_data(table) for table in by_group.tables]
    return {"tables": tables, "says": [*by_group.says, printed.WHAT_IS_HIDDEN]}


def events_of(trial: TrialOfPatterns) -> Iterator[str]:
    """The events of each notice that would stand, for the unit that answers for the rules.

    No child is named: a notice is told by days, types and agencies.
    """
    for rule in trial.proposed.pattern:
        said = trial.tried.said[name_of(rule)]
        for number, made in enumerate(said.standing.values(), start=1):
            yield f"{rule.id}, {number}:"
            for event in made.events:
                yield f"  {event.at:%-d %B %Y}  {event.type}  {event.agency}"


def _all(trial: TrialOfPatterns) -> list[PatternRule]:
    """Each rule once: as it is proposed, else as it is now."""
    return list({rule.id: rule for rule in (*trial.in_force, *trial.proposed.pattern)}.values())


def _said(rule: PatternRule, trial: TrialOfPatterns, *, now: bool) -> Said | None:
    rules = trial.in_force if now else trial.proposed.pattern
    found = next((one for one in rules if one.id == rule.id), None)
    return trial.tried.said[name_of(found)] if found else None


def _numbers(rule: PatternRule, trial: TrialOfPatterns, *, now: bool) -> dict[str, Any] | None:
    said = _said(rule, trial, now=now)
    if said is None:
        return None
    return {
        "notices": few(said.notices),
        "changed": few(said.changed),
        "taken_back": few(said.taken_back),
        "children": few(len(said.children)),
        "standing": few(len(said.standing)),
        "agencies": {agency: few(count) for agency, count in sorted(said.agencies.items())},
    }


def _sentence(said: Said) -> str:
    of = ", ".join(f"{agency} {few(count)}" for agency, count in sorted(said.agencies.items()))
    return (
        f"{few(said.notices)} notices of {few(len(said.children))} children, "
        f"{few(said.changed)} changed, {few(said.taken_back)} taken back; "
        f"{few(len(said.standing))} stand{f'; with events of {of}' if of else ''}."
    )
