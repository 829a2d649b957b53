"""What makes a pattern: a pure function of a child's events, whatever order they came in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import MOST_NAMED, Found, Happened, found

pytestmark = pytest.mark.finding("F11")
ABUSE, CONCERN = "domestic-abuse-incident", "child-concern"
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def rule(**changes: Any) -> PatternRule:
    """Three events of two agencies within 180 days."""
    written: dict[str, Any] = {
        "id": "several",
        "version": 1,
        "title": "Several",
        "says": "Several events.",
        "source": "A test.",
        "owner": "bristol-city-council",
        "counts": [{"types": [ABUSE, CONCERN]}],
        "at_least": 3,
        "agencies": 2,
        "within_days": 180,
        "told_by": ["pattern-open-case"],
    }
    return PatternRule.model_validate({**written, **changes})


def happened(day: int, agency: str = "a", name: str = ABUSE, **more: Any) -> Happened:
    """An event on a day."""
    at = START + dt.timedelta(days=day)
    return Happened(f"{agency}-{name}-{day}", name, agency, at, **more)


def makes(rule: PatternRule, *events: Happened, at_work: bool = True) -> Found | None:
    """What these events make."""
    return found(rule, events, lambda _: at_work)


EVENTS = st.lists(
    st.builds(
        happened,
        st.integers(0, 900),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([ABUSE, CONCERN, "involvement-changed"]),
        matter=st.sampled_from(["", "", "m1", "m2"]),
    ),
    max_size=24,
)
RULES = st.builds(
    lambda least, agencies, days, ends: rule(
        at_least=max(least, agencies),
        agencies=agencies,
        within_days=days,
        without=[{"types": ["involvement-changed"]}] if ends else [],
    ),
    st.integers(2, 5),
    st.integers(1, 3),
    st.integers(1, 400),
    st.booleans(),
)


@given(RULES, EVENTS, st.randoms(use_true_random=False))
def test_order_and_repeats_change_nothing(
    rule: PatternRule, events: list[Happened], random: Any
) -> None:
    """The same facts in any order, told any number of times, make the same pattern."""
    again = [*events, *random.sample(events, len(events) // 2)]
    random.shuffle(again)

    assert makes(rule, *again) == makes(rule, *events)


@given(RULES, EVENTS)
def test_what_is_found_makes_it_by_itself(rule: PatternRule, events: list[Happened]) -> None:
    """The events that are named are enough, of as many agencies, within the time."""
    it = makes(rule, *events)

    if it is not None:
        ends = [event for event in events if event.type == "involvement-changed"]
        again = makes(rule, *it.events, *ends)
        assert again is not None
        assert again.events == it.events
        assert len(it.events) >= rule.at_least
        assert it.agencies >= rule.agencies
        span = it.events[-1].at - it.events[0].at
        assert span <= dt.timedelta(days=rule.within_days)


@given(RULES, EVENTS)
def test_one_event_less_never_makes_more(rule: PatternRule, events: list[Happened]) -> None:
    """Without what ends a run, what some of the events make all of them make too."""
    bare = rule.model_copy(update={"without": ()})

    if makes(bare, *events) is None:
        for at in range(0, len(events), 3):
            assert makes(bare, *events[:at], *events[at + 1 :]) is None


def test_the_newest_that_make_it_are_named() -> None:
    """An event of years ago has no part in what happened this year."""
    it = makes(rule(), happened(0), happened(700, "b"), happened(720), happened(750))

    assert it is not None
    assert [event.at for event in it.events] == [
        START + dt.timedelta(days=day) for day in (700, 720, 750)
    ]


def test_a_later_event_that_makes_nothing_leaves_it() -> None:
    """It stands as long as its events do, though time passes."""
    spring = [happened(0), happened(5, "b"), happened(9)]

    assert makes(rule(), *spring, happened(600)) == makes(rule(), *spring)


def test_many_events_are_named_as_far_as_they_are_read() -> None:
    """The newest of them, and of each agency as many as it takes."""
    it = makes(rule(), happened(0, "b"), *(happened(day) for day in range(1, 60)))

    assert it is not None
    assert it.of == 60
    assert it.agencies == 2
    of_one = makes(rule(agencies=1), *(happened(day) for day in range(60)))
    assert of_one is not None
    assert len(of_one.events) == MOST_NAMED


def test_events_of_one_matter_count_once() -> None:
    """One incident, told by the police and by the school, is one."""
    one = [happened(day, agency, matter="m") for day, agency in ((1, "a"), (1, "b"), (2, "c"))]

    assert makes(rule(at_least=2), *one) is None
    assert makes(rule(at_least=2), *one, happened(9, "a")) is not None


def test_each_kind_may_have_a_number_of_its_own() -> None:
    """Two kinds that speak against each other have to be there both."""
    kinds = [{"types": [ABUSE], "at_least": 1}, {"types": [CONCERN], "at_least": 1}]
    both = rule(counts=kinds, at_least=2)

    assert makes(both, happened(1), happened(2, "b")) is None
    assert makes(both, happened(1), happened(2, "b", CONCERN)) is not None


@pytest.mark.parametrize("at_work", [True, False])
def test_a_condition_is_asked_of_the_newest_event(at_work: bool) -> None:
    """Whether children's services worked with the child then."""
    on_open_case = rule(at_least=1, agencies=1, when=["child-has-open-episode"])

    assert (makes(on_open_case, happened(1), at_work=at_work) is not None) == at_work


@given(EVENTS, st.data())
def test_what_is_not_asked_changes_nothing(events: Sequence[Happened], data: st.DataObject) -> None:
    """An ethnicity, a disability or a grade that an event says is read by no rule."""
    said = st.dictionaries(
        st.sampled_from(["core.children.0.ethnicity", "detail.risk_grade", "core.disability"]),
        st.tuples(st.text(max_size=3)),
    )
    other = [replace(event, says=data.draw(said)) for event in events]

    plain, changed = makes(rule(), *events), makes(rule(), *other)

    named = [[event.event for event in it.events] if it else None for it in (plain, changed)]
    assert named[0] == named[1]
