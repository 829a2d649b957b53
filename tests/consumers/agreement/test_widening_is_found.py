"""However the rules are changed: whoever would get more by them, the comparison has said so."""

from collections.abc import Callable
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wholepicture_consumers.agreement import Decision, Situation, decide
from wholepicture_consumers.agreement.conditions import WAITS
from wholepicture_consumers.agreement.files import Condition, Need, Role, SharingFile
from wholepicture_consumers.agreement.items import type_name
from wholepicture_consumers.agreement.loading import Files, agreement_of, read, terms_of
from wholepicture_consumers.agreement.widening import widenings
from wholepicture_consumers.governance.comparing import Comparison, in_force_only

from tests.consumers.agreement.conftest import PARTNERSHIP
from tests.consumers.agreement.incidents import CASES, situation

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


def _some(among: Any, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(among), min_size=least, max_size=3, unique=True).map(tuple)


CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "when": _some(CONDITIONS) | st.just(()),
    "on": _some(TYPES, 1),
    "to": _some(get_args(Role), 1),
    "kind": st.sampled_from(["referral", "notice"]),
    "effect": st.sampled_from(["give", "withhold"]),
    "needs": _some(get_args(Need), 2),
    "restricted": _some(["any", "refuge", "live-investigation"]),
    "fields": _some(PATHS),
    "siblings": _some(PATHS),
    "bound_by_orders": _some(PATHS),
    "never": _some(PATHS),
}


@cache
def _files() -> Files:
    """The shipped rules without the one whose condition depends on all the others."""
    found = read(PARTNERSHIP)
    (file,) = found.versions
    rules = tuple(rule for rule in file.rule if WAITS not in rule.when)
    return Files(found.agencies, found.legal, (file.model_copy(update={"rule": rules}),))


@cache
def _told() -> tuple[tuple[Situation, Decision], ...]:
    """Every case, with what the shipped rules decide about it."""
    agreement = agreement_of(_files())
    return tuple((one, decide(one, agreement)) for one in map(situation, CASES))


@st.composite
def changed(draw: Callable[[st.SearchStrategy[Any]], Any]) -> SharingFile:
    """The rules with one or two of them changed in one or two ways."""
    (file,) = _files().versions
    rules = list(file.rule)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(rules) - 1))
        rule = rules[at]
        keys = [key for key in CHANGES if rule.about == "each-child" or key not in {"to", "when"}]
        for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2)):
            rules[at] = rules[at].model_copy(update={key: draw(CHANGES[key])})
    return file.model_copy(update={"rule": tuple(rules)})


@pytest.mark.slow
@settings(max_examples=60)
@given(after=changed())
def test_nobody_gets_more_than_was_said(after: SharingFile) -> None:
    """What any case would give more, by the rules alone, is among what has to be approved."""
    (before,) = _files().versions
    agreement = in_force_only(agreement_of(_files()), terms_of(after, _files().legal))
    comparison = Comparison()
    for case, now in _told():
        comparison.add(type_name(case.event.type), now, decide(case, agreement))

    said = widenings(before, after)

    for row in comparison.rows.values():
        on = [one for one in said if one.on in {row.event, ""}]
        assert not row.gained or on, (row.recipient, row.event, row.gained)
        paths = {path for one in on for path in one.paths}
        assert PLAIN.intersection(row.gained) <= paths, (row.recipient, row.event)
