"""Whatever comes in which order, a pattern stands as the facts of now make it.

Generated histories of one child: events are told in any order, taken back, and come again, and a
team begins to work with the child at any moment. In the end whoever is meant has what a fresh
telling of the facts that are left would bring.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.consumers.both_stages import Followed, Stages
from tests.consumers.pattern_stages import (
    FAMILY,
    abuse,
    concern,
    days,
    event_id,
    of_patterns,
    rule,
    stages,
    tell,
)
from tests.journeys.stories import COUNCIL, FRONT_DOOR, POLICE, TEAM, involvement, retraction
from tests.support.examples import examples

pytestmark = pytest.mark.finding("F11")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
RULE = rule(
    counts=[{"types": ["domestic-abuse-incident"]}], at_least=3,
    without=[{"types": ["child-concern"]}], within_days=100,
)  # fmt: skip
EVENTS = {f"e{number}": START + timedelta(days=30 * number) for number in range(7)}
ENDS = {f"x{number}": START + timedelta(days=30 * number + 10) for number in (1, 4)}
WORK = "w"
NAMES = st.sampled_from([*EVENTS, *EVENTS, *ENDS])
ACTS = st.one_of(
    st.tuples(st.just("tell"), NAMES),
    st.tuples(st.just("tell"), NAMES),
    st.tuples(st.just("take back"), NAMES),
    st.tuples(st.just("work"), st.just(WORK)),
)
Act = tuple[str, str]


class Played:
    """A history, and what each recipient has of the pattern by now."""

    def __init__(self) -> None:
        self._stages: Stages = stages(RULE)
        self.told: dict[str, None] = {}
        self.gone: set[str] = set()
        self.has: dict[str, list[str]] = {}
        self.had: dict[str, set[str]] = {}

    def act(self, how: str, name: str) -> None:
        """One act, where it makes sense; what it brings is kept."""
        if how == "tell" or (how == "work" and name not in self.told):
            self._keep(self._told(name))
        elif how == "take back" and name in self.told and name not in self.gone:
            self.gone.add(name)
            document = retraction(POLICE, event_id(name))
            self._keep(self._stages.publish(document, event_id(f"{name} back")))

    def _told(self, name: str) -> Followed:
        self.told[name] = None
        if name == WORK:
            document = involvement(FAMILY, "Ivy", "2016-05-04", nhs_number="9990000018")
            return tell(self._stages, name, document, START - timedelta(days=9), of=COUNCIL)
        document = abuse() if name in EVENTS else concern()
        return tell(self._stages, name, document, (EVENTS | ENDS)[name])

    def _keep(self, followed: Followed) -> None:
        recipients = [item["recipient"] for item in of_patterns(followed)]
        assert len(recipients) == len(set(recipients)), "one item for each recipient and cause"
        for item in of_patterns(followed):
            self._take(item)

    def _take(self, item: dict[str, Any]) -> None:
        recipient, amends = item["recipient"], item.get("amends")
        if amends and amends["how"] == "retraction":
            assert self.has.pop(recipient), "what is taken back was there"
            return
        assert (recipient in self.has) == bool(amends), "one notice until it is taken back"
        assert self.has.get(recipient) != days(item), "nothing is said twice"
        self.has[recipient] = days(item)
        self.had.setdefault(recipient, set()).update(days(item))

    @property
    def meant(self) -> str:
        """Who is told of a pattern now."""
        return TEAM if WORK in self.told else FRONT_DOOR


def _played(acts: Iterable[Act]) -> Played:
    played = Played()
    for how, name in acts:
        played.act(how, name)
    return played


def _fresh(played: Played) -> list[str] | None:
    """What whoever is meant has after a fresh telling of what is left, in the order of time."""
    left = [name for name in (WORK, *sorted(EVENTS | ENDS, key=(EVENTS | ENDS).__getitem__))
            if name in played.told and name not in played.gone]  # fmt: skip
    again = _played(("work" if name == WORK else "tell", name) for name in left)
    return again.has.get(played.meant)


@examples(25)
@given(st.lists(ACTS, max_size=14))
@example([("tell", "e0"), ("tell", "e1"), ("tell", "e2"), ("work", WORK)])
def test_a_pattern_is_as_the_facts_of_now(acts: Sequence[Act]) -> None:
    """Order, repeats, retractions and late events leave no trace in what stands in the end."""
    played = _played(acts)

    assert played.has.get(played.meant) == _fresh(played)


@examples(15)
@given(st.lists(ACTS, max_size=14))
def test_whoever_is_meant_no_more_has_nothing_new(acts: Sequence[Act]) -> None:
    """Once the team works with the child, the front door hears of no event that it had not had."""
    played = _played(acts)
    before = Played()
    for how, name in acts:
        before.act(how, name)
        if name == WORK:
            break

    assert played.had.get(FRONT_DOOR, set()) == before.had.get(FRONT_DOOR, set())
