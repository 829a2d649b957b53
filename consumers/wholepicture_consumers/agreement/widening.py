"""Widening: what one version of the rules gives that the one before did not give.

Each value that a rule gives, on a type of event and to a role, must have been given before by one
rule that applied wherever this one does, kept back no more of it and opened the same restricted
kinds. So an approval may be asked for too often, where two rules together gave it before; it is
never missed because a rule was renamed, split or joined.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from wholepicture_consumers.agreement.event_fields import fields_of_any, fields_of_type
from wholepicture_consumers.agreement.files import Condition, Rule, SharingFile
from wholepicture_consumers.agreement.paths import Grant

Part = Literal["fields", "siblings", "bound_by_orders", "earlier"]
How = Literal["new", "conditions", "fields", "never", "needs", "restricted", "words"]
PARTS: tuple[Part, ...] = ("fields", "siblings", "bound_by_orders", "earlier")
EVERY_RULE = "every rule"

_IMPLIED: Mapping[str, frozenset[Condition]] = {
    "identity-probable": frozenset({"identity-not-certain"}),
    "identity-not-confirmed": frozenset({"identity-not-certain"}),
}
"""What is so wherever a condition is."""


@dataclass(frozen=True, slots=True)
class Widening:
    """One way in which more is given than before."""

    how: How
    rule: str
    on: str
    """The type of event, by its short name; empty where it is about every type."""
    to: str
    """The role or the recipient; empty where it is about every one."""
    part: Part
    paths: tuple[str, ...]
    """What is given more, a star for each place in a list."""
    more: tuple[str, ...] = ()
    """The needs, the restricted kinds or the words that it is about."""


@dataclass(frozen=True)
class _Giving:
    """What one rule gives of one type of event."""

    rule: Rule
    when: AbstractSet[str]
    paths: Mapping[Part, tuple[str, ...]]
    never: AbstractSet[str]

    def opens(self, kinds: Iterable[str]) -> bool:
        """Whether it gives every one of these restricted kinds."""
        return "any" in self.rule.restricted or set(kinds) <= set(self.rule.restricted)


def widenings(before: SharingFile | None, after: SharingFile) -> tuple[Widening, ...]:
    """Everything that ``after`` gives and ``before`` did not; empty where it only narrows.

    Without a version before, everything that is given is given newly.
    """
    found: list[Widening] = []
    for rule in after.rule:
        if rule.effect != "give":
            continue
        for name in rule.on:
            giving = _giving(rule, after, name)
            for to in rule.to:
                old = [*_candidates(before, rule, name, to)] if before else []
                found += _compared(giving, old, name, to)
    return (*found, *_words(before, after)) if before else tuple(found)


def _candidates(before: SharingFile, rule: Rule, name: str, to: str) -> Iterator[_Giving]:
    for one in before.rule:
        if one.effect == "give" and name in one.on and to in one.to and one.about == rule.about:
            yield _giving(one, before, name)


def given(rule: Rule, file: SharingFile, name: str) -> Mapping[Part, tuple[str, ...]]:
    """Every path that a rule gives of events of a type, by its short name, in the model's order."""
    never = _grant(rule.never, file)
    paths: dict[Part, tuple[str, ...]] = {}
    for part in PARTS:
        granted = _grant(getattr(rule, part), file)
        every = fields_of_any() if part == "earlier" else fields_of_type(name)
        paths[part] = tuple(path for path in every if path in granted and path not in never)
    return paths


def _giving(rule: Rule, file: SharingFile, name: str) -> _Giving:
    never = _grant(rule.never, file)
    kept_back = {path for path in fields_of_any() if path in never}
    return _Giving(rule, frozenset(rule.when), given(rule, file, name), kept_back)


def _grant(patterns: Iterable[str], file: SharingFile) -> Grant:
    return Grant(path for one in patterns for path in file.field_sets.get(one, (one,)))


def _compared(new: _Giving, old: list[_Giving], name: str, to: str) -> Iterator[Widening]:
    """What a rule gives more than those before it, each way of widening once for each part."""
    holds = new.when | {more for one in new.when for more in _IMPLIED.get(one, ())}
    for part in PARTS:
        ways: dict[tuple[How, tuple[str, ...]], list[str]] = {}
        for path in new.paths[part]:
            gave = [one for one in old if path in one.paths[part]]
            way = _way(new, old, gave, holds, path)
            if way is not None:
                ways.setdefault(way, []).append(path)
        for (how, more), paths in ways.items():
            yield Widening(how, new.rule.id, name, to, part, tuple(paths), more)


def _way(
    new: _Giving, old: list[_Giving], gave: list[_Giving], holds: AbstractSet[str], path: str
) -> tuple[How, tuple[str, ...]] | None:
    """How a value comes to be given that was not before; none where it was.

    ``old`` are the earlier rules to the same role, ``gave`` those of them that gave the value.
    """
    needs, kinds = new.rule.needs, new.rule.restricted
    if not old:
        return "new", ()
    if not gave:
        return ("never" if any(path in one.never for one in old) else "fields"), ()
    applied = [one for one in gave if one.when <= holds]
    if not applied:
        return "conditions", ()
    as_open = [one for one in applied if set(needs) <= set(one.rule.needs)]
    if not as_open:
        had = {need for one in applied for need in one.rule.needs}
        return "needs", tuple(need for need in needs if need not in had) or needs
    if not any(one.opens(kinds) for one in as_open):
        had_kinds = {kind for one in as_open for kind in one.rule.restricted}
        return "restricted", tuple(kind for kind in kinds if kind not in had_kinds) or kinds
    return None


def _words(before: SharingFile, after: SharingFile) -> Iterator[Widening]:
    """Restricted kinds of which less is recognised than before."""
    now = {one.kind: set(one.words) for one in after.restricted}
    for one in before.restricted:
        gone = [word for word in one.words if word not in now.get(one.kind, set())]
        if gone or one.kind not in now:
            paths = ("core.professionals.*.role", "core.professionals.*.organisation")
            yield Widening("words", EVERY_RULE, "", "", "fields", paths, (one.kind,))
