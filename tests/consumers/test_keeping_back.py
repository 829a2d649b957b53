"""A correction that tightens the handling of an event keeps it back from those who had it."""

import json

import pytest

from tests.consumers.both_stages import Followed, Stages
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
    retraction,
)

OF = family()
HEALTH = "public-health-nursing"
MATTER = "allegation-against-staff"
NOT_TO_SCHOOLS = [{"kinds": ["setting"], "because": "Kin work there.", "review_on": "2027-01-11"}]
SCHOOL, OTHER_SCHOOL = "setting-100001", "setting-100002"
SECOND_READER = "second-reader-bristol"
NEW_WORDS = ("core.children.0.voice", {"words": "As said.", "for_school": "New words."})


@pytest.fixture
def stages() -> Stages:
    """An incident E1 about a child at a school, with a social worker."""
    stages, number = Stages(), nhs_number()
    stages.publish(involvement(OF, "Ivy", "2016-05-04", nhs_number=number), "I1", of=COUNCIL)
    known = child(OF, "Ivy", "2016-05-04", nhs_number=number, school={"urn": "100001"})
    stages.publish(incident([known], [adult(OF, "Dan", "a1", "father")]), "E1")
    return stages


def corrected(stages: Stages, event: str, *changes: tuple[str, object]) -> Followed:
    """What follows from a correction of the police's event E1."""
    made = [{"field": field, "value": value} for field, value in changes]
    return stages.publish(correction(POLICE, "E1", made), event)


@pytest.mark.parametrize(
    ("change", "closed_to", "read_by"),
    [
        (("core.handling.restricted_kinds", [MATTER]), {TEAM, SCHOOL, HEALTH}, FRONT_DOOR),
        (("core.handling.originator_control", True), {SCHOOL, HEALTH}, TEAM),
        (("core.handling.not_to", NOT_TO_SCHOOLS), {SCHOOL}, TEAM),
        (("core.adults.0.works_for", COUNCIL), {TEAM}, SECOND_READER),
        (("core.children.0.school.urn", "100002"), {SCHOOL}, OTHER_SCHOOL),
    ],
    ids=["restricted", "the sender's control", "not to schools", "own staff", "another school"],
)
def test_who_may_not_see_it_now_is_told_that_alone(
    stages: Stages, change: tuple[str, object], closed_to: set[str], read_by: str
) -> None:
    """Nothing of the event goes to them, and whoever reads it now has all of it."""
    items = corrected(stages, "C1", change, NEW_WORDS).deliveries

    for recipient in closed_to:
        item = items[recipient]
        assert item["told"] == item["amends"]["before"] == item["amends"]["after"] == {}
        assert "keeps this back from you" in item["headline"]
        assert "Call Avon and Somerset Police on" in item["instructions"][1]
        assert item["amends"]["because"].startswith("The sender says so.")
        assert "New words" not in json.dumps(item)
    assert "New words." in json.dumps(items[read_by]["told"])
    kept_back = {one for one, item in items.items() if "keeps this back" in item["headline"]}
    assert kept_back == closed_to


def test_what_is_kept_back_asks_nobody_who_the_child_is() -> None:
    """The team was asked whether it is its child: it hears that it needs no answer any more."""
    stages = Stages()
    stages.publish(involvement(OF, "Bo", "2015-05-04"), "I1", of=COUNCIL)
    asked = stages.publish(incident([child(OF, "Bo", "2015-05-04")]), "E1").deliveries[TEAM]
    assert asked["question"]["about"] == "same-child"

    item = corrected(stages, "C1", ("core.handling.restricted_kinds", [MATTER])).deliveries[TEAM]

    assert item["headline"].startswith("The question is settled")
    assert not item.get("question")


def test_it_is_said_once_that_the_sender_keeps_it_back(stages: Stages) -> None:
    """Later corrections reach whoever reads it now; taking it back reaches everyone who had it."""
    corrected(stages, "C1", ("core.children.0.school.urn", "100002"))

    then = corrected(stages, "C2", NEW_WORDS).deliveries
    last = stages.publish(retraction(POLICE, "E1"), "R1").deliveries

    assert SCHOOL not in then
    assert OTHER_SCHOOL in then
    assert last[SCHOOL]["told"] == {}
    assert last[SCHOOL]["amends"]["how"] == "retraction"


def test_what_is_kept_back_no_more_is_told_again(stages: Stages) -> None:
    """The sender gives up its control: the school has the event as it is."""
    corrected(stages, "C1", ("core.handling.originator_control", True), NEW_WORDS)

    item = corrected(stages, "C2", ("core.handling.originator_control", False)).deliveries[SCHOOL]

    assert item["told"]["core"]["children"][0]["voice"] == {"for_school": "New words."}


def test_the_ledger_says_what_a_correction_disclosed_and_what_it_did_not(stages: Stages) -> None:
    """Each amendment with its fields, and each refusal that was considered."""
    ledger = corrected(stages, "C1", ("core.handling.originator_control", True), NEW_WORDS).ledger

    said = {(one["recipient"], one["decision"]): one for one in ledger}
    assert "core.children.*.voice.words" in said[TEAM, "give"]["fields"]
    assert said[SCHOOL, "give"]["fields"] == []
    assert "keeps it back now" in said[SCHOOL, "give"]["because"]
    assert (SCHOOL, "ask") in said


def test_the_reason_of_a_correction_gives_nothing_away() -> None:
    """The front door reads the sender's words without the address that it may not have."""
    stages = Stages()
    mother = adult(OF, "Mum", "a1", "mother", new_address={"lines": ["12 Larch Road"]})
    mother.pop("related_to")
    event = incident([], [mother], answer="not-asked",
                     allegations=[{"alleged": "a1", "victims": ["a1"]}])  # fmt: skip
    stages.publish(event, "E1")
    right = correction(POLICE, "E1", [{"field": "detail.risk_grade", "value": "HIGH"}])
    back = retraction(POLICE, "E1")
    for one in (right, back):
        one["data"]["detail"]["because"] = "She is at 12 Larch Road."

    for followed in (stages.publish(right, "C1"), stages.publish(back, "R1")):
        amends = followed.deliveries[FRONT_DOOR]["amends"]
        assert amends["because"] == "She is at [kept back]."


def test_a_child_that_is_added_comes_with_what_it_adds_to() -> None:
    """Who had the event about one child has one item about two, which later ones follow."""
    stages = Stages()
    original = stages.publish(incident([child(OF, "Ivy", "2016-05-04")]), "E1").deliveries

    more = corrected(
        stages, "C1",
        ("core.children.1", child(OF, "Rory", "2013-02-01", "c2")),
        ("core.children.0.birth_date", "2016-05-14"),
    ).deliveries  # fmt: skip
    then = corrected(stages, "C2", ("core.summary", "He came back.")).deliveries

    item = more[FRONT_DOOR]
    assert item["amends"]["before"] == {"core.children.0.birth_date": "2016-05-04"}
    assert item["amends"]["after"]["core.children.1.name.given"] == "Rory"
    assert [one["person"] for one in item["children"]] == ["c1", "c2"]
    assert item["headline"].startswith("Corrected by the sender: it is about more children")
    assert then[FRONT_DOOR]["amends"]["delivery"] == item["amends"]["delivery"]
    assert set(more) == set(original)
