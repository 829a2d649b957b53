"""What is taken back asks nothing of anybody any more, but for how to handle what they have."""

from tests.consumers.both_stages import Stages
from tests.journeys.stories import (
    FRONT_DOOR,
    POLICE,
    adult,
    child,
    family,
    incident,
    retraction,
)

OF = family()


def test_a_retraction_asks_nothing_about_the_child() -> None:
    """No question, no date to respond; do not act on it, and whom it must still be kept from."""
    kept_from = {"do_not_disclose_to": [{"person": "a1", "because": "He reads her post."}]}
    told = incident(
        [child(OF, "Ivy", "2016-05-04")], [adult(OF, "Dan", "a1", "father")], handling=kept_from
    )
    stages = Stages()
    first = stages.publish(told, "E1").deliveries[FRONT_DOOR]

    item = stages.publish(retraction(POLICE, "E1"), "R1").deliveries[FRONT_DOOR]

    assert first["respond_by"]
    assert first["children"][0]["question"]
    assert "respond_by" not in item
    assert "question" not in item["children"][0]
    assert item["instructions"][0].startswith("Do not act on what you were told here")
    assert any("Do not let Dan" in one for one in item["instructions"])
    handling = {one for one in first["instructions"] if "Dan" in one or "Keep this out" in one}
    asked = set(first["instructions"]) - handling
    assert not asked & set(item["instructions"])
