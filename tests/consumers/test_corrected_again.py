"""A correction that names a correction corrects the same event further, whichever comes first."""

from itertools import permutations
from typing import Any

import pytest

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import POLICE, child, correction, family, incident, retraction

BORN = "core.children.0.birth_date"
ORIGINAL = incident([child(family(), "A", "2014-01-02")])
DOCUMENTS: dict[str, dict[str, Any]] = {
    "incident": ORIGINAL,
    "first": correction(POLICE, "incident", [{"field": BORN, "value": "2014-01-20"}]),
    "second": correction(POLICE, "first", [{"field": BORN, "value": "2014-02-20"}]),
    "third": correction(POLICE, "second", [{"field": BORN, "value": "2014-03-20"}]),
}


def _published(stages: Stages, *events: str, **more: dict[str, Any]) -> list[Followed]:
    documents = DOCUMENTS | more
    return [stages.publish(documents[event], event) for event in events]


def _states(followed: list[Followed], event: str) -> list[str]:
    words = [word for one in followed for word in one.words_back if word["event"] == event]
    return [word.get("state", "asked") for word in words]


def _asked(followed: list[Followed], event: str) -> list[str]:
    words = [word for one in followed for word in one.words_back if word["event"] == event]
    return [problem["what"] for word in words for problem in word.get("problems", ())]


@pytest.mark.parametrize("order", list(permutations(DOCUMENTS)))
def test_each_correction_of_a_chain_is_accepted_and_delivered(order: tuple[str, ...]) -> None:
    """In whatever order they come, and though each comes twice: their sender hears both of each."""
    followed = _published(Stages(), *order, *order)

    heard = {event: set(_states(followed, event)) - {"asked"} for event in DOCUMENTS}
    assert all(states == {"accepted", "delivered"} for states in heard.values())


@pytest.mark.parametrize("order", list(permutations(DOCUMENTS)))
def test_the_last_correction_of_a_chain_holds(order: tuple[str, ...]) -> None:
    """Each is applied behind the one that it names, so the event ends as the last one has it."""
    stages = Stages()
    _published(stages, *order)

    content: Any = stages.event("incident").content
    assert content["core"]["children"][0]["birth_date"] == "2014-03-20"


@pytest.mark.parametrize("order", list(permutations(("incident", "first", "back"))))
def test_a_correction_cannot_be_taken_back(order: tuple[str, ...]) -> None:
    """What it would leave is not said: its sender is asked, and nothing is delivered of it."""
    followed = _published(Stages(), *order, back=retraction(POLICE, "first"))

    assert "is itself a correction" in _asked(followed, "back")
    assert "delivered" not in _states(followed, "back")


@pytest.mark.parametrize("order", [("one", "other"), ("other", "one"), ("itself",)])
def test_corrections_that_lead_back_to_themselves_are_asked_about(order: tuple[str, ...]) -> None:
    """Two that name each other, or one that names itself, correct no event."""
    changes = [{"field": BORN, "value": "2014-01-20"}]
    documents = {
        "one": correction(POLICE, "other", changes),
        "other": correction(POLICE, "one", changes),
        "itself": correction(POLICE, "itself", changes),
    }
    followed = _published(Stages(), *order, **documents)

    assert all("leads back to itself" in _asked(followed, event) for event in order)


def test_what_waits_for_a_list_is_asked_about() -> None:
    """A list that comes behind its correction cannot be corrected either."""
    stages = Stages()
    sent = {"day": "2026-11-17", "total": 0, "sent": [], "events": []}
    listed = {
        "type": "uk.wholepicture.any.feed-manifest.v1",
        "data": {"core": DOCUMENTS["first"]["data"]["core"] | {"asks": "status"}, "detail": sent},
    }
    waiting = correction(POLICE, "list", [{"field": "detail.total", "value": 1}])
    followed = _published(stages, "waiting", "list", waiting=waiting, list=listed)

    assert _asked(followed, "waiting")[-1] == "is a list"


def test_each_word_that_one_record_leads_to_has_an_id_of_its_own() -> None:
    """Whoever keeps what it hears by its id hears of every event that waited."""
    backs = {name: retraction(POLICE, "first") for name in ("back", "back-again")}
    followed = _published(Stages(), "back", "back-again", "first", **backs)

    assert len(set(followed[-1].ids)) == len(followed[-1].ids) == 4
