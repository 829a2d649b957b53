"""Due times: by the rule's limit, the school's day, the urgency, and who is there to act."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, Item, decide
from wholepicture_agreement.by_when.due_times import BEFORE_SCHOOL, due
from wholepicture_agreement.by_when.working_time import in_words, is_working_day
from wholepicture_agreement.whom.schools import opening, school_days

from tests.agreement.generated import events
from tests.agreement.incidents import Case, situation
from tests.support.examples import examples
from tests.support.shipped import shipped

moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LIMITS = ["1 working day", "3 working days", "24 hours", BEFORE_SCHOOL]
_CHILD: dict[str, Any] = {"person": "c1", "born": "2016-03-09", "urn": "100001"}
_NO_ORDER: Case = {"children": [_CHILD], "detail": {"orders": []}}
_OUT = "now, by "


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def items_of(case: Case, agreement: Agreement) -> dict[str, Item]:
    """What each recipient gets in a case."""
    return {str(item.recipient): item for item in decide(situation(case), agreement).items}


@pytest.mark.parametrize(
    ("received", "within", "words"),
    [
        ("2026-11-18T10:00Z", "1 working day", "by 5pm Thursday 19 November"),
        ("2026-11-20T20:30Z", "1 working day", "by 5pm Monday 23 November"),
        ("2026-11-21T09:00Z", "1 working day", "by 5pm Monday 23 November"),
        ("2026-12-24T10:00Z", "1 working day", "by 5pm Tuesday 29 December"),
        ("2026-04-02T10:00Z", "1 working day", "by 5pm Tuesday 7 April"),
        ("2026-11-18T10:00Z", "3 working days", "by 5pm Monday 23 November"),
        ("2026-11-18T10:00Z", "24 hours", "by 10am Thursday 19 November"),
        ("2026-11-18T03:00Z", BEFORE_SCHOOL, "by 8:30am Wednesday 18 November"),
        ("2026-11-18T10:00Z", BEFORE_SCHOOL, "by 2:45pm Wednesday 18 November"),
        ("2026-11-18T14:50Z", BEFORE_SCHOOL, "by 8:30am Thursday 19 November"),
        ("2026-11-20T23:00Z", BEFORE_SCHOOL, "by 8:30am Monday 23 November"),
    ],
)
def test_a_due_time_is_said_as_people_say_it(received: str, within: str, words: str) -> None:
    """Weekends and the bank holidays of England, moved ones too, do not count."""
    assert in_words(due(within, at(received))) == words


def test_the_clock_change_moves_no_due_time() -> None:
    """Due is 5pm by the clock on the wall: 16:00 UTC in summer, 17:00 in winter."""
    before_spring = due("1 working day", at("2026-03-27T12:00Z"))
    before_winter = due("1 working day", at("2026-10-23T12:00Z"))

    assert before_spring == at("2026-03-30T16:00Z")
    assert before_winter == at("2026-10-26T17:00Z")


def test_a_limit_that_cannot_be_read_is_refused() -> None:
    """A slip in a limit must not take it away."""
    with pytest.raises(ValueError, match="Write the limit as"):
        due("soon", at("2026-11-18T10:00Z"))


@given(moment=moments, within=st.sampled_from(LIMITS))
def test_a_limit_always_ends_ahead(moment: datetime, within: str) -> None:
    """Whenever something arrives, there is time to answer; and it ends on a working day."""
    end = due(within, moment)

    assert end > moment
    assert end.tzinfo is UTC
    assert "hours" in within or is_working_day(end.date())


@examples(60)
@given(event=events(), moment=moments)
def test_no_item_is_due_later_than_its_rule_or_its_urgency_allow(
    event: Case, moment: datetime
) -> None:
    """Ahead of its moment, within each rule's limit, and within hours of somebody being there."""
    agreement = shipped()
    decided = decide(situation({**event, "at": moment}), agreement)
    rules = {active.rule.id: active.rule for active in agreement.terms[-1].rules}

    for item in (*decided.items, *decided.questions):
        within = [rules[name].respond_within for name in item.rules]
        ends = [
            due(limit, moment, school_days(agreement, item.recipient)) for limit in within if limit
        ]
        assert item.respond_by is None or item.respond_by > moment
        if item.respond_by and not item.question:
            assert item.respond_by <= min(ends, default=item.respond_by)
        if item.urgency != "routine":
            there, _ = opening(agreement, item.recipient, moment)
            hours = 1 if item.urgency == "immediate" else 4
            assert item.respond_by is not None
            assert item.respond_by <= there + timedelta(hours=hours)


@examples(40)
@given(event=events(), moment=moments)
def test_what_is_urgent_reaches_somebody_who_is_there(event: Case, moment: datetime) -> None:
    """Each child of an urgent event, and each at risk, is with somebody who is due within hours."""
    decided = decide(situation({**event, "at": moment}), shipped())
    soon = {"immediate": timedelta(hours=1), "same-day": timedelta(hours=4)}

    for item in decided.items:
        if item.kind != "referral" or item.urgency == "routine":
            continue
        by = moment + soon[item.urgency]
        others = [other for other in decided.items if other.respond_by and other.respond_by <= by]
        for child in item.children:
            if event["urgency"] == "routine" and risk_in(event, child.person) != "yes":
                continue
            assert any(child.person in {one.person for one in other.children} for other in others)
        assert item.children or others


def risk_in(event: Case, person: str) -> object:
    """What a generated event says of a child's risk."""
    children = {child["person"]: child for child in event["children"]}
    return children[person].get("also", {}).get("risk_of_significant_harm")


@pytest.mark.parametrize("urgency", ["immediate", "same-day"])
def test_who_is_on_duty_and_who_is_closed_have_times_of_their_own(
    agreement: Agreement, urgency: str
) -> None:
    """The one on duty acts by tonight, the closed one within hours of opening."""
    case = {**_NO_ORDER, "at": "2026-11-20T22:10:00", "urgency": urgency}

    items = items_of(case, agreement)

    duty, closed = items["emergency-duty-bristol"], items["front-door-bristol"]
    hours = 1 if urgency == "immediate" else 4
    assert duty.respond_by == at("2026-11-20T22:10Z") + timedelta(hours=hours)
    assert closed.respond_by == at("2026-11-23T08:30Z") + timedelta(hours=hours)
    assert (_OUT in duty.headline) is (urgency == "immediate")
    assert _OUT not in closed.headline


def test_what_is_immediate_is_said_to_be_due_now(agreement: Agreement) -> None:
    """In the headline and in the words of the due time, with the latest time beside it."""
    item = items_of({**_NO_ORDER, "urgency": "immediate"}, agreement)["front-door-bristol"]

    assert item.respond_by_words == "now, by 11am Wednesday 18 November"
    assert "Decide now, by 11am Wednesday 18 November." in item.headline


def test_a_risk_of_one_child_hurries_whoever_has_that_child(agreement: Agreement) -> None:
    """The team of the child at risk has four hours, that of the other one a day."""
    children = [
        {"person": "c1", "born": "2023-01-09", "open": "social-work-bristol-1",
         "also": {"risk_of_significant_harm": "yes"}},
        {"person": "c2", "born": "2024-01-09", "open": "social-work-bristol-2"},
    ]  # fmt: skip

    items = items_of({"children": children}, agreement)

    assert items["social-work-bristol-1"].urgency == "same-day"
    assert items["social-work-bristol-1"].respond_by == at("2026-11-18T14:00Z")
    assert items["social-work-bristol-2"].urgency == "routine"
    assert items["social-work-bristol-2"].respond_by == at("2026-11-19T17:00Z")


def test_children_not_named_are_as_urgent_as_those_who_are(agreement: Agreement) -> None:
    """At night the duty team looks for the siblings of a child at risk, too."""
    child = _CHILD | {"also": {"risk_of_significant_harm": "yes"}}
    case = {"children": [child], "check": "unknown", "at": "2026-11-20T22:10:00"}

    items = items_of(case, agreement)

    assert items["emergency-duty-bristol"].arrival == "contact"
    assert "possible-linked-children" in items["emergency-duty-bristol"].rules
    assert items["force-control-room"].respond_by == at("2026-11-21T02:10Z")


@pytest.mark.parametrize(
    ("moment", "until", "by"),
    [
        ("2026-11-18T09:10:00", None, "2026-11-18T10:10Z"),
        ("2026-11-18T14:48:00", "2026-12-01", "2026-11-18T15:00Z"),
        ("2026-11-18T15:20:00", "2026-12", "2026-11-18T16:20Z"),
        ("2026-11-18T07:50:00", None, "2026-11-18T08:30Z"),
        ("2026-11-18T19:00:00", None, "2026-11-19T08:30Z"),
        ("2026-11-18T09:10:00", "2026-11-17", "2026-11-18T14:45Z"),
    ],
)
def test_an_order_that_stands_is_due_now_while_somebody_is_at_the_school(
    agreement: Agreement, moment: str, until: str | None, by: str
) -> None:
    """Within the hour, and before the hand-over; at night before the gates open."""
    order = {"kind": "bail-condition", "person": "a1", "condition": "No contact."}
    case = {**_NO_ORDER, "at": moment, "detail": {"orders": [order | {"until": until}]}}

    item = items_of(case, agreement)["setting-100001"]

    assert item.respond_by == at(by)
