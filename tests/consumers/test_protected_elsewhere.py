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
    family,
    incident,
    involvement,
    nhs_number,
)

pytestmark = pytest.mark.finding("F4")
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
    """Neither in its texts nor as the address of somebody: the front door has it, the team not."""
    stages, known, mother = doubted
    stages.publish(incident([known], [{**mother, "new_address": NEW_HOME}]), "E1")

    summary = "She now lives at Flat 9, Sandstone House, 12 Gorse Street. The boy was calm."
    later = incident([known], [{**mother, "address": NEW_HOME}], summary=summary)
    items = stages.publish(later, "E2").deliveries

    assert not [word for word in WORDS if word in str(items[TEAM]["told"])]
    assert "The boy was calm." in items[TEAM]["told"]["core"]["summary"]
    assert summary == items[FRONT_DOOR]["told"]["core"]["summary"]


def test_an_address_that_nobody_protected_is_told(
    doubted: tuple[Stages, dict[str, Any], dict[str, Any]],
) -> None:
    """So the test above shows what it says."""
    stages, known, mother = doubted
    stages.publish(incident([known], [mother]), "E1")

    summary = "She now lives at Flat 9, Sandstone House."
    items = stages.publish(incident([known], [mother], summary=summary), "E2").deliveries

    assert items[TEAM]["told"]["core"]["summary"] == summary


def test_a_service_named_later_is_no_word_of_what_was_told_before() -> None:
    """The context of a later event leaves out of an earlier one what is protected now."""
    stages, of, number = Stages(), family(), nhs_number()
    known = child(of, "Ivy", "2016-05-04", nhs_number=number)
    mother = adult(of, "Mo", "a2", "mother")
    stages.publish(involvement(of, "Ivy", "2016-05-04", nhs_number=number), "I1", of=COUNCIL)
    first = incident([known], [mother], summary="Harbour Support brought her. The boy was calm.")
    plain = stages.publish(first, "E1").deliveries

    protected = {**mother, "victim_service": "Harbour Support"}
    items = stages.publish(incident([known], [protected]), "E2").deliveries

    assert "Harbour Support" in str(plain[TEAM]["told"])
    (before,) = [one for one in items[TEAM]["earlier"] if one["about"] != "involvement changed"]
    assert "The boy was calm." in before["told"]["core"]["summary"]
    assert "Harbour" not in str(items[TEAM])
