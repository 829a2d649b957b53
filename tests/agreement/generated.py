"""Agreements and events for properties: the shipped rules changed at random, families made up."""

from collections.abc import Callable
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st
from wholepicture_agreement.told.conditions import WAITS
from wholepicture_agreement.written.files import Condition, Role, Rule, SharingFile, StatedNeed
from wholepicture_agreement.written.loading import Files, read
from wholepicture_schemas.codes import Arrival

from tests.agreement.incidents import Case
from tests.support.shipped import PARTNERSHIP

CONDITIONS = [one for one in get_args(Condition) if one != WAITS]
PLAIN = frozenset({
    "core.summary", "core.children.*.voice.words", "core.adults.*.phone",
    "core.adults.*.offence_history", "core.adults.*.address.postcode", "detail.risk_grade",
})  # fmt: skip
"""Fields that are given or not by themselves, and not with somebody they point at."""
TYPES = ["domestic-abuse-incident", "child-concern"]
PATHS = [
    *PLAIN, "core.children.*.name", "core.adults.*.name", "core.adults.*.new_address",
    "core.children", "core.adults", "core.allegations", "core.professionals", "detail.*",
]  # fmt: skip


def some(among: Any, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to three of these, each once."""
    return st.lists(st.sampled_from(among), min_size=least, max_size=3, unique=True).map(tuple)


CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "when": some(CONDITIONS) | st.just(()),
    "on": some(TYPES, 1),
    "to": some(get_args(Role), 1),
    "kind": st.sampled_from(["referral", "notice"]),
    "effect": st.sampled_from(["give", "withhold"]),
    "needs": some(get_args(StatedNeed), 2),
    "restricted": some(["any", "refuge", "live-investigation"]),
    "fields": some(PATHS),
    "siblings": some(PATHS),
    "of_mother": some(PATHS),
    "bound_by_orders": some(PATHS),
    "never": some(PATHS),
}


@cache
def files() -> Files:
    """The shipped rules without the one whose condition depends on all the others."""
    found = read(PARTNERSHIP)
    (file,) = found.versions
    rules = tuple(rule for rule in file.rule if WAITS not in rule.when)
    return Files(found.agencies, found.legal, (file.model_copy(update={"rule": rules}),))


@st.composite
def changed(draw: Callable[[st.SearchStrategy[Any]], Any]) -> SharingFile:
    """The rules with one or two of them changed in one or two ways."""
    (file,) = files().versions
    rules = list(file.rule)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(rules) - 1))
        rule = rules[at]
        keys = [key for key in CHANGES if rule.about == "each-child" or key not in {"to", "when"}]
        for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2)):
            rules[at] = rules[at].model_copy(update={key: draw(CHANGES[key])})
    return file.model_copy(update={"rule": tuple(rules)})


@st.composite
def one_more(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Rule:
    """A rule that the shipped ones do not have, like one of them but for a few of its keys."""
    (file,) = files().versions
    rule = draw(st.sampled_from([one for one in file.rule if one.about == "each-child"]))
    keys = draw(st.lists(st.sampled_from(list(CHANGES)), min_size=1, max_size=4, unique=True))
    changes = {key: draw(CHANGES[key]) for key in keys}
    changes |= {"on": tuple(TYPES), "when": draw(st.sampled_from([(), rule.when]))}
    changes |= {"kind": draw(CHANGES["kind"]), "arrival": draw(st.sampled_from(get_args(Arrival)))}
    changes.setdefault("fields", draw(CHANGES["fields"]))
    changed_rule: Rule = rule.model_copy(update={**changes, "id": "one-more", "version": 1})
    return changed_rule


@st.composite
def for_schools(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Rule:
    """A rule that would give every school anything at all."""
    more: Rule = draw(one_more())
    to = {"to": ("setting", "education-team"), "when": (), "effect": "give", "restricted": ("any",)}
    return more.model_copy(update={**to, "fields": draw(some(PATHS, 1))})


_BORN = st.sampled_from(
    [None, "2026-02-01", "2023-03-09", "2015-03-09", "2010-03-09", "2009-01-05", "2008-11-18"]
)


@st.composite
def _children(draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[dict[str, Any]]:
    made = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        child: dict[str, Any] = {"person": f"c{number}"}
        for key, values in (
            ("born", _BORN),
            ("urn", st.sampled_from([None, "100001", "100002", "999999"])),
            ("area", st.sampled_from(["E06000023", "E06000025", "E06000022", ""])),
            ("open", st.sampled_from([(), "social-work-bristol-1", "social-work-bristol-3"])),
            ("identity", st.sampled_from(["confirmed", "probable", "not-confirmed"])),
        ):
            value = draw(values)
            if value is not None:
                child[key] = value
        if draw(st.booleans()):
            risk = draw(st.sampled_from(["yes", "no", "unknown"]))
            child["also"] = {"objects_to_sharing": {}, "risk_of_significant_harm": risk}
        made.append(child)
    return made


@st.composite
def events(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Case:
    """An event of a made-up family, as a case of the table is written."""
    return {
        "event": draw(st.sampled_from(TYPES)),
        "children": draw(_children()),
        "alleged": draw(st.sampled_from([["a1"], ["a2"], ["a1", "a2"], ["c1"], []])),
        "urgency": draw(st.sampled_from(["routine", "same-day", "immediate"])),
        "check": draw(st.sampled_from(["named", "not-asked", "unknown"])),
        "originator_control": draw(st.booleans()),
        "restricted": draw(some(["refuge", "fabricated-illness", "live-investigation"])),
        "core": {"summary": _SUMMARY},
    }


_SUMMARY = "She is at Flat 9, New House, BS8 8ZZ, call 07700 900222. Harbour Support helps."
