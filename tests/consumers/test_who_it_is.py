"""Who a child is where marks disagree: nobody is cut off from their team, and no twin is merged."""

from typing import Any

import pytest

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
)

BORN, SCHOOL = "2014-04-04", "setting-100001"
OTHER_HOME = {"lines": ["7 New Lane"], "postcode": "BS99 9ZZ"}
OF, NUMBER = family(), nhs_number()


def _told(made: Followed, team: str = TEAM) -> list[str]:
    return [one["arrival"] for one in made.items if one["recipient"] == team]


def _named(given: str, **more: Any) -> dict[str, Any]:
    return child(OF, given, BORN, **more)


def _opens(stages: Stages, given: str, event: str, **more: Any) -> Followed:
    return stages.publish(involvement(OF, given, BORN, **more), event, of=COUNCIL)


def test_a_twin_under_the_others_number_is_never_that_child_for_certain() -> None:
    """Where the child is probably another too, two stand in doubt: neither may be certain."""
    stages = Stages()
    ada = _opens(stages, "Ada", "i1", nhs_number=NUMBER, lives_at=OTHER_HOME).children[0]["child"]
    stages.publish(incident([_named("Ada")]), "e1")
    stages.publish(incident([_named("Ada", nhs_number=NUMBER)]), "e2")

    made = stages.publish(incident([_named("Cal", nhs_number=NUMBER)]), "e3")

    (link,) = made.children[0]["links"]
    assert (link["confidence"], link["child"] == ada) == ("probable", False)
    assert FRONT_DOOR in {item["recipient"] for item in made.items}
    assert not [one for item in made.items for one in item.get("earlier", [])]


def test_twins_of_one_event_under_one_number_are_not_one_child() -> None:
    """The same, in one event: the first of the two makes the doubt about the second unseen."""
    stages = Stages()
    stages.publish(incident([_named("Ada", lives_at=OTHER_HOME)]), "e1")
    stages.publish(incident([_named("Ada", nhs_number=NUMBER)]), "e2")
    both = [
        _named("Ada", nhs_number=NUMBER, lives_at=OTHER_HOME),
        _named("Cal", person="c2", nhs_number=NUMBER),
    ]

    one, other = stages.publish(incident(both), "e3").children[0]["links"]

    assert one["child"] != other["child"]


def test_two_who_agree_with_a_number_do_not_hide_each_other() -> None:
    """Ada's team is told of her by number and birth date, though a record of hers was misspelt."""
    stages = Stages()
    stages.publish(incident([_named("Adda", nhs_number=NUMBER)]), "e1")
    _opens(stages, "Ada", "i1", nhs_number=NUMBER)

    nameless = {**_named("Ada", nhs_number=NUMBER)}
    nameless.pop("name")

    assert _told(stages.publish(incident([nameless]), "e2"))


def test_all_marks_alike_reach_the_team_though_a_birth_date_was_wrong_when_it_opened() -> None:
    """Number and name agree with the open case; an incident without a name came between."""
    stages = Stages()
    first = involvement(OF, "Ada", "2013-01-04", nhs_number=NUMBER)
    stages.publish(first, "i1", of=COUNCIL)
    nameless = _named("Ada", nhs_number=NUMBER)
    nameless.pop("name")
    stages.publish(incident([nameless]), "e1")

    assert _told(stages.publish(incident([_named("Ada", nhs_number=NUMBER)]), "e2"))


def test_a_twins_number_in_one_record_does_not_cut_off_the_other_twins_team() -> None:
    """Name, birth date and postcode are those of Cal's open case, whoever else had his number."""
    stages, cals = Stages(), nhs_number()
    _opens(stages, "Cal", "i1")
    stages.publish(incident([_named("Ada", nhs_number=cals)]), "e1")

    assert _told(stages.publish(incident([_named("Cal", nhs_number=cals)]), "e2"))


def test_a_misspelt_record_does_not_take_the_place_of_the_open_case() -> None:
    """The number and the name are those of the open case, which had no birth date."""
    stages = Stages()
    opened = involvement(OF, "Cal", BORN, nhs_number=NUMBER)
    opened["data"]["core"]["children"][0].pop("birth_date")
    stages.publish(opened, "i1", of=COUNCIL)
    stages.publish(incident([_named("Kal", nhs_number=NUMBER)]), "e1")

    assert _told(stages.publish(incident([_named("Cal", nhs_number=NUMBER)]), "e2"))


def _at_school(**more: Any) -> dict[str, Any]:
    return _named("Ada", school={"urn": "100001"}, **more)


@pytest.mark.parametrize("restricted", [["refuge"], []], ids=["restricted", "open"])
@pytest.mark.parametrize(
    "change",
    [("core.children.0.lives_at", OTHER_HOME), ("core.children.0.name.given", "Adda")],
    ids=["address", "name"],
)
def test_a_slip_put_right_does_not_say_that_it_was_another_child(
    restricted: list[str], change: tuple[str, object]
) -> None:
    """A school that knows nothing of the earlier record hears one correction, as without it."""
    stages = Stages()
    before = incident([_named("Ada")], handling={"restricted_kinds": restricted})
    stages.publish(before, "r1")
    stages.publish(incident([_at_school()]), "e1")
    field, value = change

    made = stages.publish(correction(POLICE, "e1", [{"field": field, "value": value}]), "e2")

    hows = [one.get("amends", {}).get("how") for one in made.items if one["recipient"] == SCHOOL]
    assert "retraction" not in hows
    assert len(hows) <= 1
