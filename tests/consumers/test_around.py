"""Who is around a child, in items: for whom it is, and that it tells nothing that these do not."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.consumers.pattern_stages import FAMILY, FATHER, IVY, MOTHER, concern, event_id, tell
from tests.journeys.stories import (
    CONCERN,
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    core,
    correction,
    incident,
    involvement,
    retraction,
)

pytestmark = pytest.mark.finding("F5")
JULY, SEPTEMBER, OCTOBER, NOVEMBER = (
    datetime(2026, month, 4, 9, tzinfo=UTC) for month in (7, 9, 10, 11)
)
PLANTED = {
    "refuge": "14 Plantedrow",
    "unity": "Unity",
    "restricted": "Plantedsecret",
    "sibling": "Plantedsibling",
    "note": "Plantedpicture",
    "nurse": "Plantednurse",
    "number": "07700 900117",
}
_PLANTED = re.compile("|".join(PLANTED.values()))
_PLACES = ("Quill Row", "BS90 1ZZ", "Plantedrow", "07700 900117", "0117 496 0999")


def _works(made: Stages) -> None:
    told = involvement(FAMILY, "Ivy", "2016-05-04", nhs_number="9990000018")
    tell(made, "work", told, JULY, of=COUNCIL)


def _abuse(**more: Any) -> dict[str, Any]:
    alleged = [{"alleged": "a1", "victims": ["a2"]}]
    return incident([IVY], [{**FATHER, "seen": True}, MOTHER], allegations=alleged, **more)


def _planted(*, works: bool) -> list[dict[str, Any]]:
    """The items about the last of three events that hold what not everybody may see."""
    made = Stages()
    if works:
        _works(made)
    moved = {**MOTHER, "new_address": {"lines": [PLANTED["refuge"]]}, "phone": PLANTED["number"],
             "safe_contact": {"how": PLANTED["number"]}}  # fmt: skip
    nurse = {"name": PLANTED["nurse"], "role": "nurse", "organisation": PLANTED["unity"]}
    hidden = {"person": "c2", "name": {"given": PLANTED["sibling"]}, "birth_date": "2014-01-01"}
    alleged = [{"alleged": "a1", "victims": ["a2"]}]
    first = incident([{**IVY, "communication_note": PLANTED["note"]}, hidden], [FATHER, moved],
                     allegations=alleged, professionals=[nurse])  # fmt: skip
    closed = _abuse(summary=PLANTED["restricted"], handling={"restricted_kinds": ["unlisted"]})
    tell(made, "first", first, JULY)
    tell(made, "closed", closed, SEPTEMBER)
    return tell(made, "last", _abuse(), OCTOBER).items


@pytest.mark.finding("F1")
def test_whoever_acts_is_shown_who_is_around_and_a_school_is_not() -> None:
    """The team reads it beside what was told before; a school or a nurse gets the minimum."""
    made = Stages()
    _works(made)
    items = tell(made, "last", _abuse(), OCTOBER).deliveries

    assert {name for name, item in items.items() if item["around"]} == {TEAM}
    assert len(items) > 1
    (panel,) = items[TEAM]["around"]
    assert [one["name"] for one in panel["works_with"]][:1] == ["W. Example"]
    father = next(adult for adult in panel["adults"] if adult["who"].startswith("Dan"))
    assert father["heed"][0].startswith("Do not approach Dan")
    assert father["last_contact"]["on"] == "2026-10-04"


@pytest.mark.parametrize("works", [True, False])
def test_it_tells_nothing_that_the_item_does_not_tell(*, works: bool) -> None:
    """Of all that was planted, the panel has what stands in told or earlier, and no place."""
    shown = [item for item in _planted(works=works) if item["around"]]

    assert [item["recipient"] for item in shown] == [TEAM if works else FRONT_DOOR]
    for item in shown:
        around = json.dumps(item["around"])
        beside = json.dumps([item["told"], item["earlier"]])
        assert PLANTED["note"] in around
        assert "How to reach Mo" in around  # how it was told in July may no longer be so
        assert set(_PLANTED.findall(around)) <= set(_PLANTED.findall(beside))
        for adult in item["around"][0]["adults"]:
            assert not any(place in json.dumps(adult) for place in _PLACES)


def test_a_correction_and_a_retraction_do_not_repeat_it() -> None:
    """What amends an item says what changed, and no more."""
    made = Stages()
    _works(made)
    tell(made, "last", _abuse(), OCTOBER)
    changes = [{"field": "core.call_back.phone", "value": "0117 496 0222"}]
    corrected = made.publish(correction(POLICE, event_id("last"), changes), event_id("right"))
    back = made.publish(retraction(POLICE, event_id("last")), event_id("back"))

    for followed in (corrected, back):
        ((_, item),) = followed.sent(TEAM)
        assert item["amends"]
        assert item["around"] == []


def test_a_pattern_names_no_adult() -> None:
    """An item whose rule shows who the child is and no adult has no panel."""
    made = Stages()
    _works(made)
    items = [tell(made, "one", concern(), SEPTEMBER), tell(made, "two", concern(), NOVEMBER)]

    assert all(
        item["around"] == [] for one in items for item in one.items if item["recipient"] != TEAM
    )
    assert all(item["around"] for one in items for item in one.items if item["recipient"] == TEAM)


def test_what_was_told_earlier_says_whether_it_goes_well() -> None:
    """A note of strengths is marked as one; an incident is not."""
    made = Stages()
    _works(made)
    note = concern()
    note["type"] = "uk.wholepicture.any.strengths-note.v1"
    note["data"]["detail"] = {"strength": "She laughs with her sister."}
    tell(made, "well", note, SEPTEMBER)
    ((_, item),) = tell(made, "last", _abuse(), OCTOBER).sent(TEAM)

    assert [(told["about"], told["strength"]) for told in item["earlier"]] == [
        ("involvement changed", False), ("strengths note", True),
    ]  # fmt: skip


def test_where_older_events_were_cut_no_time_is_named_that_is_not_shown() -> None:
    """Of thirteen earlier events twelve stand there, all of November: it speaks of these alone."""
    made = Stages()
    _works(made)
    for number in range(13):
        tell(made, f"one {number}", concern(), NOVEMBER + timedelta(hours=number))
    ((_, item),) = tell(made, "last", concern(), NOVEMBER + timedelta(days=2)).sent(TEAM)

    assert item["earlier_cut"]
    says = {said for adult in item["around"][0]["adults"] for said in adult["says"]}
    (words,) = says
    assert "in what stands here, which goes back to 4 November 2026 only" in words


def test_what_came_last_says_how_she_is_reached_though_it_happened_before() -> None:
    """Police hear in November of September that he has her phone: nobody is told to ring it."""
    made = Stages()
    _works(made)
    for name, happened, note in (
        ("first", OCTOBER, {"how": "Ring her mobile"}),
        ("last", SEPTEMBER, {"never": "Ring her mobile: he has it"}),
    ):
        told = incident([IVY], [FATHER, {**MOTHER, "safe_contact": note}],
                        allegations=[{"alleged": "a1", "victims": ["a2"]}])  # fmt: skip
        ((_, item),) = tell(made, name, told, happened).sent(TEAM)

    (mother,) = [one for one in item["around"][0]["adults"] if one["who"].startswith("Mo")]
    assert mother["heed"][0] == "To reach Mo Quillmere safely, never: Ring her mobile: he has it."
    assert mother["heed"][1].startswith("How to reach Mo Quillmere safely is not told")


@pytest.mark.parametrize(
    ("kind", "heed"),
    [("fabricated-illness", "Do not contact Mo Quillmere before"), ("substance", "")],
)
def test_what_a_restricted_kind_keeps_back_is_the_agreements(kind: str, heed: str) -> None:
    """A matter is spoken of with its sender first; a service stops nobody from calling her."""
    made = Stages()
    _works(made)
    told = core(POLICE, [IVY], [{**MOTHER, "seen": True}], handling={"restricted_kinds": [kind]})
    document = {"type": CONCERN, "data": {"core": told, "detail": {"concern": "Alone at home."}}}
    ((_, item),) = tell(made, "last", document, OCTOBER).sent(TEAM)

    (said,) = [" ".join(one["heed"]) for one in item["around"][0]["adults"]]
    assert said.startswith(heed)
    assert bool(said) == bool(heed)
