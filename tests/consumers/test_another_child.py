"""A correction may say that it was another child, or which child it was."""

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
    retraction,
)

BOS, ZEDS = family(), family()
BO = child(BOS, "Bo", "2018-01-01", nhs_number=nhs_number())
ZED = child(ZEDS, "Zed", "2010-01-01", nhs_number=nhs_number())
ZEDS_TEAM = "social-work-bristol-1"
EVENT = f"/agencies/{POLICE}:e1"
BY_FIELD = [(f"core.children.0.{name}", ZED[name]) for name in ("nhs_number", "name", "birth_date")]


def _corrects(*changes: tuple[str, object]) -> dict[str, Any]:
    return correction(POLICE, "e1", [{"field": field, "value": value} for field, value in changes])


def _opens(stages: Stages, of: Any, known: dict[str, Any], team: str, event: str) -> str:
    name, number = known["name"]["given"], known["nhs_number"]
    document = involvement(of, name, known["birth_date"], nhs_number=number)
    document["data"]["detail"]["team"] = team
    ref: str = stages.publish(document, event, of=COUNCIL).children[0]["child"]
    return ref


@pytest.fixture
def stages() -> Stages:
    """Both stages, with Bo's case open with one team and Zed's with another."""
    stages = Stages()
    stages.bo = _opens(stages, BOS, BO, TEAM, "i1")  # type: ignore[attr-defined]
    stages.zed = _opens(stages, ZEDS, ZED, ZEDS_TEAM, "i2")  # type: ignore[attr-defined]
    return stages


def _holds(stages: Stages, ref: str) -> bool:
    return any(name == EVENT and one.holds for name, one in stages.entries(ref).items())


def _to(made: Followed, recipient: str) -> list[dict[str, Any]]:
    return [one for one in made.items if one["recipient"] == recipient]


@pytest.mark.parametrize(
    "changes",
    [BY_FIELD, [("core.children.0", ZED)], [("core.children", [ZED])]],
    ids=["fields", "entry", "list"],
)
def test_another_child_moves_the_event_and_tells_both_teams(
    stages: Any, changes: list[tuple[str, object]]
) -> None:
    """Bo's team hears that it was not Bo and nothing of Zed; Zed's team gets the event."""
    stages.publish(incident([BO]), "e1")

    made = stages.publish(_corrects(*changes), "e2")

    (bo,) = _to(made, TEAM)
    assert bo["amends"]["no_longer_about"] == ["c1"]
    assert bo["instructions"][0].startswith("Bo ")
    assert "not about this child" in bo["instructions"][0]
    assert "Zed" not in str(bo)
    assert ZED["nhs_number"] not in str(bo)
    (zed,) = _to(made, ZEDS_TEAM)
    assert zed.get("amends") is None
    assert zed["told"]["core"]["children"][0]["name"]["given"] == "Zed"
    assert {one["child"] for one in made.children} == {stages.bo, stages.zed}
    assert [link["child"] for link in made.children[0]["links"]] == [stages.bo, stages.zed]
    assert (_holds(stages, stages.bo), _holds(stages, stages.zed)) == (False, True)
    assert len(set(made.ids)) == len(made.ids)


def test_later_news_of_the_wrong_child_comes_without_the_event(stages: Any) -> None:
    """What follows about Bo does not carry it, and what follows about Zed does."""
    stages.publish(incident([BO]), "e1")
    stages.publish(_corrects(*BY_FIELD), "e2")

    bo = stages.publish(incident([BO]), "e3").deliveries[TEAM]["earlier"]
    zed = stages.publish(incident([ZED]), "e4").deliveries[ZEDS_TEAM]["earlier"]

    about = "domestic abuse incident"
    assert about not in [one["about"] for one in bo]
    assert about in [one["about"] for one in zed]


@pytest.mark.parametrize("wrong", ["number", "birth date", "all"])
def test_a_mended_mark_finds_the_open_case(stages: Any, wrong: str) -> None:
    """The team gets the event; the front door is not told that it is about somebody else."""
    slip = {"birth_date": "2011-05-05", "name": {"given": "Z", "family": ZEDS.surname}}
    told = {**ZED, **slip}
    changes: list[tuple[str, object]] = [("core.children.0.birth_date", ZED["birth_date"])]
    if wrong == "number":
        told = {name: value for name, value in ZED.items() if name != "nhs_number"}
        told["lives_at"] = {"authority": "E06000023"}
        changes = [("core.children.0.nhs_number", ZED["nhs_number"])]
    if wrong == "all":
        told = {name: value for name, value in told.items() if name != "nhs_number"}
        changes = BY_FIELD
    first = stages.publish(incident([told]), "e1")
    assert ZEDS_TEAM not in first.deliveries

    made = stages.publish(_corrects(*changes), "e2")

    (team,) = _to(made, ZEDS_TEAM)
    assert team.get("amends") is None
    assert not [one for one in made.items if (one.get("amends") or {}).get("no_longer_about")]
    assert made.children[0]["links"][-1]["confidence"] == "confirmed"
    assert _holds(stages, stages.zed)
    assert len(_to(made, FRONT_DOOR)) == 1


def test_a_number_confirms_who_it_probably_was(stages: Any) -> None:
    """The team that was asked whether it is Zed is not told that it is somebody else."""
    told = {name: value for name, value in ZED.items() if name != "nhs_number"}
    first = stages.publish(incident([told]), "e1")
    assert first.children[0]["links"][0]["possibly"] == stages.zed

    made = stages.publish(_corrects(("core.children.0.nhs_number", ZED["nhs_number"])), "e2")

    assert made.children[0]["links"][-1]["confidence"] == "confirmed"
    assert not [one for one in made.items if (one.get("amends") or {}).get("no_longer_about")]
    assert {one["confidence"] for one in _to(made, FRONT_DOOR)[0]["children"]} == {"confirmed"}
    assert _holds(stages, stages.zed)


def test_marks_that_change_nothing_leave_the_link(stages: Any) -> None:
    """A name spelt anew under the same number and birth date is the same child."""
    before = stages.publish(incident([BO]), "e1").children[0]["links"]

    made = stages.publish(_corrects(("core.children.0.name.given", "Bob")), "e2")

    assert made.children[0]["links"] == before
    (item,) = _to(made, TEAM)
    assert not item["amends"].get("no_longer_about")


def test_a_number_that_agrees_no_more_joins_nobody(stages: Any) -> None:
    """Under Zed's name and birth date, Bo's number makes nobody certain."""
    stages.publish(incident([BO]), "e1")

    made = stages.publish(_corrects(*BY_FIELD[1:]), "e2")

    link = made.children[0]["links"][-1]
    assert link["confidence"] != "confirmed"
    assert link["child"] not in {stages.bo, stages.zed}
    assert _to(made, TEAM)[0]["amends"]["no_longer_about"] == ["c1"]


def test_corrected_back_it_is_the_first_child_again(stages: Any) -> None:
    """Of a person's links the last holds, and each team hears each time."""
    stages.publish(incident([BO]), "e1")
    stages.publish(_corrects(*BY_FIELD), "e2")

    made = stages.publish(_corrects(("core.children.0", BO)), "e3")

    assert (_holds(stages, stages.bo), _holds(stages, stages.zed)) == (True, False)
    assert _to(made, TEAM)[0].get("amends") is None
    assert _to(made, ZEDS_TEAM)[0]["amends"]["no_longer_about"] == ["c1"]
    assert len(made.children[0]["links"]) == 3


def test_a_retraction_afterwards_ends_it_for_both(stages: Any) -> None:
    """Zed's team hears of it, and neither chronology has the event."""
    stages.publish(incident([BO]), "e1")
    stages.publish(_corrects(*BY_FIELD), "e2")

    made = stages.publish(retraction(POLICE, "e1"), "e3")

    assert _to(made, ZEDS_TEAM)[0]["amends"]["how"] == "retraction"
    assert not _holds(stages, stages.bo)
    assert not _holds(stages, stages.zed)


def test_a_correction_that_came_first_makes_it_the_other_child(stages: Any) -> None:
    """What waited for its original decides anew when that comes."""
    stages.publish(_corrects(*BY_FIELD), "e2")

    made = stages.publish(incident([BO]), "e1")

    assert (_holds(stages, stages.bo), _holds(stages, stages.zed)) == (False, True)
    assert _to(made, ZEDS_TEAM)


def test_of_two_children_one_was_another(stages: Any) -> None:
    """The front door hears which, and Bo's team sees nothing of Zed where it keeps a sibling."""
    sister = child(BOS, "Ada", "2015-01-01", "c2", nhs_number=nhs_number())
    _opens(stages, BOS, sister, TEAM, "i3")
    stages.publish(incident([BO, sister]), "e1")

    made = stages.publish(_corrects(*BY_FIELD), "e2")

    (item,) = _to(made, TEAM)
    assert item["amends"]["no_longer_about"] == ["c1"]
    assert [one["person"] for one in item["children"]] == ["c2"]
    assert ZED["nhs_number"] not in str(item)
