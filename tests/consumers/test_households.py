"""What an event protects holds in a later one that nothing links to it."""

from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.journeys.stories import Family, adult, child, family, incident

pytestmark = pytest.mark.finding("F4")
NEW_HOME = {"lines": ["Sandstone House", "Gorse Street"], "postcode": "BS99 8ZZ"}
ORDER = "Not to go near Sandstone House. Not to collect the child."
FAMILY = family()


def _child(given: str, home: dict[str, Any] | None = None, of: Family = FAMILY) -> dict[str, Any]:
    known = child(of, given, "2014-04-04", school={"urn": "100001"})
    return {**known, "lives_at": home} if home else known


def _condition(later: dict[str, Any], of: Family = FAMILY, *, named: str = "another") -> str:
    """The condition of an order as the school reads it, after an event that protects the mother."""
    stages = Stages()
    mother = adult(FAMILY, "Mo", "a2", "mother", new_address=NEW_HOME)
    before = incident([_child("Ada")], [adult(FAMILY, "Dan", "a1", "father"), mother])
    stages.publish(before, "E1", family="family-17")
    order = {"kind": "bail-condition", "person": "a1", "children": ["c1"], "condition": ORDER}
    event = incident([later], [adult(of, "Dan", "a1", "father")], detail={"orders": [order]})
    told = stages.publish(event, "E2", family=named).deliveries["setting-100001"]["told"]
    condition: str = told["detail"]["orders"][0]["condition"]
    return condition


def test_of_a_child_of_the_same_name_and_birth_date() -> None:
    """Another postcode and no number: identity takes it for another child, masking does not."""
    elsewhere = {"lines": ["4 Linden Row"], "postcode": "BS97 1AA"}

    assert _condition(_child("Ada", elsewhere)) == (
        "Not to go near [kept back]. Not to collect the child."
    )


def test_of_another_child_in_the_protected_home() -> None:
    """A brother is named first at the new address, spelt in one line."""
    home = {"lines": ["Sandstone House, Gorse Street"], "postcode": "bs998zz"}

    assert "Sandstone" not in _condition(_child("Ben", home))


def test_of_the_family_that_its_agency_named() -> None:
    """The force keeps both events under one reference."""
    elsewhere = {"lines": ["4 Linden Row"], "postcode": "BS97 1AA"}

    assert "Sandstone" not in _condition(_child("Ben", elsewhere), named="family-17")


def test_of_nobody_else() -> None:
    """So the tests above show what they say."""
    others = family()

    assert _condition(_child("Ben", of=others), others) == ORDER


def test_the_front_door_reads_it_where_the_child_lives_there() -> None:
    """It is masked from nobody who needs it of its own child."""
    stages = Stages()
    mother = adult(FAMILY, "Mo", "a2", "mother", new_address=NEW_HOME)
    stages.publish(incident([_child("Ada")], [mother]), "E1")
    summary = "He waited at Sandstone House."

    later = incident([_child("Ada", NEW_HOME)], [mother], summary=summary)
    items = stages.publish(later, "E2").deliveries

    assert items["front-door-bristol"]["told"]["core"]["summary"] == summary
