"""Practice and live data never meet: not in what amends, not in a child, not in who is told."""

from typing import Any

import pytest

from tests.consumers.both_stages import Stages
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
    retraction,
)

PUPIL = {"nhs_number": "9990000018"}
SUMMARY = {"field": "core.summary", "value": "Other."}


def _marked(document: dict[str, Any], *, practice: bool) -> dict[str, Any]:
    core = {**document["data"]["core"], "exercise": practice}
    return {**document, "data": {**document["data"], "core": core}}


def _incident() -> dict[str, Any]:
    return incident([child(family(), "Ada", "2014-03-09", **PUPIL)])


@pytest.mark.parametrize("practice", [True, False])
@pytest.mark.parametrize("comes_first", [True, False])
@pytest.mark.parametrize("takes_back", [True, False])
def test_practice_puts_nothing_live_right_nor_the_reverse(
    practice: bool, comes_first: bool, takes_back: bool
) -> None:
    """Its sender is asked, and nobody hears of it, whichever of the two came first."""
    stages = Stages()
    amending = retraction(POLICE, "e1") if takes_back else correction(POLICE, "e1", [SUMMARY])
    told = [("e1", _incident()), ("e2", _marked(amending, practice=not practice))]
    told[0] = "e1", _marked(told[0][1], practice=practice)

    followed = [stages.publish(one, name) for name, one in (told[::-1] if comes_first else told)]

    items = [item for one in followed for item in one.items]
    assert not [item for item in items if item.get("amends")]
    field = "detail.retracts" if takes_back else "detail.corrects"
    asked = [problem for problem in followed[-1].problems if problem["field"] == field]
    assert [one["what"] for one in asked] == ["names an event of the other kind, practice or live"]


def test_a_child_of_practice_is_none_of_live_data() -> None:
    """An episode of the other kind takes no incident from the front door to its team."""
    followed = {}
    for practice in (True, False):
        stages = Stages()
        opened = involvement(family(), "Ada", "2014-03-09", **PUPIL)
        stages.publish(_marked(opened, practice=practice), "e1", of=COUNCIL)
        followed[practice] = stages.publish(_incident(), "e2")

    told = {kind: {one["recipient"] for one in made.items} for kind, made in followed.items()}
    assert TEAM in told[True]
    assert TEAM not in told[False]
    assert FRONT_DOOR in told[False]


def test_who_sends_live_to_those_who_only_practise_hears_that_nobody_has_it() -> None:
    """An urgent event must not lie unread while its sender believes that it was delivered."""
    made = Stages().publish(_marked(_incident(), practice=False), "e1")

    assert made.items == []
    (state, says) = made.feedback[-1]
    assert (state, says.split(":")[0]) == ("not-delivered", "Nobody has this")
