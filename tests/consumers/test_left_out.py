"""Whoever is left out because a service is restricted stays so, corrected or in other events."""

from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.journeys.stories import POLICE, child, correction, family, incident, nhs_number

pytestmark = pytest.mark.finding("F4")
SCHOOL = "setting-100001"
_RING = "Ring mum on 07700 900123."
HELPER = {"name": "Jo Bloggs", "role": "refuge worker", "organisation": "Haven House"}
_CALM = "Only calm with Jo Bloggs of Haven House."
SEEN = {"observation": _CALM, "for_school": _CALM}


def _told(**more: Any) -> tuple[Stages, dict[str, Any]]:
    stages = Stages()
    known = child(
        family(), "Ada", "2014-04-04", nhs_number=nhs_number(), school={"urn": "100001"}, voice=SEEN
    )
    stages.publish(incident([known], professionals=[HELPER], **more), "e1")
    return stages, known


@pytest.mark.parametrize(
    "change",
    [("core.professionals", None), ("core.professionals.0.role", "family worker")],
    ids=["taken away", "another role"],
)
def test_a_correction_uncovers_nobody(change: tuple[str, object]) -> None:
    """What an earlier state of the event left out is left out of its texts still."""
    stages, _ = _told()

    field, value = change
    corrected = stages.publish(correction(POLICE, "e1", [{"field": field, "value": value}]), "e2")

    to_school = [one for one in corrected.items if one["recipient"] == SCHOOL]
    assert not [word for word in ("Bloggs", "Haven") if word in str(to_school)]


def test_another_event_names_them_no_more_than_the_first() -> None:
    """What one event of the child left out, its later ones do not tell to the same recipients."""
    stages, known = _told()

    items = stages.publish(incident([known], summary="She is with Jo Bloggs."), "e2").deliveries

    assert "Bloggs" not in str(items[SCHOOL])
    assert "somebody" in str(items[SCHOOL]["told"]["core"]["children"][0]["voice"])
    assert "Bloggs" in str(items["front-door-bristol"]["told"])


def test_a_restricted_service_that_calls_back_is_named_to_nobody_who_may_not_know() -> None:
    """A role that names the kind is left out by itself, and the number to call stays."""
    stages = Stages()
    known = child(family(), "Ada", "2014-04-04", school={"urn": "100001"})
    calls = {"role": "refuge worker", "phone": "0117 496 0001"}

    items = stages.publish(incident([known], call_back=calls), "e1").deliveries

    assert "refuge" not in str(items[SCHOOL])
    assert "0117 496 0001" in str(items[SCHOOL])
    assert "refuge" in str(items["front-door-bristol"])


def test_a_victims_number_of_one_event_is_no_word_of_another() -> None:
    """Where somebody was harmed, her number in one event is masked in the texts of the others."""
    stages = Stages()
    known = child(family(), "Ada", "2014-04-04", nhs_number=nhs_number(), school={"urn": "100001"})
    mother = {"person": "a2", "name": {"given": "Mo"}, "phone": "07700 900123"}
    father = {"person": "a1", "name": {"given": "Dan"}}
    harmed = [{"alleged_by": "a2", "alleged": "a1", "victims": ["a2"], "what": "Hit."}]
    stages.publish(incident([known], [mother, father], allegations=harmed), "e1")

    spoken = {**known, "voice": {"words": _RING, "for_school": _RING}}
    items = stages.publish(incident([spoken]), "e2").deliveries

    assert "900123" not in str(items[SCHOOL])
    assert "900123" in str(items["front-door-bristol"])
