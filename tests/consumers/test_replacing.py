"""What a case system files an item by: what it takes the place of, and where it belongs."""

import re
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wholepicture_schemas.deliveries import DeliveryData

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    EDUCATION,
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

PAGE = Path("docs/subscribing.md")
SCHOOL = "setting-100001"
OF, OTHERS = family(), family()
BO = child(OF, "Bo", "2018-01-01", nhs_number=nhs_number())
ADA = child(OF, "Ada", "2015-01-01", "c2", nhs_number=nhs_number())
ZED = child(OTHERS, "Zed", "2010-01-01", nhs_number=nhs_number())
SAW = ("core.children.0.exposure", "PRESENT_SAW")
BY_FIELD = [(f"core.children.0.{name}", ZED[name]) for name in ("nhs_number", "name", "birth_date")]
RESTRICTED = ("core.handling.restricted_kinds", ["allegation-against-staff"])


def corrected(stages: Stages, event: str, *changes: tuple[str, object]) -> Followed:
    """What follows from a correction of the police's event E1."""
    made = [{"field": field, "value": value} for field, value in changes]
    return stages.publish(correction(POLICE, "E1", made), event)


def opens(stages: Stages, known: dict[str, Any], of: Any, event: str, team: str = TEAM) -> None:
    """A team begins to work with a child."""
    document = involvement(
        of, known["name"]["given"], known["birth_date"], nhs_number=known["nhs_number"]
    )
    document["data"]["detail"]["team"] = team
    stages.publish(document, event, of=COUNCIL)


def only(made: Followed, recipient: str) -> tuple[str, dict[str, Any]]:
    """The one item that a recipient was sent, with its id."""
    (one,) = made.sent(recipient)
    return one


def test_each_correction_takes_the_place_of_the_delivery_before_it() -> None:
    """The first of the first delivery, the next of the first correction; both amend the first."""
    stages = Stages()
    first, new = only(stages.publish(incident([BO]), "E1"), FRONT_DOOR)

    second, once = only(corrected(stages, "C1", SAW), FRONT_DOOR)
    _, twice = only(corrected(stages, "C2", ("core.children.0.exposure", "UNKNOWN")), FRONT_DOOR)

    assert "replaces" not in new
    assert (once["replaces"], twice["replaces"]) == (first, second)
    assert once["amends"]["delivery"] == twice["amends"]["delivery"] == first


def test_a_retraction_takes_the_place_of_nothing() -> None:
    """It has no content that could stand where the corrected item stood."""
    stages = Stages()
    stages.publish(incident([BO]), "E1")
    corrected(stages, "C1", SAW)

    _, item = only(stages.publish(retraction(POLICE, "E1"), "R1"), FRONT_DOOR)

    assert item["amends"]["how"] == "retraction"
    assert "replaces" not in item


def test_what_is_kept_back_takes_the_place_of_nothing() -> None:
    """The item that says so has no content; the event's return replaces what the team last had."""
    stages = Stages()
    opens(stages, BO, OF, "I1")
    stages.publish(incident([BO]), "E1")
    last, _ = only(corrected(stages, "C1", SAW), TEAM)

    _, kept_back = only(corrected(stages, "C2", RESTRICTED), TEAM)
    _, again = only(corrected(stages, "C3", ("core.handling.restricted_kinds", [])), TEAM)

    assert kept_back["told"] == {}
    assert "replaces" not in kept_back
    assert again["told"]
    assert again["replaces"] == last


def test_one_more_child_comes_with_an_item_for_the_one_before() -> None:
    """The whole item about both takes the place of the one about the first."""
    stages = Stages()
    first, _ = only(stages.publish(incident([BO]), "E1"), FRONT_DOOR)

    second, more = only(corrected(stages, "C1", ("core.children.1", ADA)), FRONT_DOOR)
    _, later = only(corrected(stages, "C2", SAW), FRONT_DOOR)

    assert [one["person"] for one in more["children"]] == ["c1", "c2"]
    assert more["replaces"] == first
    assert later["replaces"] == second


def test_a_child_that_is_found_comes_with_the_reference_that_it_had() -> None:
    """The front door is told once under which reference it had the child, in the next item."""
    stages = Stages()
    opens(stages, ZED, OTHERS, "I1", "social-work-bristol-1")
    told = {name: value for name, value in ZED.items() if name != "nhs_number"}
    told["lives_at"] = {"authority": "E06000023"}
    _, before = only(stages.publish(incident([told]), "E1"), FRONT_DOOR)

    number = ("core.children.0.nhs_number", ZED["nhs_number"])
    _, found = only(corrected(stages, "C1", number), FRONT_DOOR)
    _, later = only(corrected(stages, "C2", SAW), FRONT_DOOR)

    (was,), (now,), (then,) = before["children"], found["children"], later["children"]
    assert now["child_reference"] != was["child_reference"] == now["replaces"]
    assert then["child_reference"] == now["child_reference"]
    assert "replaces" not in then


def test_a_child_that_was_another_comes_with_the_reference_that_it_had() -> None:
    """Education had it as Bo; the team of the right child had nothing, and is told nothing."""
    stages, right = Stages(), "social-work-bristol-1"
    opens(stages, BO, OF, "I1")
    opens(stages, ZED, OTHERS, "I2", right)
    _, first = only(stages.publish(incident([BO, ADA]), "E1"), EDUCATION)

    made = corrected(stages, "C1", *BY_FIELD)

    (amended, apart), (_, whole) = made.sent(EDUCATION)
    was, now = first["children"][0], whole["children"][0]
    assert apart["amends"]["no_longer_about"] == ["c1"]
    assert now["replaces"] == was["child_reference"] != now["child_reference"]
    assert whole["replaces"] == amended
    _, item = only(made, right)
    assert "replaces" not in item
    assert "replaces" not in item["children"][0]


def test_whoever_the_event_is_kept_from_does_not_hear_who_the_child_is() -> None:
    """The correction that keeps it back finds the child too: the school hears of neither, ever."""
    stages = Stages()
    opens(stages, ZED, OTHERS, "I1", "social-work-bristol-1")
    told = {name: value for name, value in ZED.items() if name != "nhs_number"}
    told |= {"lives_at": {"authority": "E06000023"}, "school": {"urn": "100001"}}
    _, before = only(stages.publish(incident([told]), "E1"), SCHOOL)

    number = ("core.children.0.nhs_number", ZED["nhs_number"])
    control = ("core.handling.originator_control", True)
    _, kept_back = only(corrected(stages, "C1", number, control), SCHOOL)
    given_up = ("core.handling.originator_control", False)
    _, again = only(corrected(stages, "C2", given_up), SCHOOL)

    (was,), (then,), (now,) = before["children"], kept_back["children"], again["children"]
    assert then["child_reference"] == was["child_reference"]
    assert now["child_reference"] == was["child_reference"]
    assert "replaces" not in now


def test_items_of_one_family_are_one_group_and_no_other_recipient_has_the_same() -> None:
    """The group of an item is the recipient's own, and tells neither key nor family."""
    stages = Stages()
    one = stages.publish(incident([BO]), "E1", family="f-1").deliveries
    two = stages.publish(incident([BO]), "E2", family="f-1").deliveries
    other = stages.publish(incident([ZED]), "E3", family="f-2").deliveries
    amended = corrected(stages, "C1", SAW).deliveries

    mine = one[FRONT_DOOR]["group"]
    assert two[FRONT_DOOR]["group"] == mine == amended[FRONT_DOOR]["group"]
    assert other[FRONT_DOOR]["group"] != mine
    groups = [item["group"] for item in one.values()]
    assert len(set(groups)) == len(groups) > 1
    assert not {"f-1", "family"}.intersection(groups)


def test_a_sender_that_names_no_family_makes_no_group() -> None:
    """All that it sends has its source for a key, and that is no family."""
    stages, source = Stages(), f"/agencies/{POLICE}"

    for event, key in (("E1", None), ("E2", source)):
        item = stages.publish(incident([BO]), event, family=key).deliveries[FRONT_DOOR]
        assert "group" not in item


def test_what_the_page_for_subscribers_does_leaves_one_item_of_an_event() -> None:
    """The code of docs/subscribing.md shows the newest content once, under its child."""
    (code,) = re.findall(r"```python\n(def take_in.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    written: dict[str, Any] = {}
    exec(code, written)  # noqa: S102 - our own page
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE item (id, family, content, shown)")
    database.execute("CREATE TABLE filed (item, child)")
    database.execute("CREATE TABLE to_apply (item, about)")
    stages = Stages()
    opens(stages, ZED, OTHERS, "I1", "social-work-bristol-1")
    told = {name: value for name, value in ZED.items() if name != "nhs_number"}
    told["lives_at"] = {"authority": "E06000023"}
    number = ("core.children.0.nhs_number", ZED["nhs_number"])

    last = ""
    for made in (
        stages.publish(incident([told]), "E1"),
        corrected(stages, "C1", number),
        corrected(stages, "C2", SAW),
    ):
        last, item = only(made, FRONT_DOOR)
        data = DeliveryData.model_validate(item)
        written["take_in"](database, SimpleNamespace(id=last, data=data))

    query = "SELECT id, child FROM item JOIN filed ON item = id WHERE shown"
    assert database.execute(query).fetchall() == [(last, data.children[0].child_reference)]
    assert database.execute("SELECT count(*) FROM to_apply").fetchone() == (2,)
    database.close()
