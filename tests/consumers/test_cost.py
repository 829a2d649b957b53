"""What an event costs does not grow with what was told before: counted, not timed.

Calls of functions are counted, and bytes of the documents that are written: both are the same on
every machine, however busy it is. What goes on inside a call of C they do not show; docs/speed.md
has the time.
"""

from collections.abc import Callable, Mapping
from cProfile import Profile
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from wholepicture_agreement import load

from benchmarks.partnership import prepared
from tests.consumers.both_stages import START, Followed, Stages
from tests.journeys.stories import (
    POLICE,
    adult,
    child,
    correction,
    family,
    incident,
    nhs_number,
    retraction,
)

MOST = 1.5
"""How many times as much as what it is compared with."""
MOST_CALLS = 10_000
"""Of a first telling of which three recipients are told, in both stages: 8,400 in November 2026.

Each new capability costs a little: without a limit, within a few weeks an event took three times as
many. Whoever needs more raises it, and says why.
"""
EARLIER = 500
A_DAY = 200
"""How many of them come on one day, in office hours."""
MORNING = START + timedelta(hours=1)
RECIPIENTS = 50


@dataclass(frozen=True)
class Cost:
    """What one act took, and how many it reached."""

    calls: int
    written: int
    told: int


Costs = Mapping[str, Cost]


class Telling:
    """One child, of whom one incident after the other is told."""

    def __init__(self, stages: Stages) -> None:
        self._stages, self._told = stages, list[str]()
        of, number = family(), nhs_number()
        known = child(of, "Ivy", "2016-05-04", nhs_number=number, school={"urn": "100001"})
        adults = [adult(of, "Dan", "a1", "father"), adult(of, "Mum", "a2", "mother")]
        alleged = [{"alleged": "a1", "victims": ["a2"]}]
        self._document = partial(incident, [known], adults, allegations=alleged)

    def incident(self) -> Followed:
        """The next incident."""
        self._told.append(str(uuid4()))
        return self._stages.publish(self._document(), self._told[-1])

    def correction(self, place: int = -1) -> Followed:
        """The newest incident, or another, with a field corrected that all who have it may see."""
        changes = [{"field": "core.call_back.phone", "value": "0117 496 0222"}]
        return self._amend(correction(POLICE, self._told[place], changes))

    def retraction(self) -> Followed:
        """The newest incident taken back."""
        return self._amend(retraction(POLICE, self._told[-1]))

    def _amend(self, document: Mapping[str, Any]) -> Followed:
        return self._stages.publish(document, str(uuid4()))


def _costs(stages: Stages, earlier: int = 0) -> Costs:
    """The cost of each act, for a child of whom so many incidents were told before."""
    telling = Telling(stages)
    for number in range(earlier):
        if number % A_DAY == 0:
            _until_morning(stages, within=timedelta(days=1))
        telling.incident()
    _until_morning(stages, within=timedelta(days=7))
    return {
        "first telling": _cost(stages, telling.incident),
        "correction": _cost(stages, telling.correction),
        "retraction": _cost(stages, telling.retraction),
        "correction of the oldest": _cost(stages, partial(telling.correction, 0)),
    }


def _until_morning(stages: Stages, *, within: timedelta) -> None:
    """Let time pass: who is on duty, and so who is told, hangs on the hour."""
    until = (MORNING - stages.moment) % within
    stages.pass_minutes(int(until.total_seconds() / 60))


def _cost(stages: Stages, act: Callable[[], Followed]) -> Cost:
    before = stages.remembered
    profile = Profile()
    profile.enable()
    followed = act()
    profile.disable()
    written = [body for key, body in stages.remembered.items() if before.get(key) != body]
    return Cost(
        calls=sum(entry.callcount for entry in profile.getstats()),
        written=sum(map(len, written)),
        told=len({item["recipient"] for item in followed.items}),
    )


@pytest.fixture(scope="module")
def stages() -> Stages:
    """Both stages, which have done everything once: what is made only once does not count."""
    made = Stages()
    _costs(made)
    return made


@pytest.fixture(scope="module")
def never_seen(stages: Stages) -> Costs:
    """Of a child who was never seen before."""
    return _costs(stages)


@pytest.fixture(scope="module")
def long_known(stages: Stages) -> Costs:
    """Of a child of whom many incidents were told before."""
    return _costs(stages, EARLIER)


def test_an_event_stays_cheap(never_seen: Costs) -> None:
    """A first telling takes no more calls than is written here."""
    assert never_seen["first telling"].told == 3

    assert never_seen["first telling"].calls <= MOST_CALLS


@pytest.mark.parametrize("act", ["first telling", "correction", "retraction"])
def test_history_costs_no_calls(act: str, never_seen: Costs, long_known: Costs) -> None:
    """With 500 earlier events an act takes at most 1.5 times the calls of one with none."""
    assert long_known[act].told == never_seen[act].told

    assert long_known[act].calls <= MOST * never_seen[act].calls


@pytest.mark.parametrize("act", ["first telling", "correction", "retraction"])
def test_history_is_not_written_again(act: str, never_seen: Costs, long_known: Costs) -> None:
    """With 500 earlier events an act writes at most 1.5 times the bytes of one with none."""
    assert long_known[act].written <= MOST * never_seen[act].written


def test_what_is_old_is_corrected_like_what_is_new(never_seen: Costs, long_known: Costs) -> None:
    """A correction of the oldest of 500 events costs no more calls than of a child's only one."""
    assert long_known["correction of the oldest"].calls <= MOST * never_seen["correction"].calls


@pytest.mark.parametrize("act", ["correction", "retraction"])
def test_amending_costs_what_telling_costs(act: str, never_seen: Costs) -> None:
    """A correction or retraction takes at most 1.5 times the calls of a first telling."""
    assert never_seen[act].told == never_seen["first telling"].told

    assert never_seen[act].calls <= MOST * never_seen["first telling"].calls


@pytest.mark.parametrize("act", ["correction", "retraction"])
def test_amending_costs_what_telling_costs_for_many_recipients(act: str, tmp_path: Path) -> None:
    """So it is where 50 recipients are told."""
    stages = Stages()
    stages.agree(load(prepared(Path("partnership"), tmp_path / "made", RECIPIENTS)))
    _costs(stages)

    costs = _costs(stages)

    assert costs[act].told == costs["first telling"].told >= RECIPIENTS
    assert costs[act].calls <= MOST * costs["first telling"].calls
