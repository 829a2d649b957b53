"""Whose silence a delivery names: every delivery does, and never by what is withheld."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from wholepicture_consumers.picture.coverage import NOT_REPEATED, NOT_SHOWN, SHOWN_IN_PART

from tests.consumers.both_stages import AGREEMENT, START, Stages
from tests.conventions.test_words import REASSURING, SYSTEM
from tests.journeys.stories import (
    COUNCIL,
    EDUCATION,
    FRONT_DOOR,
    POLICE,
    TEAM,
    child,
    core,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

LIST = "uk.wholepicture.any.feed-manifest.v1"
SETTING = "setting-100002"


def _says(item: dict[str, Any]) -> dict[str, str]:
    """What stands about each agency; the last line of those about all of them."""
    return {one["agency"]: one["says"] for one in item["coverage"]}


def _with_open_case(**more: Any) -> tuple[Stages, dict[str, Any]]:
    stages, of, number = Stages(), family(), nhs_number()
    known = involvement(of, "Ivy", "2016-05-04", nhs_number=number)
    stages.publish(known, "I1", of=COUNCIL)
    ivy = child(of, "Ivy", "2016-05-04", nhs_number=number, **more)
    return stages, ivy


def test_every_delivery_names_everybody() -> None:
    """Whatever its rule, it says of each agency since when, and of each area that is not there."""
    stages, ivy = _with_open_case()
    elsie = child(family(), "Elsie", "2018-02-02", "c2", at={"setting": {"urn": "100002"}})

    deliveries = stages.publish(incident([ivy, elsie]), "E1").deliveries

    assert {TEAM, FRONT_DOOR, EDUCATION} <= set(deliveries)
    for item in deliveries.values():
        says = _says(item)
        for agency in AGREEMENT.agencies.values():
            assert f"{agency.connected_since.year}" in says[agency.name]
        assert says["North Somerset"] == "It is not connected: ask it."


def test_what_is_withheld_by_rule_is_one_sentence_whatever_there_is() -> None:
    """A recipient to whom nothing earlier is shown reads the same, with an open case or none."""
    stages, ivy = _with_open_case()
    known = stages.publish(incident([ivy]), "E1").deliveries[EDUCATION]
    unknown = Stages()
    unknown.publish(incident([child(family(), "Bo", "2016-05-04")]), "E0")
    other = child(family(), "Una", "2014-04-04")
    fresh = unknown.publish(incident([other]), "E1").deliveries[EDUCATION]

    without_times = re.compile(r'"last_heard": "[^"]*"')
    lines = [without_times.sub("", json.dumps(one["coverage"])) for one in (known, fresh)]
    assert lines[0] == lines[1]
    assert known["coverage"][-1]["says"] == NOT_SHOWN
    assert "Nothing that you may see" not in lines[0]


def test_whoever_sees_what_was_told_before_reads_who_told_nothing() -> None:
    """Silence is named, and the sender of the item itself is not said to be silent."""
    stages, ivy = _with_open_case()

    item = stages.publish(incident([ivy]), "E1").deliveries[TEAM]

    says, names = _says(item), {one.id: one.name for one in AGREEMENT.agencies.values()}
    health = names["community-health"]  # type: ignore[index]
    assert (
        f"Nothing that you may see has been sent to us by {health}; "
        "this does not mean that nothing happened." in says[health]
    )
    assert "last told us something that you may see" in says[names[POLICE]]  # type: ignore[index]
    assert "last told us something that you may see" in says[names[COUNCIL]]  # type: ignore[index]
    assert item["coverage"][-1]["says"] == SHOWN_IN_PART


def test_heard_is_when_it_came_and_not_when_it_happened() -> None:
    """An incident of the spring that is told in November was heard of in November."""
    stages, ivy = _with_open_case()
    spring = START - timedelta(days=250)
    item = stages.publish(incident([ivy]), "E1", happened=spring).deliveries[TEAM]
    later = stages.publish(incident([ivy]), "E2", happened=spring).deliveries[TEAM]

    police = next(one.name for one in AGREEMENT.agencies.values() if one.id == POLICE)
    for one in (item, later):
        (line,) = [line for line in one["coverage"] if line["agency"] == police]
        assert line["last_heard"] == one["received"]
        assert "on 18 November 2026" in line["says"]


def test_a_list_that_has_come_or_has_not_is_named() -> None:
    """The recipient reads how far the sender's lists have come as of the item."""
    stages, ivy = _with_open_case()
    police = next(one.name for one in AGREEMENT.agencies.values() if one.id == POLICE)

    def of_the_list(event: str) -> str:
        item = stages.publish(incident([ivy]), event).deliveries[TEAM]
        (line,) = [one for one in item["coverage"] if one["agency"] == police]
        return f"{line['says']} {line.get('list_of')}"

    def send_list(day: str, name: str) -> None:
        detail = {"day": day, "total": 0, "sent": [], "events": []}
        stages.publish({"type": LIST, "data": {"core": core(POLICE, []), "detail": detail}}, name)

    assert "Its daily list has not come yet." in of_the_list("E1")
    send_list("2026-11-12", "L1")
    assert "Its daily list has not come since that of 12 November 2026." in of_the_list("E2")
    send_list("2026-11-17", "L2")
    assert "Its daily list of 17 November 2026 has come." in of_the_list("E3")
    assert of_the_list("E4").endswith("2026-11-17")


def test_what_waits_is_named() -> None:
    """An item of this family that could not be sent on is missing here, and that is said."""
    stages = Stages(earlier_held=True)

    item = stages.publish(incident([child(family(), "Una", "2014-04-04")]), "E1").deliveries

    assert any("waits" in one["says"] for one in item[FRONT_DOOR]["coverage"])


@pytest.mark.parametrize("amending", ["correction", "retraction"])
def test_an_amendment_says_that_it_does_not_repeat_what_was_told(amending: str) -> None:
    """It carries the same lines, and claims of nobody that nothing was sent."""
    stages, ivy = _with_open_case()
    stages.publish(incident([ivy]), "E1")
    changes = [{"field": "detail.what_happened", "value": "He broke a window."}]
    document = (
        correction(POLICE, "E1", changes) if amending == "correction" else retraction(POLICE, "E1")
    )

    item = stages.publish(document, "A1").deliveries[TEAM]

    assert item["amends"]["how"] == amending
    assert item["coverage"][-1]["says"] == NOT_REPEATED
    assert "Nothing that you may see" not in json.dumps(item["coverage"])


def test_no_generated_sentence_reassures() -> None:
    """Headlines, instructions and coverage of real deliveries hold none of the banned words."""
    stages, ivy = _with_open_case()
    items = stages.publish(incident([ivy, child(family(), "Bo", "2018-01-01", "c2")]), "E1").items
    items += stages.publish(retraction(POLICE, "E1"), "R1").items

    for item in items:
        sentences = [item["headline"], *item["instructions"]]
        sentences += [one["says"] for one in item["coverage"]]
        for sentence in sentences:
            banned = (*REASSURING, *SYSTEM)
            assert not [word for word in banned if word in sentence.lower()], sentence
