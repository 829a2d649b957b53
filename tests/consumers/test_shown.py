"""Whoever was shown an event as told earlier hears that it was taken back or put right."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.consumers.both_stages import START, Followed, Stages, entries_in
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
NHS = nhs_number()


def _ivy(**more: Any) -> dict[str, Any]:
    return child(OF, "Ivy", "2016-05-04", nhs_number=NHS, **more)


def _shown(**more: Any) -> tuple[Stages, Followed, dict[str, str]]:
    """E1 goes to the front door, the case opens, and E2 shows E1 to the team."""
    stages = Stages()
    stages.publish(incident([_ivy()], [adult(OF, "Dan", "a1", "father")], **more), "E1")
    stages.publish(involvement(OF, "Ivy", "2016-05-04", nhs_number=NHS), "I1", of=COUNCIL)
    followed = stages.publish(incident([_ivy()], [adult(OF, "Dan", "a1", "father")]), "E2")
    return stages, followed, _ids(stages, "E2")


def _ids(stages: Stages, event: str) -> dict[str, str]:
    return dict(stages.holders(event))


def _correct(stages: Stages, name: str, field: str, value: object) -> Followed:
    return stages.publish(correction(POLICE, "E1", [{"field": field, "value": value}]), name)


def test_whom_it_probably_is_brings_nothing_of_what_was_told_before() -> None:
    """It may be another child, whose past is not told to whoever answers for this one."""
    stages, _, _ = _shown()

    alike = child(OF, "Ivy", "2016-05-04")
    items = stages.publish(incident([alike]), "E3").deliveries

    assert {TEAM, FRONT_DOOR} <= set(items)
    assert {one["confidence"] for item in items.values() for one in item["children"]} >= {
        "probable"
    }
    assert not [one for item in items.values() for one in item["earlier"]]


def test_a_retraction_reaches_whoever_was_shown_it() -> None:
    """The team hears in plain words that what stood beside its item was taken back."""
    stages, shown, ids = _shown()
    assert [one["about"] for one in shown.deliveries[TEAM]["earlier"]] == [
        "domestic abuse incident",
        "involvement changed",
    ]

    item = stages.publish(retraction(POLICE, "E1"), "R1").deliveries[TEAM]

    assert item["amends"]["delivery"] == ids[TEAM]
    assert item["amends"]["how"] == "retraction"
    for text in (item["headline"], item["instructions"][0]):
        assert "told earlier" in text
        assert "Avon and Somerset Police" in text
        assert "18 November 2026" in text
    assert not item["told"]
    assert not item.get("earlier")


def test_it_is_told_once_and_never_to_whoever_had_the_event_itself() -> None:
    """The front door, which had it, is told by the amendment of that alone."""
    stages, _, _ = _shown()
    first = _ids(stages, "E1")

    followed = stages.publish(retraction(POLICE, "E1"), "R1")

    assert {item["recipient"] for item in followed.items} == {*first, TEAM}
    assert followed.deliveries[FRONT_DOOR]["amends"]["delivery"] == first[FRONT_DOOR]
    assert not stages.publish(retraction(POLICE, "E1"), "R2").items


def test_it_is_on_the_ledger_with_the_others() -> None:
    """The amendment follows from the disclosure that showed it; it is one entry with all others."""
    stages, _, _ = _shown()

    made = stages.publish(retraction(POLICE, "E1"), "R1").made

    (entry,) = entries_in(made)
    assert [str(one.recipient) for one in entry.decisions].count(TEAM) == 1
    assert len(entry.decisions) > 1


def test_a_correction_shows_what_was_said_and_what_is_right() -> None:
    """The paths lead into the amendment's own earlier part, which is right."""
    stages, _, ids = _shown()

    item = _correct(stages, "C1", "core.children.0.name.given", "Iva").deliveries[TEAM]

    assert item["amends"]["delivery"] == ids[TEAM]
    path = "earlier.0.told.core.children.0.name.given"
    assert (item["amends"]["before"][path], item["amends"]["after"][path]) == ("Ivy", "Iva")
    assert item["earlier"][0]["told"]["core"]["children"][0]["name"]["given"] == "Iva"
    assert "wrong" in item["instructions"][0]


def test_what_nobody_was_shown_changes_nothing_for_them() -> None:
    """A correction outside what was shown is no item, and a second one starts from the first."""
    stages, _, _ = _shown()

    unseen = _correct(stages, "C1", "core.children.0.ethnicity", "WBRI")
    _correct(stages, "C2", "core.children.0.name.given", "Iva")
    third = _correct(stages, "C3", "core.children.0.name.given", "Ida").deliveries[TEAM]

    assert TEAM not in unseen.deliveries
    assert list(third["amends"]["before"].values()) == ["Iva"]


def test_a_child_whom_it_is_no_longer_about_is_said() -> None:
    """The team is told that it is not about its child, once."""
    stages, _, ids = _shown()

    followed = _correct(stages, "C1", "core.children.0", None)
    (item,) = [one for one in followed.items if one["recipient"] == TEAM]

    assert item["amends"]["delivery"] == ids[TEAM]
    assert item["amends"]["no_longer_about"] == ["c1"]
    assert "not about this child" in item["instructions"][0]
    assert TEAM not in stages.publish(retraction(POLICE, "E1"), "R1").deliveries


def test_what_became_protected_is_not_repeated() -> None:
    """A value that the recipient may not see any more stands in neither side of the change."""
    stages, shown, _ = _shown(summary="She is at Larch House.")
    assert "Larch" in json.dumps(shown.deliveries[TEAM]["earlier"])
    mother = adult(OF, "Mum", "a2", "mother", new_address={"lines": ["Larch House"]})
    changes: list[dict[str, Any]] = [
        {"field": "core.adults.1", "value": mother},
        {"field": "core.handling.restricted_kinds", "value": ["refuge"]},
    ]

    item = stages.publish(correction(POLICE, "E1", changes), "C1").deliveries[TEAM]

    assert "Larch" not in json.dumps(item)
    assert "protected now" in item["instructions"][1]


@pytest.mark.parametrize("kind", ["of-no-kind-listed", "allegation-against-staff"])
def test_who_was_not_shown_it_gets_nothing(kind: str) -> None:
    """A restricted event leaves the team what it would have without it, when taken back too."""
    stages, shown, _ = _shown(handling={"restricted_kinds": [kind]})
    assert [one["about"] for one in shown.deliveries[TEAM]["earlier"]] == ["involvement changed"]

    followed = stages.publish(retraction(POLICE, "E1"), "R1")

    assert TEAM not in followed.deliveries
    assert TEAM not in {one["recipient"] for one in followed.ledger}


def test_the_newest_showing_stands_for_the_older_ones() -> None:
    """What is remembered grows neither with each delivery nor into what is sent."""
    stages, _, _ = _shown()
    third = stages.publish(incident([_ivy()], [adult(OF, "Dan", "a1", "father")]), "E3")
    link = stages.event("E3").links[0]
    shown = stages.shown(link.child)

    item = stages.publish(retraction(POLICE, "E1"), "R1").deliveries[TEAM]

    assert item["amends"]["delivery"] == _ids(stages, "E3")[TEAM]
    assert {row.delivery for row in shown if row.recipient == TEAM} == {_ids(stages, "E3")[TEAM]}
    assert "event" not in third.deliveries[TEAM]["earlier"][0]


def test_what_became_restricted_is_told_without_a_word_of_it() -> None:
    """Whoever was shown it is to protect it; that it is restricted, and how, is not said."""
    stages, _, _ = _shown(summary="He broke the door.")

    followed = _correct(
        stages, "C1", "core.handling.restricted_kinds", ["allegation-against-staff"]
    )
    item = followed.deliveries[TEAM]

    assert set(item["amends"]["before"].values()) == {"[kept back]"}
    assert not item["amends"]["after"]
    assert "broke" not in json.dumps(item)
    assert "refuge" not in json.dumps(item)
    assert TEAM in stages.publish(retraction(POLICE, "E1"), "R1").deliveries


def test_siblings_are_told_of_in_one_amendment() -> None:
    """One item for a recipient and a delivery, with a part of its own for each child."""
    stages, other = Stages(), nhs_number()
    two = [_ivy(), child(OF, "Rory", "2013-02-01", "c2", nhs_number=other)]
    stages.publish(incident(two), "E1")
    stages.publish(involvement(OF, "Ivy", "2016-05-04", nhs_number=NHS), "I1", of=COUNCIL)
    stages.publish(involvement(OF, "Rory", "2013-02-01", nhs_number=other), "I2", of=COUNCIL)
    stages.publish(incident(two), "E2")
    changes: list[dict[str, Any]] = [
        {"field": "core.children.1.name.given", "value": "Ray"},
        {"field": "core.summary", "value": "She broke the door."},
    ]

    item = stages.publish(correction(POLICE, "E1", changes), "C1").deliveries[TEAM]
    gone = _correct(stages, "C2", "core.children.1", None).deliveries[TEAM]

    assert [one["person"] for one in item["earlier"]] == ["c1", "c2"]
    for at in range(2):
        path = f"earlier.{at}.told.core.summary"
        assert item["amends"]["after"][path] == "She broke the door."
    assert gone["amends"]["no_longer_about"] == ["c2"]


def test_what_becomes_immediate_comes_whole_with_phone_first() -> None:
    """The team was only shown it, and has to act on it at once now."""
    stages, _, _ = _shown()

    items = [one for one in _correct(stages, "C1", "core.urgency", "immediate").items
             if one["recipient"] == TEAM and not one.get("amends")]  # fmt: skip

    assert [(one["urgency"], bool(one["phone_first"])) for one in items] == [("immediate", True)]


def test_what_was_shown_in_an_item_that_was_taken_back_comes_whole() -> None:
    """The team was told to put that item aside, and works with the child still."""
    stages, _, _ = _shown()
    stages.publish(retraction(POLICE, "E2"), "R2")

    made = _correct(stages, "C1", "core.children.0.name.given", "Iva")

    whole = [one for one in made.items if one["recipient"] == TEAM and not one.get("amends")]
    assert [one["told"]["core"]["children"][0]["name"]["given"] for one in whole] == ["Iva"]


def test_an_area_that_a_correction_brings_in_gets_the_event_whole() -> None:
    """Bristol was shown it beside another event, and has to decide on it only now."""
    stages = Stages()
    neighbours = {"lives_at": {"authority": "E06000025"}}
    stages.publish(incident([_ivy(**neighbours)]), "E1")
    assert stages.publish(incident([_ivy()]), "E2").deliveries[FRONT_DOOR]["earlier"]

    moved = {"authority": "E06000023"}
    made = _correct(stages, "C1", "core.children.0.lives_at", moved)

    whole = [one for one in made.items if one["recipient"] == FRONT_DOOR and not one.get("amends")]
    assert [bool(one["respond_by"]) for one in whole] == [True]


def test_what_is_older_than_the_partnership_keeps_is_shown_to_nobody() -> None:
    """The picture goes back the longest window and a margin, as the privacy page says."""
    counts = []
    for days in (700, 760):
        stages, of = Stages(), family()
        told = child(of, "Ada", "2014-03-09", nhs_number="9990000018")
        stages.publish(incident([told]), "e1", happened=START - timedelta(days=days))
        made = stages.publish(incident([told]), "e2")
        counts.append(len(made.deliveries[FRONT_DOOR]["earlier"]))

    assert counts == [1, 0]
