"""A correction's delivery is the event as it is now, and gives nothing away of what it was."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.consumers.both_stages import START, Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    adult,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
)

NURSES = "public-health-nursing"
SCHOOL = "setting-100001"
OF = family()
HIDDEN = {"lines": ["9 Hidden Close"], "postcode": "BS98 7ZZ"}


def corrected(stages: Stages, event: str, *changes: tuple[str, object]) -> Followed:
    """What follows from a correction of the police's event E1."""
    made = [{"field": field, "value": value} for field, value in changes]
    return stages.publish(correction(POLICE, "E1", made), event)


def moved(**more: Any) -> dict[str, Any]:
    """An incident of a mother who moved, and of a child who tells where to."""
    words = "We moved to 9 Hidden Close."
    said = {"voice": {"words": words, "for_school": words}, **more}
    return incident(
        [child(OF, "Bo", "2024-05-04", **said)],
        [adult(OF, "Dan", "a1", "father"), adult(OF, "Mum", "a2", "mother", new_address=HIDDEN)],
        allegations=[{"alleged": "a1", "victims": ["a2"]}],
        for_health=words,
    )


def test_instructions_are_those_of_the_event_as_it_is_though_its_rule_no_longer_applies() -> None:
    """The team has closed its episode, and is told all the same that it must never ring her."""
    stages, number = Stages(), nhs_number()
    stages.publish(involvement(OF, "Bo", "2018-01-01", nhs_number=number), "I1", of=COUNCIL)
    mother = adult(OF, "Mum", "a2", "mother", safe_contact={"how": "ring her any time"})
    known = child(OF, "Bo", "2018-01-01", nhs_number=number)
    stages.publish(incident([known], [mother]), "E1")
    closed = involvement(OF, "Bo", "2018-01-01", nhs_number=number)
    closed["data"]["detail"]["state"] = "closed"
    stages.publish(closed, "I2", of=COUNCIL)

    never = {"never": "ring her: he answers"}
    item = corrected(stages, "C1", ("core.adults.0.safe_contact", never)).deliveries[TEAM]

    said = " ".join(item["instructions"])
    assert "never: ring her: he answers." in said
    assert "any time" not in said


def test_what_stands_at_the_head_of_a_correction_is_as_it_is_now() -> None:
    """It became immediate, and its sender has another number: that one is to be called first."""
    stages = Stages()
    stages.publish(incident([child(OF, "Ivy", "2016-05-04")], urgency="routine"), "E1")

    items = corrected(
        stages, "C1",
        ("core.urgency", "immediate"),
        ("core.call_back.phone", "0117 496 0777"),
        ("core.local_reference", "NEW-2"),
    ).deliveries  # fmt: skip

    assert FRONT_DOOR in items
    for item in items.values():
        assert item["urgency"] == "immediate"
        assert item["phone_first"] == item["told_by"]["call_back"]["phone"] == "0117 496 0777"
        assert item["told_by"]["local_reference"] == "NEW-2"


def test_what_a_correction_makes_urgent_is_due_as_soon_as_the_urgent_is() -> None:
    """A child is found to be at risk: four hours from then; immediate: an hour; else as before."""
    stages = Stages()
    stages.publish(incident([child(OF, "Ivy", "2016-05-04")], urgency="routine"), "E1")

    risk = corrected(stages, "C1", ("core.children.0.risk_of_significant_harm", "yes"))
    stages.pass_minutes(30)
    now = corrected(stages, "C2", ("core.urgency", "immediate"))
    calmer = corrected(stages, "C3", ("core.urgency", "same-day"))

    due = [
        datetime.fromisoformat(followed.deliveries[FRONT_DOOR]["respond_by"]) - START
        for followed in (risk, now, calmer)
    ]
    an_hour_on = timedelta(minutes=33 + 60)
    assert due == [timedelta(hours=4, minutes=2), an_hour_on, an_hour_on]


def test_a_correction_at_night_says_whom_to_call_at_night() -> None:
    """By day the sender's unit; made immediate at night, the force's control room."""
    stages = Stages()
    back = {"role": "unit", "phone": "0117 496 0101", "hours": "every day 8am to 8pm"}
    event = incident([child(OF, "Ivy", "2016-05-04")], urgency="routine")
    event["data"]["core"]["call_back"] = back
    stages.publish(event, "E1")

    stages.pass_minutes(60 * 17)
    item = corrected(stages, "C1", ("core.urgency", "immediate")).deliveries[FRONT_DOOR]

    assert item["phone_first"] == "0117 496 0102"
    assert "(out of hours)" in " ".join(item["instructions"])


def test_an_order_that_a_correction_adds_is_due_now_for_the_school() -> None:
    """The school had until the hand-over; an order that has run out, or none, hurries nobody."""
    stages = Stages()
    pupil = child(OF, "Ivy", "2016-05-04", school={"urn": "100001"})
    stages.publish(incident([pupil], [adult(OF, "Dan", "a1", "father")], urgency="routine"), "E1")
    order = {"kind": "bail-condition", "person": "a1", "condition": "Not to fetch Ivy."}

    old = corrected(stages, "C1", ("detail.orders", [order | {"until": "2026-11-01"}]))
    new = corrected(stages, "C2", ("detail.orders", [order]))

    before, after = old.deliveries[SCHOOL], new.deliveries[SCHOOL]
    assert before["respond_by_words"] == "by 2:45pm Wednesday 18 November"
    assert any(
        said.startswith("No longer in force, it ended on 1 November 2026")
        for said in before["instructions"]
    )
    assert after["respond_by_words"] == "now, by 11:03am Wednesday 18 November"
    assert after["instructions"][0].startswith("In force: bail condition on Dan")


def test_the_senders_own_number_gives_no_address_away() -> None:
    """A police reference with an address in it is cleaned like every other text."""
    event = moved()
    event["data"]["core"]["local_reference"] = "9-HIDDEN-CLOSE/7"

    items = Stages().publish(event, "E1").deliveries

    assert items[NURSES]["told_by"]["local_reference"] == "[kept back]/7"
    assert items[FRONT_DOOR]["told_by"]["local_reference"] == "9-HIDDEN-CLOSE/7"


@pytest.mark.parametrize(
    "change",
    [
        ("core.adults.1.new_address", None),
        ("core.adults.1.new_address", {"lines": ["3 Safe Court"]}),
        ("core.adults.1", None),
        ("core.allegations", [{"alleged": "a2", "victims": ["a1"]}]),
    ],
    ids=["taken away", "replaced", "the person taken away", "roles swapped"],
)
def test_what_was_kept_back_is_kept_back_after_every_correction(change: tuple[str, Any]) -> None:
    """An address that the event no longer has stands in its texts still, and in later ones."""
    stages = Stages()
    stages.publish(moved(), "E1")

    first = corrected(stages, "C1", change, ("core.children.0.exposure", "PRESENT_SAW"))
    then = corrected(stages, "C2", ("core.for_health", "She cries at 9 Hidden Close."))

    for followed in (first, then):
        for item in followed.items:
            if item["recipient"] != FRONT_DOOR:
                assert "Hidden" not in json.dumps(item)


def test_what_is_kept_back_now_is_kept_back_of_what_was() -> None:
    """The mother's address comes with a correction: what was told before does not repeat it."""
    stages, event = Stages(), moved()
    del event["data"]["core"]["adults"][1]["new_address"]
    event["data"]["core"]["for_health"] = "They are at Hiddenwell now."
    first = stages.publish(event, "E1").deliveries[NURSES]
    address = {"lines": ["Hiddenwell"], "postcode": "BS98 7ZZ"}

    item = corrected(stages, "C1", ("core.adults.1.new_address", address)).deliveries[NURSES]

    assert "Hiddenwell" in json.dumps(first)
    assert "Hiddenwell" not in json.dumps(item)


def test_whoever_gets_the_event_anew_gets_nothing_that_was_kept_back_in_it() -> None:
    """A school that a correction brings in is told what the others are, and no old address."""
    stages, event = Stages(), moved(birth_date="2016-05-04")
    stages.publish(event, "E1")

    item = corrected(
        stages, "C1",
        ("core.adults.1.new_address", None),
        ("core.children.0.school", {"urn": "100001"}),
    ).deliveries[SCHOOL]  # fmt: skip

    assert item["told"]["core"]["children"][0]["voice"]["for_school"] == "We moved to [kept back]."


def test_what_was_kept_back_is_kept_back_in_what_was_told_before() -> None:
    """The police took the address out of the first event: the second does not bring it along."""
    stages, number = Stages(), nhs_number()
    stages.publish(involvement(OF, "Bo", "2018-01-01", nhs_number=number), "I1", of=COUNCIL)
    event = moved(nhs_number=number, birth_date="2018-01-01")
    event["data"]["core"]["adults"][1]["victim_service"] = "Next Link"
    event["data"]["core"]["summary"] = "She rang Next Link."
    stages.publish(event, "E1")
    corrected(stages, "C1", ("core.adults.1.victim_service", None))

    again = incident([child(OF, "Bo", "2018-01-01", nhs_number=number)])
    earlier = stages.publish(again, "E2").deliveries[TEAM]["earlier"]

    told = [one["told"]["core"].get("summary") for one in earlier]
    assert "She rang a service." in told
    assert "Next Link" not in json.dumps(earlier)


def test_a_way_to_reach_her_that_is_unsafe_now_is_not_repeated_to_whoever_is_told_no_more() -> None:
    """The event is not about their child, and its sender no longer says to ring her."""
    stages = Stages()
    mother = adult(OF, "Mum", "a2", "mother", safe_contact={"how": "ring her any time"})
    children = [child(OF, "Bo", "2018-01-01"), child(OF, "Ivy", "2012-01-01", "c2")]
    children[0]["lives_at"]["authority"] = "E06000025"
    stages.publish(incident(children, [mother]), "E1")

    followed = corrected(
        stages, "C1",
        ("core.adults.0.safe_contact", {"never": "ring her: he answers"}),
        ("core.adults.0.related_to.0.child", "c2"),
        ("core.children.0", None),
    )  # fmt: skip

    gone = [one for one in followed.items if one["amends"] and not one["told"]]
    assert gone
    assert "any time" not in json.dumps([one["instructions"] for one in gone])
