"""A child whom a correction adds is a child of the event; one whom it removes is none any more."""

from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.journeys.stories import (
    EDUCATION,
    FRONT_DOOR,
    POLICE,
    adult,
    child,
    correction,
    family,
    incident,
    nhs_number,
    retraction,
)

OF = family()
IVY = child(OF, "Ivy", "2016-05-04", nhs_number=nhs_number())
RORY = child(OF, "Rory", "2013-02-01", "c2", nhs_number=nhs_number())
SOURCE = f"/agencies/{POLICE}"


def _corrects(*changes: tuple[str, object]) -> dict[str, Any]:
    return correction(POLICE, "e1", [{"field": field, "value": value} for field, value in changes])


@pytest.fixture
def stages() -> Stages:
    """Both stages, after an incident that names Ivy."""
    stages = Stages()
    stages.publish(incident([IVY], [adult(OF, "Dan", "a1", "father")]), "e1")
    return stages


@pytest.mark.parametrize(
    ("field", "value"), [("core.children.1", RORY), ("core.children", [IVY, RORY])]
)
def test_an_added_child_is_linked_and_has_a_record_of_its_own(
    stages: Stages, field: str, value: object
) -> None:
    """The links of the original and the new one travel, one record for each child."""
    original = stages.event("e1").links

    made = stages.publish(_corrects((field, value)), "e2")

    records = made.children
    assert [link["person"] for link in records[0]["links"]] == ["c1", "c2"]
    assert records[0]["links"][0]["child"] == original[0].child
    assert [one["child"] for one in records] == [one["child"] for one in records[0]["links"]]
    assert [one["lead"] for one in records] == [True, False]
    assert [link.person for link in stages.event("e1").links] == ["c1", "c2"]
    assert records[1]["child"] in {ref for one in made.ledger for ref in one["children"]}
    assert "c2" in {one["person"] for one in made.deliveries[FRONT_DOOR]["children"]}


def test_an_added_child_has_the_event_in_its_chronology(stages: Stages) -> None:
    """What is told of the child later comes with the corrected event."""
    ref = stages.publish(_corrects(("core.children.1", RORY)), "e2").children[1]["child"]
    ((name, entry),) = stages.entries(ref).items()
    assert (name, entry.person) == (f"{SOURCE}:e1", "c2")

    later = stages.publish(incident([{**RORY, "person": "c1"}]), "e3").deliveries
    (earlier,) = later[FRONT_DOOR]["earlier"]
    names = [one["name"]["given"] for one in earlier["told"]["core"]["children"]]
    assert "Rory" in names


def test_an_added_child_is_found_by_its_number(stages: Stages) -> None:
    """A child who is known already is that child, and a later event finds one who was not."""
    known = stages.publish(incident([{**RORY, "person": "c1"}]), "e0").children[0]["child"]

    links = stages.publish(_corrects(("core.children.1", RORY)), "e2").children[0]["links"]

    assert (links[1]["child"], links[1]["confidence"]) == (known, "confirmed")


def test_a_child_added_without_a_reference_gets_one(stages: Stages) -> None:
    """Link, chronology and delivery call the child the same, whatever the correction left out."""
    nameless = {name: value for name, value in RORY.items() if name != "person"}

    made = stages.publish(_corrects(("core.children.1", nameless)), "e2")

    person = made.children[0]["links"][1]["person"]
    assert person.startswith("added-")
    assert person in {one["person"] for one in made.deliveries[FRONT_DOOR]["children"]}


@pytest.mark.parametrize("taken", ["c1", "a1"])
def test_a_child_added_under_anothers_reference_gets_its_own(stages: Stages, taken: str) -> None:
    """Neither the child nor the person whose reference it is gets lost, and it is asked about."""
    made = stages.publish(_corrects(("core.children.1", {**RORY, "person": taken})), "e2")

    assert len(made.children) == 2
    assert [one["field"] for one in made.problems] == ["detail.changes.0.value.person"]
    core = made.deliveries[FRONT_DOOR]["told"]["core"]
    assert len({one["person"] for one in [*core["children"], *core["adults"]]}) == 3


def test_a_child_beyond_the_end_of_the_list_is_asked_about(stages: Stages) -> None:
    """A slip in the position adds nobody, and the agency hears of it."""
    made = stages.publish(_corrects(("core.children.7", RORY)), "e2")

    assert not made.children
    assert [one["what"] for one in made.problems] == [
        "leads to core.children.7, which is not there"
    ]
    assert not made.deliveries


@pytest.mark.parametrize("field", ["core.children", "core.children.0", "core.adults.0"])
def test_a_text_in_a_persons_place_takes_nobody_away(stages: Stages, field: str) -> None:
    """What cannot be read as a person changes nothing, and is asked about."""
    made = stages.publish(_corrects((field, "nobody")), "e2")

    assert [one["field"] for one in made.problems] == ["detail.changes.0.value"]
    assert not made.deliveries
    assert [link.person for link in stages.event("e1").links] == ["c1"]


def test_an_added_child_of_whom_nothing_can_be_read_is_not_lost(stages: Stages) -> None:
    """There is a child more, of whom the agency is asked."""
    made = stages.publish(_corrects(("core.children.1", "a girl")), "e2")

    assert len(made.children) == 2
    assert "core.children.1.name" in [one["field"] for one in made.problems]
    assert len(made.deliveries[FRONT_DOOR]["children"]) == 2


@pytest.mark.parametrize(
    "document",
    [
        _corrects(("core.children", [child(OF, f"N{at}", "2014-01-01") for at in range(60)])),
        _corrects(*[("core.urgency", "routine")] * 300),
    ],
    ids=["children", "changes"],
)
def test_a_correction_that_is_too_much_is_kept_and_asked_about(
    stages: Stages, document: dict[str, Any]
) -> None:
    """One correction cannot hold up everybody else's events."""
    assert stages.publish(document, "e2").invalid


def test_a_second_correction_builds_on_the_first(stages: Stages) -> None:
    """A third child comes behind the second, and all three stay linked as they were."""
    first = stages.publish(_corrects(("core.children.1", RORY)), "e2").children[0]["links"]
    bea = child(OF, "Bea", "2020-01-01", "c3")

    made = stages.publish(_corrects(("core.children.2", bea)), "e3")

    assert made.children[0]["links"][:2] == first
    assert len(made.children) == 3
    assert not made.problems


def test_a_removed_child_leaves_its_chronology_and_whoever_was_told_learns_it(
    stages: Stages,
) -> None:
    """It was another child: who was told of Ivy hears so, and her chronology lacks it."""
    ivy = stages.event("e1").links[0].child
    first = set(stages.holders("e1"))

    made = stages.publish(_corrects(("core.children", [RORY])), "e2")

    gone = [one for one in made.items if (one.get("amends") or {}).get("no_longer_about")]
    assert {one["recipient"] for one in gone} == first
    for one in gone:
        assert one["amends"]["how"] == "retraction"
        assert one["amends"]["no_longer_about"] == ["c1"]
        assert one["told"] == {}
        assert "Ivy" in one["instructions"][0] or "name you were not told" in one["instructions"][0]
    assert not any(entry.holds for entry in stages.entries(ivy).values())
    anew = {one["recipient"] for one in made.items if one.get("amends") is None}
    assert FRONT_DOOR in anew
    assert len(set(made.ids)) == len(made.ids)
    later = stages.publish(incident([IVY]), "e3").deliveries[FRONT_DOOR]
    assert not later["earlier"]


def test_of_two_children_one_is_removed() -> None:
    """Who was told of both hears which of them it is not about, and keeps the other."""
    stages = Stages()
    stages.publish(incident([IVY, RORY]), "e1")

    made = stages.publish(_corrects(("core.children.0", None)), "e2")

    item = made.deliveries[FRONT_DOOR]
    assert item["amends"]["how"] == "correction"
    assert item["amends"]["no_longer_about"] == ["c1"]
    assert [one["person"] for one in item["children"]] == ["c2"]
    assert item["instructions"][0].startswith(f"Ivy {OF.surname}: ")
    assert "Ivy" not in str(item["told"])
    assert not any("Rory" in str(value) for value in item["amends"]["before"].values())


def test_a_removed_child_that_comes_back_is_the_same_child(stages: Stages) -> None:
    """The link is never edited: taking the removal back restores what was."""
    before = stages.event("e1").links[0]
    stages.publish(_corrects(("core.children", [RORY])), "e2")

    made = stages.publish(_corrects(("core.children", [IVY, RORY])), "e3")

    assert stages.event("e1").links[0] == before
    assert all(entry.holds for entry in stages.entries(before.child).values())
    assert "c1" in {one["person"] for one in made.deliveries[FRONT_DOOR]["children"]}


def test_taking_the_event_back_reaches_the_added_child_too(stages: Stages) -> None:
    """A retraction after the correction ends the event for every child that it was about."""
    ref = stages.publish(_corrects(("core.children.1", RORY)), "e2").children[1]["child"]

    made = stages.publish(retraction(POLICE, "e1"), "e3")

    assert len(made.children) == 2
    assert not any(entry.holds for entry in stages.entries(ref).values())
    assert EDUCATION in made.deliveries


def test_a_correction_before_its_original_adds_its_child_when_that_comes() -> None:
    """What waited is applied with the links of the original and one for the child that it adds."""
    stages = Stages()
    stages.publish(_corrects(("core.children", [IVY, RORY])), "e2")

    made = stages.publish(incident([IVY]), "e1")

    late = [one for one in made.children if one.get("amends")]
    assert [link["person"] for link in late[0]["links"]] == ["c1", "c2"]
    assert late[0]["links"][0] == made.children[0]["links"][0]
    assert made.children[0]["links"][0]["confidence"] == "not-confirmed"
    assert [link.person for link in stages.event("e1").links] == ["c1", "c2"]


def test_an_original_of_another_source_is_named() -> None:
    """A correction of what another of the agency's systems told names that system's source."""
    stages = Stages()
    stages.publish(incident([IVY]), "e1", source=f"{SOURCE}/records")
    document = _corrects(("core.urgency", "immediate"))

    waits = stages.publish(document, "e2")
    assert "detail.source" in waits.problems[0]["fix"]

    document["data"]["detail"]["source"] = f"{SOURCE}/records"
    made = stages.publish(document, "e3")
    assert made.children[0]["amends"] == f"{SOURCE}/records:e1"
    taken_back = retraction(POLICE, "e1")
    taken_back["data"]["detail"]["source"] = f"{SOURCE}/records"
    assert FRONT_DOOR in stages.publish(taken_back, "e4").deliveries


@pytest.mark.parametrize("source", ["/agencies/bristol-city-council", f"/recipients/{POLICE}"])
def test_another_agencys_original_is_refused(stages: Stages, source: str) -> None:
    """Nobody puts right what another agency told: it is kept, and asked about."""
    document = _corrects(("core.urgency", "immediate"))
    document["data"]["detail"]["source"] = source

    made = stages.publish(document, "e2")

    assert made.invalid
    assert [one["field"] for one in made.problems] == ["detail.source"]
    assert not made.children


def test_a_slip_is_asked_about_once_and_the_rest_reaches_the_recipients(stages: Stages) -> None:
    """The unknown field is named once, the list position too, and the urgency is put right."""
    made = stages.publish(
        _corrects(
            ("core.children.0.birthdate", "2016-05-05"),
            ("core.children.4.name", {"given": "X"}),
            ("core.children.0.birth_date", "2016-05-05"),
        ),
        "e2",
    )

    assert [one["field"] for one in made.problems] == [
        "detail.changes.0.field",
        "detail.changes.1.field",
    ]
    item = made.deliveries[FRONT_DOOR]
    assert item["amends"]["after"] == {"core.children.0.birth_date": "2016-05-05"}
    assert len(set(made.ids)) == len(made.ids)


def test_a_correction_of_what_was_taken_back_is_asked_about(stages: Stages) -> None:
    """It changes nothing any more, and its agency hears so."""
    stages.publish(retraction(POLICE, "e1"), "e2")

    made = stages.publish(_corrects(("core.urgency", "immediate")), "e3")

    assert [one["what"] for one in made.problems] == ["names an event that you took back"]
