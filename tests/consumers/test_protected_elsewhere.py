"""What one event protects, no other event about the same child tells to whoever may not know it."""

from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    TEAM,
    adult,
    child,
    core,
    family,
    incident,
    involvement,
    nhs_number,
)

pytestmark = pytest.mark.finding("F4")
UNIT = "safeguarding-police"
"""It is asked whose children there are, has no stated need, and reads what happened."""
NEW_HOME = {"lines": ["Flat 9, Sandstone House", "12 Gorse Street"], "postcode": "BS99 8ZZ"}
WORDS = ("Sandstone", "Gorse Street", "BS99 8ZZ")


@pytest.fixture
def doubted() -> tuple[Stages, dict[str, Any], dict[str, Any]]:
    """A child who is only probably the one that a team works with, and its mother."""
    stages, of = Stages(), family()
    stages.publish(involvement(of, "Ivy", "2016-05-04"), "I1", of=COUNCIL)
    return stages, child(of, "Ivy", "2016-05-04"), adult(of, "Mo", "a2", "mother")


def test_an_address_protected_before_is_no_word_of_a_later_event(
    doubted: tuple[Stages, dict[str, Any], dict[str, Any]],
) -> None:
    """Neither in its texts nor as somebody's address: the front door has it, the unit has not."""
    stages, known, mother = doubted
    stages.publish(incident([known], [{**mother, "new_address": NEW_HOME}]), "E1")

    summary = "She now lives at Flat 9, Sandstone House, 12 Gorse Street. The boy was calm."
    moved = {**mother, "address": NEW_HOME}
    later = incident([known], [moved], answer="unknown", summary=summary)
    items = stages.publish(later, "E2").deliveries

    assert not [word for word in WORDS if word in str(items[UNIT]["told"])]
    assert "The boy was calm." in items[UNIT]["told"]["core"]["summary"]
    assert summary == items[FRONT_DOOR]["told"]["core"]["summary"]


@pytest.mark.parametrize("kind", ["domestic-abuse-move", "overcrowding-or-disrepair"])
def test_a_move_to_be_safe_protects_without_a_new_address(
    doubted: tuple[Stages, dict[str, Any], dict[str, Any]], kind: str
) -> None:
    """That somebody moved says the type of event: the school is no word of a later one."""
    stages, known, mother = doubted
    known = {name: said for name, said in known.items()
             if name not in {"exposure", "vulnerability_considered"}}  # fmt: skip
    at_school = {**known, "school": {"name": "Saltmarsh Lane School"}}
    told = core("housing-options", [at_school], [mother])
    detail = {"who_moved": "a2"} if kind == "domestic-abuse-move" else {}
    move = {"type": f"uk.wholepicture.housing.{kind}.v1", "data": {"core": told, "detail": detail}}
    stages.publish(move, "E1", of="housing-options")

    later = incident([known], answer="unknown", summary="He was at Saltmarsh Lane School.")
    items = stages.publish(later, "E2").deliveries

    masked = "Saltmarsh" not in items[UNIT]["told"]["core"]["summary"]
    assert masked is (kind == "domestic-abuse-move")


def test_an_address_that_nobody_protected_is_told(
    doubted: tuple[Stages, dict[str, Any], dict[str, Any]],
) -> None:
    """So the test above shows what it says."""
    stages, known, mother = doubted
    stages.publish(incident([known], [mother]), "E1")

    summary = "She now lives at Sandstone House in Gorse Street."
    later = incident([known], [mother], answer="unknown", summary=summary)
    items = stages.publish(later, "E2").deliveries

    assert items[UNIT]["told"]["core"]["summary"] == summary


def test_a_refuge_named_later_is_no_word_of_what_was_told_before() -> None:
    """The context of a later event leaves out of an earlier one what is protected now."""
    stages, of, number = Stages(), family(), nhs_number()
    known = child(of, "Ivy", "2016-05-04", nhs_number=number)
    mother = adult(of, "Mo", "a2", "mother")
    stages.publish(involvement(of, "Ivy", "2016-05-04", nhs_number=number), "I1", of=COUNCIL)
    first = incident([known], [mother], summary="She is at Quay Parade. The boy was calm.")
    plain = stages.publish(first, "E1").deliveries

    protected = {**mother, "new_address": {"lines": ["7 Quay Parade"]}}
    later = stages.publish(incident([known], [protected], handling=RESTRICTED), "E2").items
    items = {one["recipient"]: one for one in later if not one.get("amends")}

    assert "Quay Parade" in str(plain[TEAM]["told"])
    (before,) = [one for one in items[TEAM]["earlier"] if one["about"] != "involvement changed"]
    assert "The boy was calm." in before["told"]["core"]["summary"]
    assert "Quay Parade" not in str(items[TEAM])


def _told_after(
    before: dict[str, Any] | None, later: dict[str, Any], recipient: str, *, opened: str
) -> dict[str, Any]:
    """What a recipient is told of an event, after another one or after a minute in its place."""
    stages = Stages()
    stages.publish(involvement(OF, opened, "2014-04-04"), "I1", of=COUNCIL)
    if before is None:
        stages.pass_minutes()
    else:
        stages.publish(before, "E1")
    told: dict[str, Any] = stages.publish(later, "E2").deliveries[recipient]["told"]
    return told


OF = family()
RESTRICTED = {"restricted_kinds": ["refuge"]}


def test_whom_only_a_guess_protects_is_not_taken_out_of_another_event() -> None:
    """An event that says nothing of who is alleged takes no number out of one that says it."""
    father = adult(OF, "Dan", "a1", "father", phone="0117 496 0888", related_to=[])
    mother = adult(OF, "Mo", "a2", "mother")
    alleged = [{"alleged": "a1", "victims": ["a2"], "standing": "alleged"}]
    ada, ben = child(OF, "Ada", "2014-04-04"), child(OF, "Ben", "2014-04-04", "c2")
    before = incident([ada], [father, mother], handling=RESTRICTED)
    later = incident([ben, ada], [father, mother], answer="unknown", allegations=alleged)

    with_it, without = (_told_after(one, later, UNIT, opened="Ben") for one in (before, None))

    assert with_it == without
    assert "0117 496 0888" in str(with_it)


def test_where_a_child_is_handed_over_is_no_gap_in_what_a_school_reads() -> None:
    """Another event knows that somebody alleged lives there: it protects nobody that it stands."""
    home = {"lines": ["4 Gorse Street"], "postcode": "BS91 4AA"}
    father = adult(OF, "Dan", "a1", "father", address=home)
    mother = adult(OF, "Mo", "a2", "mother")
    ada = child(OF, "Ada", "2014-04-04", school={"urn": "100001"}, nhs_number=nhs_number())
    order = {"kind": "bail-condition", "person": "a2", "children": ["c1"],
             "condition": "Hand over in Gorse Street only."}  # fmt: skip
    alleged = [{"alleged": "a1", "victims": ["a2"]}]
    before = incident([ada], [father, mother], handling=RESTRICTED, allegations=alleged)
    later = incident([ada], [mother], detail={"orders": [order]})

    with_it, without = (
        _told_after(one, later, "setting-100001", opened="Ben") for one in (before, None)
    )

    assert with_it == without
    assert with_it["detail"]["orders"][0]["condition"] == order["condition"]
