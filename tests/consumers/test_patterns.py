"""Patterns over time: told once, changed and taken back with the events that make them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wholepicture_schemas.children import Link
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef

from tests.consumers.both_stages import Followed, Stages
from tests.consumers.pattern_stages import (
    FAMILY,
    FATHER,
    IVY,
    MOTHER,
    abuse,
    concern,
    days,
    event_id,
    holders,
    of_patterns,
    rule,
    stages,
    tell,
)
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    correction,
    involvement,
    retraction,
)

pytestmark = pytest.mark.finding("F11")
ANOTHER_TEAM = "social-work-bristol-1"
MARCH, APRIL, JUNE, NOVEMBER = (datetime(2026, month, 4, 9, tzinfo=UTC) for month in (3, 4, 6, 11))


def _works_with_ivy(made: Stages, name: str = "open", state: str = "open") -> Followed:
    told = involvement(FAMILY, "Ivy", "2016-05-04", nhs_number="9990000018")
    told["data"]["detail"]["state"] = state
    told["data"]["core"]["local_reference"] = "CIN-1"
    return tell(made, name, told, MARCH - timedelta(days=30), of=COUNCIL)


def _retracted(made: Stages, name: str) -> Followed:
    return made.publish(retraction(POLICE, event_id(name)), event_id(f"{name} taken back"))


def test_the_event_that_completes_a_pattern_brings_one_notice() -> None:
    """The front door has it beside the event itself: rule, version, exact events, no assessment."""
    made = stages()
    first = tell(made, "one", abuse(), MARCH)

    second = tell(made, "two", abuse(), APRIL)

    assert of_patterns(first) == []
    (item,) = of_patterns(second)
    detail = item["told"]["detail"]
    assert item["recipient"] == FRONT_DOOR
    assert item["kind"] == "referral"
    assert days(item) == ["2026-03-04", "2026-04-04"]
    assert (detail["pattern"], detail["pattern_version"]) == ("again", 1)
    assert "not an assessment" in detail["not_an_assessment"]
    assert detail["made_of"].startswith("2 events of 1 agency from 4 March 2026 to 4 April 2026")
    assert item["told"]["core"]["children"][0]["name"]["given"] == "Ivy"
    assert item["told_by"]["agency"].startswith("A pattern rule of")
    assert "BS90" not in str(item["told"])


def test_whoever_works_with_the_child_has_it() -> None:
    """The team, for its worker and manager; the front door does not."""
    made = stages()
    _works_with_ivy(made)
    tell(made, "one", abuse(), MARCH)

    (item,) = of_patterns(tell(made, "two", abuse(), APRIL))

    assert item["recipient"] == TEAM
    assert item["addressed_to"]["worker"]["name"] == "W. Example"
    assert item["addressed_to"]["manager"]["name"] == "M. Example"
    assert item["headline"].startswith("Open case. Pattern over time: Ivy Quillmere, 9.")
    assert item["respond_by_words"]


def test_the_same_facts_bring_nothing_anew() -> None:
    """A record that comes again, and an event that is of no kind that counts."""
    made = stages(rule(counts=[{"types": ["domestic-abuse-incident"]}]))
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)

    assert of_patterns(tell(made, "two", abuse(), APRIL)) == []
    assert of_patterns(tell(made, "three", concern(), JUNE)) == []


def test_who_begins_to_work_with_the_child_is_told_what_stands() -> None:
    """The team had no part in it until now; the front door, which has it, hears nothing again."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)

    (item,) = of_patterns(_works_with_ivy(made))

    assert item["recipient"] == TEAM
    assert days(item) == ["2026-03-04", "2026-04-04"]


def test_one_more_event_changes_the_notice() -> None:
    """Whoever has it reads which events make it now, by what amends the first one."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    (first,) = of_patterns(tell(made, "two", abuse(), APRIL))

    third = tell(made, "three", concern(), JUNE)

    (item,) = of_patterns(third)
    assert item["amends"]["how"] == "correction"
    assert days(item) == ["2026-03-04", "2026-04-04", "2026-06-04"]
    assert item["headline"].startswith("Other events make this pattern now: 3 events")
    assert item["respond_by"] >= first["respond_by"]


def test_a_late_event_takes_its_place() -> None:
    """What happened between the others and came last stands between them."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), JUNE)

    (item,) = of_patterns(tell(made, "late", abuse(), APRIL))

    assert days(item) == ["2026-03-04", "2026-04-04", "2026-06-04"]


def test_a_retraction_withdraws_it() -> None:
    """What is left of the events makes no pattern: the notice is taken back, once."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)

    followed = _retracted(made, "one")

    (item,) = of_patterns(followed)
    assert item["amends"]["how"] == "retraction"
    assert item["told"] == {}
    assert of_patterns(_retracted(made, "two")) == []


def test_after_it_was_withdrawn_it_can_come_again() -> None:
    """A later event makes it anew: another notice, with the events of now."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)
    _retracted(made, "one")

    (item,) = of_patterns(tell(made, "three", abuse(), JUNE))

    assert "amends" not in item
    assert days(item) == ["2026-04-04", "2026-06-04"]


def test_events_too_far_apart_make_nothing() -> None:
    """The time of the rule lies between the first and the last."""
    made = stages()
    tell(made, "one", abuse(), MARCH)

    assert of_patterns(tell(made, "two", abuse(), NOVEMBER)) == []


def test_time_that_passes_takes_nothing_back() -> None:
    """What stood in spring stands in autumn, and an event that adds nothing leaves it alone."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)

    assert of_patterns(tell(made, "three", abuse(), NOVEMBER)) == []


def test_one_event_about_two_children_makes_a_pattern_of_neither() -> None:
    """Each child has a chronology of their own."""
    made = stages()
    brother = {**IVY, "person": "c2", "name": {"given": "Max", "family": "Quillmere"},
               "nhs_number": "9990000026", "birth_date": "2012-01-02"}  # fmt: skip
    tell(made, "one", abuse(), MARCH)

    assert of_patterns(tell(made, "two", abuse(of=brother), APRIL)) == []


def test_history_makes_no_pattern() -> None:
    """What an agency held before it was connected fills the chronology and starts no notice."""
    made = stages()
    tell(made, "old", abuse(history=True), MARCH)

    assert of_patterns(tell(made, "one", abuse(), APRIL)) == []


def test_what_a_recipient_may_not_see_does_not_count_for_it() -> None:
    """The team may not know of a restricted matter: the front door, which may, has the pattern."""
    made = stages()
    _works_with_ivy(made)
    tell(made, "one", abuse(), MARCH)

    secret = {"restricted_kinds": ["allegation-against-staff"]}
    followed = tell(made, "two", abuse(handling=secret), APRIL)

    (item,) = of_patterns(followed)
    assert item["recipient"] == FRONT_DOOR
    assert item["reason"]["rule"] == "pattern-nobody-else-told"
    withheld = [
        entry["recipient"]
        for entry in followed.ledger
        if entry["decision"] == "withhold" and "pattern-found" in entry["event_type"]
    ]
    assert withheld == [TEAM]


@pytest.mark.parametrize("matter", ["allegation-against-staff", "of-no-kind-listed"])
def test_present_or_absent_the_team_has_the_same(matter: str) -> None:
    """Whether a matter that it may not know was told or not, its notice is the same to the byte."""
    notices: list[list[dict[str, Any]]] = []
    for present in (True, False):
        made = stages()
        _works_with_ivy(made)
        tell(made, "one", abuse(local_reference="A"), MARCH)
        if present:
            secret = abuse(handling={"restricted_kinds": [matter]}, local_reference="B")
            tell(made, "secret", secret, APRIL)
        else:
            made.pass_minutes()
        followed = tell(made, "two", abuse(local_reference="C"), JUNE)
        notices.append([item for item in of_patterns(followed) if item["recipient"] == TEAM])

    assert notices[0] == notices[1]
    assert days(notices[0][0]) == ["2026-03-04", "2026-06-04"]


def test_who_is_meant_no_more_hears_of_nothing_new() -> None:
    """The front door had the pattern before a team worked with the child: the team has the rest."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)
    _works_with_ivy(made)

    third = of_patterns(tell(made, "three", abuse(), JUNE))
    fewer = of_patterns(_retracted(made, "one"))

    assert [(item["recipient"], days(item)[-1]) for item in third] == [(TEAM, "2026-06-04")]
    front_door = next(item for item in fewer if item["recipient"] == FRONT_DOOR)
    assert front_door["amends"]["how"] == "retraction"
    assert next(days(item) for item in fewer if item["recipient"] == TEAM) == [
        "2026-04-04", "2026-06-04",
    ]  # fmt: skip


def test_a_correction_that_moves_an_event_to_another_child_ends_it() -> None:
    """The event was about somebody else: of Ivy's events one is left."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)
    other = [
        {"field": "core.children.0.nhs_number", "value": "9990000026"},
        {"field": "core.children.0.name.given", "value": "Zed"},
        {"field": "core.children.0.birth_date", "value": "2009-09-09"},
    ]

    followed = made.publish(correction(POLICE, event_id("two"), other), event_id("moved"))

    (item,) = of_patterns(followed)
    assert item["amends"]["how"] == "retraction"


def test_a_pattern_is_answered_like_any_referral() -> None:
    """Reviewed, and a meeting called, are outcomes; who turns it away has somebody else asked."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    second = tell(made, "two", abuse(), APRIL)
    (delivery,) = (
        name for name, item in second.sent(FRONT_DOOR) if "pattern-found" in item["event_type"]
    )

    reviewed = made.answer(
        FRONT_DOOR, "decided", "r1", delivery=delivery, outcome="reviewed", reason="Seen together."
    )
    turned_away = made.answer(
        FRONT_DOOR, "decided", "r2", delivery=delivery, outcome="not-ours", reason="Lives in Bath."
    )

    assert ("decided", "Children's social care decided: reviewed with what else is known.") in [
        (state, says) for state, says in reviewed.feedback
    ]
    assert turned_away.items
    assert all(item["question"] for item in turned_away.items)


def test_only_while_services_work_with_the_child() -> None:
    """A rule with that condition looks at the moment of the newest event."""
    made = stages(rule(at_least=1, when=["child-has-open-episode"]))

    before = of_patterns(tell(made, "one", abuse(), MARCH))
    opened = of_patterns(_works_with_ivy(made))

    assert before == []
    assert holders(opened) == [TEAM]


def test_a_run_ends_with_what_the_rule_says() -> None:
    """Only what came after it counts; what comes after the run ends nothing."""
    ends = rule(
        counts=[{"types": ["domestic-abuse-incident"]}], without=[{"types": ["child-concern"]}]
    )
    made = stages(ends)
    tell(made, "one", abuse(), MARCH)
    tell(made, "between", concern(), APRIL)
    assert of_patterns(tell(made, "two", abuse(), JUNE)) == []

    (item,) = of_patterns(tell(made, "three", abuse(), JUNE + timedelta(days=3)))
    after = of_patterns(tell(made, "after", concern(), JUNE + timedelta(days=9)))

    assert days(item) == ["2026-06-04", "2026-06-07"]
    assert after == []
    late = of_patterns(tell(made, "came late", concern(), JUNE + timedelta(days=1)))
    assert [item["amends"]["how"] for item in late] == ["retraction"]


def test_names_of_adults_are_in_no_notice() -> None:
    """It says who the child is and what was told when by whom, and nothing else of anybody."""
    made = stages()
    tell(made, "one", abuse(), MARCH)

    (item,) = of_patterns(tell(made, "two", abuse(), APRIL))

    said = str(item["told"])
    assert FATHER["name"]["given"] not in said
    assert MOTHER["phone"] not in said


def _begun_wrongly(made: Stages) -> None:
    """A team was told of Ivy's pattern because it was said to work with her."""
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)
    assert holders(of_patterns(_works_with_ivy(made))) == [TEAM]


def _taken_back_from(followed: Followed) -> list[str]:
    return [item["recipient"] for item in of_patterns(followed) if "amends" in item]


def test_a_team_that_was_never_meant_gives_the_pattern_back() -> None:
    """The work was another child's: whoever read of Ivy because of it hears that it was not."""
    made = stages()
    _begun_wrongly(made)

    taken = made.publish(retraction(COUNCIL, event_id("open")), event_id("back"), of=COUNCIL)

    (item,) = of_patterns(taken)
    assert item["recipient"] == TEAM
    assert item["amends"]["how"] == "retraction"
    assert "not meant for you" in item["headline"]
    assert "Take it out of your record" in str(item["instructions"])
    assert item["told"] == {}


def test_a_link_to_another_child_takes_it_back() -> None:
    """A person says who the child of the work is: not Ivy."""
    made = stages()
    _begun_wrongly(made)
    link = Link(id=EventId("l1"), person=PersonRef("c1"), child=ChildRef("another-child"),
                confidence="confirmed", basis="first-record", model="person")  # fmt: skip

    linked = made.linked(event_id("open"), link, version=1, of=COUNCIL)

    assert _taken_back_from(linked) == [TEAM]


def test_a_corrected_team_takes_it_over() -> None:
    """The team that works with her has it, and the one that never did has it no more."""
    made = stages()
    _begun_wrongly(made)
    changes = [{"field": "detail.team", "value": ANOTHER_TEAM}]

    put_right = made.publish(
        correction(COUNCIL, event_id("open"), changes), event_id("right"), of=COUNCIL
    )

    assert _taken_back_from(put_right) == [TEAM]
    new = [item for item in of_patterns(put_right) if "amends" not in item]
    assert holders(new) == [ANOTHER_TEAM]


def test_who_told_nobody_else_is_made_good() -> None:
    """The wrong team alone had it: the front door is told, and once the team is right, that team.

    No pattern that stands is left with nobody.
    """
    made = stages()
    _works_with_ivy(made)
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)

    taken = made.publish(retraction(COUNCIL, event_id("open")), event_id("back"), of=COUNCIL)
    right = _works_with_ivy(made, "right")

    assert {item["recipient"]: "amends" in item for item in of_patterns(taken)} == {
        TEAM: True, FRONT_DOOR: False,
    }  # fmt: skip
    assert holders(of_patterns(right)) == [TEAM]
    assert "amends" not in of_patterns(right)[0]


def test_work_that_ended_takes_nothing_back() -> None:
    """The team worked with her, so it was meant: what it was told stands."""
    made = stages()
    _begun_wrongly(made)

    assert of_patterns(_works_with_ivy(made, "close", "closed")) == []
