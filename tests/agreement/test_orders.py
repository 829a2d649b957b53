"""Orders: what each says, and whether it is in force on a day, first of all that a school reads."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, decide
from wholepicture_agreement.item.orders import orders_in_words, state_of
from wholepicture_agreement.told.ages import bounds
from wholepicture_schemas.texts import PartialDate

from tests.agreement.incidents import (
    OPEN_CASE_AND_UNKNOWN,
    Case,
    document,
    of_document,
    situation,
)

TODAY = date(2026, 11, 18)
NAMES = {"a1": "Pat Made-up", "c1": "Sam", "c2": "Kit"}
ORDER = {"kind": "bail-condition", "person": "a1", "children": ["c1", "c2"],
         "condition": "Not to collect Sam or Kit."}  # fmt: skip


@pytest.mark.parametrize(
    ("until", "acts", "starts", "ends"),
    [
        (None, None, "In force: bail", " Until when is not told: keep to it until the sender says"),
        ("2026-12-03", None, "In force until 3 December 2026: bail", "Sam or Kit.\u201d"),
        ("2026-11-18", None, "In force until the end of today, 18 November 2026: bail",
         " Ask the sender what holds after that."),
        ("2026-11-21", date(2026, 11, 23), "In force until 21 November 2026: bail",
         " It ends before you are to act: ask what holds then."),
        ("2026-12", None, "In force until December 2026: bail", "Sam or Kit.\u201d"),
        ("2026-11", None, "Ends in November 2026: bail", " The day is not told: keep to it until"),
        ("2026", None, "Ends in 2026: bail", " The day is not told: keep to it until"),
        ("2026-10-01", None, "No longer in force, it ended on 1 October 2026: bail", "Kit.\u201d"),
        ("2026-10", None, "No longer in force, it ended in October 2026: bail", "Kit.\u201d"),
        ("2025", None, "No longer in force, it ended in 2025: bail", "Sam or Kit.\u201d"),
    ],
)  # fmt: skip
def test_an_order_is_said_with_its_state(
    until: str | None, acts: date | None, starts: str, ends: str
) -> None:
    """In force until when, or run out; what is not known is said, and counts as in force."""
    (said,) = orders_in_words([ORDER | {"until": until}], NAMES.get, TODAY, acts)

    assert said.startswith(f"{starts} condition on Pat Made-up, about Sam and Kit: \u201cNot to")
    assert ends in said


def test_nothing_is_made_up_of_what_is_not_told() -> None:
    """Who is bound, which children and which words are said as far as they are told."""
    (said,) = orders_in_words([{"kind": "other", "person": "a9"}], NAMES.get, TODAY, None)

    assert said.startswith(
        "In force: another order on somebody who is not named to you: call the sender for what it"
    )
    assert "collect" not in said


def test_what_is_in_force_stands_before_what_has_run_out() -> None:
    """Two orders: the reader sees first what holds today."""
    old, new = ORDER | {"until": "2026-01-05"}, ORDER | {"until": "2027-01-05"}

    first, second = orders_in_words([old, new], NAMES.get, TODAY, None)

    assert first.startswith("In force")
    assert second.startswith("No longer in force")


@given(
    until=st.from_regex(r"20(2[5-7])(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?", fullmatch=True),
    day=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_an_order_is_ended_only_where_every_day_that_is_meant_has_passed(
    until: str, day: date
) -> None:
    """A doubt about the day is no reason to hand a child over."""
    first, last = bounds(PartialDate(until))

    state = state_of({"until": until}, day)

    assert (state == "ended") is (last < day)
    assert (state == "in-force") is (day <= first)


@pytest.mark.parametrize("event", ["domestic-abuse-incident", "child-concern"])
@pytest.mark.parametrize("urn", ["100001", "999999"])
def test_an_order_is_the_first_instruction_of_whoever_hands_a_child_over(
    agreement: Agreement, event: str, urn: str
) -> None:
    """The school's, and the education team's where the school does not take part."""
    case: Case = {"event": event, "children": [{"person": "c1", "born": "2016-03-09", "urn": urn}]}

    items = {str(item.recipient): item for item in decide(situation(case), agreement).items}

    item = items["setting-100001" if urn == "100001" else "education-bristol"]
    assert item.instructions[0].startswith("In force: bail condition on Robin Example")
    assert "\u201cNot to collect the children.\u201d" in item.instructions[0]


def test_an_order_about_another_child_is_not_told(agreement: Agreement) -> None:
    """Each school reads the orders about its own pupils."""
    children = [
        {"person": "c1", "born": "2016-03-09", "urn": "100001"},
        {"person": "c2", "born": "2014-03-09", "urn": "100002"},
    ]
    order = {"kind": "other", "person": "a1", "children": ["c2"], "condition": "Stay out of town."}
    case: Case = {"children": children, "detail": {"orders": [order]}}

    items = {str(item.recipient): item for item in decide(situation(case), agreement).items}

    assert "Stay out of town." in items["setting-100002"].instructions[0]
    assert "Stay out of town." not in " ".join(items["setting-100001"].instructions)
    assert items["setting-100001"].respond_by_words == "by 2:45pm Wednesday 18 November"


@pytest.mark.parametrize("written", ["Not to go near the school.", {"person": "a1"}, 7])
def test_an_order_that_no_field_can_hold_holds_up_nobody(
    agreement: Agreement, written: object
) -> None:
    """Where an order is written as a text, whoever acts for the child is told of the event."""
    told = document(OPEN_CASE_AND_UNKNOWN)
    told["data"]["detail"]["orders"] = written

    decision = decide(of_document(told, OPEN_CASE_AND_UNKNOWN), agreement)

    assert "front-door-bristol" in {item.recipient for item in decision.items}
