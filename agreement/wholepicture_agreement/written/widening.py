"""Widening: what one version of the rules gives and the version before does not.

A value that a rule gives of a type of event to a role is no widening where one rule of the version
before gave it, applied wherever this one does, masked no more and opened the same restricted kinds.

Example: version 1 had one rule for concerns, and version 2 splits it in two: no widening. Version 1
had two rules that together gave what one rule of version 2 gives: a widening. So an approval may be
asked for too often, and is never missed because a rule was renamed, split or joined. What a rule
gives on a yes (``on_yes``) it gives under one condition more: to give it unasked is a widening.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.news import NewsOfAChild

from wholepicture_agreement.written.event_fields import fields_of_any, fields_of_type
from wholepicture_agreement.written.files import Condition, Rule, SharingFile
from wholepicture_agreement.written.paths import Grant
from wholepicture_agreement.written.restricted_kinds import opens
from wholepicture_agreement.written.sets import fields_named, most_of_earlier
from wholepicture_agreement.written.words_of_rules import FOR_EVERYBODY

GrantName = Literal["fields", "siblings", "of_mother", "bound_by_orders", "earlier"]
WideningKind = Literal[
    "new", "conditions", "fields", "never", "needs", "restricted", "duty", "words", "news"
]
Paths = Mapping[str, None]
"""Paths, each once, in the model's order."""
PARTS: tuple[GrantName, ...] = ("fields", "siblings", "of_mother", "bound_by_orders", "earlier")
EVERY_RULE = "every rule"
_ON_YES = "on-yes"
_NEWS = short_name(NewsOfAChild.TYPE)
_ROLE = "core.professionals.*.role"
_PROFESSIONALS = "core.professionals."
KEEPS_LESS = "keeps-less"
"""Beside a restricted kind that keeps back less than before, and has all its words."""
_LESS = ("service", "place", "matter")
"""What a restricted kind may keep back, the least first."""

_IMPLIED: Mapping[str, frozenset[Condition]] = {
    "identity-probable": frozenset({"identity-not-certain", "no-team-for-certain"}),
    "identity-not-confirmed": frozenset({"identity-not-certain", "no-team-for-certain"}),
    "identity-not-certain": frozenset({"no-team-for-certain"}),
    "child-has-no-open-episode": frozenset({"no-team-for-certain"}),
}
"""The conditions that a condition implies."""


@dataclass(frozen=True, slots=True)
class Widening:
    """One way in which a version gives more than the version before."""

    how: WideningKind
    rule: str
    on: str
    """The type of event, by its short name; empty where it is about every type."""
    to: str
    """The role or the recipient; empty where it is about every one."""
    part: GrantName
    paths: tuple[str, ...]
    """What is given more, a star for each place in a list."""
    more: tuple[str, ...] = ()
    """The needs, the restricted kinds or the words that it is about."""


@dataclass(frozen=True)
class _Giving:
    """What one rule gives of one type of event."""

    rule: Rule
    when: AbstractSet[str]
    paths: Mapping[GrantName, Paths]
    never: Grant

    def is_as(self, other: "_Giving") -> bool:
        """Whether another gives just the same: what a rule names may have changed, too."""
        same_rule = self.rule is other.rule or self.rule == other.rule
        return same_rule and self.when == other.when and self.paths == other.paths

    def opens(self, kinds: Iterable[str]) -> bool:
        """Whether it gives every one of these restricted kinds."""
        return opens(self.rule.restricted, kinds)


def widenings(before: SharingFile | None, after: SharingFile) -> tuple[Widening, ...]:
    """Everything that ``after`` gives and ``before`` did not; empty where it only narrows.

    Without a version before, everything that is given is given newly.
    """
    old = _givings(before) if before else {}
    wider: list[Widening] = []
    for name, givings in _givings(after).items():
        for giving in givings:
            beside = [
                earlier for earlier in old.get(name, ()) if earlier.rule.about == giving.rule.about
            ]
            for to in giving.rule.to:
                same = [earlier for earlier in beside if to in earlier.rule.to]
                wider += _compared(giving, same, name, to)
    if before is None:
        return tuple(wider)
    return (*wider, *_context(before, after), *_words(before, after), *_news(before, after))


def _givings(file: SharingFile) -> dict[str, list[_Giving]]:
    """What each rule gives, by type of event."""
    by_type: dict[str, list[_Giving]] = {}
    for rule in file.rule:
        if rule.effect != "give":
            continue
        by_rule = [_Granting(rule, file, frozenset(rule.when))]
        if then := next((other for other in file.rule if other.id == rule.on_yes), None):
            later = then.model_copy(update={"id": rule.id, "when": rule.when, "to": rule.to})
            by_rule.append(_Granting(later, file, frozenset({*rule.when, _ON_YES})))
        for name in rule.on:
            by_type.setdefault(name, []).extend(granting.of(name) for granting in by_rule)
    return by_type


class _Granting:
    """What one rule grants, whatever the type of event."""

    def __init__(self, rule: Rule, file: SharingFile, when: AbstractSet[str]) -> None:
        self._rule, self._when = rule, when
        self._never = Grant(fields_named(rule.never, file))
        self._patterns = {part: fields_named(getattr(rule, part), file) for part in PARTS}
        self._patterns["fields"] += FOR_EVERYBODY

    def of(self, name: str) -> _Giving:
        """What it gives of events of a type, by its short name."""
        paths: dict[GrantName, Paths] = {
            part: _granted(patterns, self._never.patterns, None if part == "earlier" else name)
            for part, patterns in self._patterns.items()
        }
        return _Giving(self._rule, self._when, paths, self._never)


def given(rule: Rule, file: SharingFile, name: str) -> Mapping[GrantName, Paths]:
    """Every path that a rule gives of events of a type, by its short name, in the model's order."""
    return _Granting(rule, file, frozenset(rule.when)).of(name).paths


@lru_cache(maxsize=8192)
def _granted(patterns: tuple[str, ...], never: tuple[str, ...], name: str | None) -> Paths:
    """The paths of a type of event, or of any, that are granted: of all rules that grant so."""
    every = fields_of_any() if name is None else fields_of_type(name)
    granted, kept = Grant(patterns), Grant(never)
    return dict.fromkeys(path for path in every if path in granted and path not in kept)


def _compared(new: _Giving, old: list[_Giving], name: str, to: str) -> Iterator[Widening]:
    """A widening for each grant and kind of widening of a rule; none of one that is as it was."""
    if any(new.is_as(earlier) for earlier in old):
        return
    holds = new.when | {more for condition in new.when for more in _IMPLIED.get(condition, ())}
    for part in PARTS:
        if not old:
            if everything := tuple(new.paths[part]):
                yield Widening("new", new.rule.id, name, to, part, everything)
            continue
        ways: dict[tuple[WideningKind, tuple[str, ...]], list[str]] = {}
        for path in new.paths[part]:
            gave = [earlier for earlier in old if path in earlier.paths[part]]
            way = _way(new, old, gave, holds, path)
            if way is not None:
                ways.setdefault(way, []).append(path)
        for (how, more), paths in ways.items():
            yield Widening(how, new.rule.id, name, to, part, tuple(paths), more)


def _way(
    new: _Giving, old: list[_Giving], gave: list[_Giving], holds: AbstractSet[str], path: str
) -> tuple[WideningKind, tuple[str, ...]] | None:
    """The kind of widening by which a value is given now; none where it was given before.

    ``old`` are the earlier rules to the same role, ``gave`` those of them that gave the value.
    """
    needs, kinds = new.rule.needs, new.rule.restricted
    if not gave:
        return ("never" if any(path in earlier.never for earlier in old) else "fields"), ()
    applied = [earlier for earlier in gave if earlier.when <= holds]
    if not applied:
        return "conditions", ()
    as_open = [earlier for earlier in applied if set(needs) <= set(earlier.rule.needs)]
    if not as_open:
        had = {need for earlier in applied for need in earlier.rule.needs}
        return "needs", tuple(need for need in needs if need not in had) or needs
    opened = [earlier for earlier in as_open if earlier.opens(kinds)]
    if not opened:
        had_kinds = {kind for earlier in as_open for kind in earlier.rule.restricted}
        return "restricted", tuple(kind for kind in kinds if kind not in had_kinds) or kinds
    knows = _newly_known(new.rule, [earlier.rule for earlier in opened]) if path == _ROLE else ()
    if knows:
        return "restricted", knows
    if new.rule.kind == "referral" and all(earlier.rule.kind != "referral" for earlier in opened):
        return "duty", ()
    return None


def _newly_known(rule: Rule, old: Iterable[Rule]) -> tuple[str, ...]:
    """The restricted kinds of which a rule newly tells that there is a service."""
    had = {kind for earlier in old for kind in (*earlier.knows_of, *earlier.restricted)}
    return () if "any" in had else tuple(kind for kind in rule.knows_of if kind not in had)


def _context(before: SharingFile, after: SharingFile) -> Iterator[Widening]:
    """A widening for each type of which context may show more."""
    now = most_of_earlier(after)
    for name, shown in most_of_earlier(before).items():
        had = Grant(shown)
        has = Grant(now[name]) if name in now else None
        paths = tuple(
            path
            for path in fields_of_type(name)
            if path not in had and (has is None or path in has)
        )
        if paths:
            yield Widening("fields", EVERY_RULE, name, "", "earlier", paths)


def _news(before: SharingFile, after: SharingFile) -> Iterator[Widening]:
    """A widening for each type that is newly news, or after which others newly hear of it.

    What is told at once tells by that which kinds it may be of, and so does what was and is not:
    any change of those kinds is one. Who newly hears of all news is for everybody to approve.
    """
    if after.news is None or before.news is None:
        return  # the rules that tell it are new, or there are none
    telling = [given(rule, after, _NEWS)["fields"] for rule in after.rule if _NEWS in rule.on]
    paths = tuple(dict.fromkeys(path for fields in telling for path in fields))
    at_once = set(before.news.at_once) ^ set(after.news.at_once)
    for key, more in (
        ("of", set(after.news.of) - set(before.news.of)),
        ("after", set(after.news.after) - set(before.news.after)),
        ("at_once", at_once & set(after.news.of)),
    ):
        for name in sorted(more):
            of = "" if key == "after" else name
            yield Widening("news", EVERY_RULE, of, "", "fields", paths, (key, name))


def _words(before: SharingFile, after: SharingFile) -> Iterator[Widening]:
    """A widening for each restricted kind that is recognised by fewer words, or keeps back less."""
    now = {known.kind: {*known.words, *known.names} for known in after.restricted}
    keeps = {known.kind: known.keeps for known in after.restricted}
    for restricted in before.restricted:
        words = {*restricted.words, *restricted.names}
        less = _LESS.index(keeps.get(restricted.kind, "matter")) < _LESS.index(restricted.keeps)
        fewer = restricted.kind not in now or not words <= now[restricted.kind]
        if less or fewer:
            paths = tuple(path for path in fields_of_any() if path.startswith(_PROFESSIONALS))
            more = (restricted.kind,) if fewer else (restricted.kind, KEEPS_LESS)
            yield Widening("words", EVERY_RULE, "", "", "fields", paths, more)
