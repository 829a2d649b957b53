"""An address that a correction gives: whoever had it in a text is not told it once more."""

import json
from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.journeys import stories

pytestmark = pytest.mark.finding("F4")
_HOME = stories.Family("Quillmere", "BS90 1ZZ", "1 Quill Row")
_HOUSE = "Larch Cottage"


def test_a_text_that_led_to_her_is_not_repeated_by_the_correction_that_protects_her() -> None:
    """Nobody knows the children, so that nothing but the event itself says what it protects."""
    stages = Stages()
    adults = [
        stories.adult(_HOME, "Dan", "a1", "father"),
        stories.adult(_HOME, "Ada", "a2", "mother"),
    ]
    told = stages.publish(
        stories.incident(
            [], adults, summary=f"She may be at {_HOUSE}.", answer="unknown",
            allegations=[{"alleged": "a1", "victims": ["a2"]}],
        ),
        "incident",
    )  # fmt: skip
    had = {item["recipient"] for item in told.items if _HOUSE in json.dumps(item)}

    changes: list[dict[str, Any]] = [
        {"field": "core.adults.1.new_address", "value": {"lines": [_HOUSE, "Wells"]}},
        {"field": "core.summary", "value": "She is safe."},
    ]
    since = stages.publish(stories.correction(stories.POLICE, "incident", changes), "correction")

    again = {item["recipient"]: json.dumps(item) for item in since.items}
    unit = "safeguarding-police"
    assert unit in had
    assert _HOUSE not in again[unit]
