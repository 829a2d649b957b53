"""Every team that works with a child now is told of it, whatever another authority says."""

from datetime import timedelta
from typing import Any

import pytest

from tests.consumers.both_stages import START, Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    NEIGHBOUR,
    POLICE,
    TEAM,
    Family,
    child,
    core,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

OTHER_TEAM = "social-work-bristol-1"
BORN = "2016-05-04"


class Story:
    """One child, whose authorities say who works with it, and police who tell of an incident."""

    def __init__(self) -> None:
        self.stages = Stages()
        self.people: Family = family()
        self.number = nhs_number()
        self._incidents = 0

    def says(self, event: str, of: str = COUNCIL, *, early: int = 0, **detail: Any) -> None:
        """An authority says that an episode opened or closed, or happened minutes early."""
        told = involvement(self.people, "Ivy", BORN, nhs_number=self.number, agency=of)
        told["data"]["detail"] |= detail
        happened = START - timedelta(minutes=early) if early else None
        self.stages.publish(told, event, of=of, happened=happened)

    def amends(self, document: dict[str, Any], event: str) -> None:
        """The council corrects or takes back what it said."""
        self.stages.publish(document, event, of=COUNCIL)

    def teams_told(self) -> set[str]:
        """Which teams hear of the child's next incident, as news on an open case."""
        self._incidents += 1
        told = incident([child(self.people, "Ivy", BORN, nhs_number=self.number)])
        items = self.stages.publish(told, f"incident-{self._incidents}").deliveries
        return {
            recipient for recipient, item in items.items() if item["arrival"] == "news-on-open-case"
        }


@pytest.fixture
def story() -> Story:
    """A fresh story."""
    return Story()


def test_another_authoritys_close_ends_nothing(story: Story) -> None:
    """The worker of the one authority is told, though the other has closed its episode."""
    story.says("e1")
    story.says("e2", NEIGHBOUR, team=OTHER_TEAM)
    assert story.teams_told() == {TEAM, OTHER_TEAM}

    story.says("e3", NEIGHBOUR, team=OTHER_TEAM, state="closed")
    assert story.teams_told() == {TEAM}


def test_an_episode_closed_by_its_own_authority_is_closed(story: Story) -> None:
    """After the close nobody hears of the child as of an open case."""
    story.says("e1")
    story.says("e2", state="closed")

    assert story.teams_told() == set()


def test_what_happened_earlier_changes_nothing(story: Story) -> None:
    """A close that is told late, of before the episode opened, does not end it."""
    story.says("e1")
    story.says("e2", state="closed", early=60)

    assert story.teams_told() == {TEAM}


def test_a_first_teams_late_close_does_not_end_its_successors_work(story: Story) -> None:
    """A child is handed from one team to the next: the new worker hears of it."""
    story.says("e1")
    story.says("e2", team=OTHER_TEAM)
    story.says("e3", team=TEAM, state="closed")

    assert story.teams_told() == {OTHER_TEAM}


def test_early_help_that_ends_does_not_end_social_work(story: Story) -> None:
    """A child whom social work took over from early help still has its worker."""
    story.says("e1", kind="early-help")
    story.says("e2", kind="child-protection")
    story.says("e3", kind="early-help", state="closed")

    assert story.teams_told() == {TEAM}


def test_a_close_that_is_taken_back_opens_the_episode_again(story: Story) -> None:
    """The council closed the wrong child's episode and takes it back: the worker is told again."""
    story.says("e1")
    story.says("e2", state="closed")
    assert story.teams_told() == set()

    story.amends(retraction(COUNCIL, "e2"), "e3")
    assert story.teams_told() == {TEAM}


def test_an_opening_that_is_taken_back_opens_nothing(story: Story) -> None:
    """An episode that was never opened for this child has no worker to tell."""
    story.says("e1")
    story.amends(retraction(COUNCIL, "e1"), "e2")

    assert story.teams_told() == set()


def test_a_corrected_team_is_the_one_that_is_told(story: Story) -> None:
    """The council named the wrong team: the right one hears, the wrong one does not."""
    story.says("e1", team=OTHER_TEAM)
    change = {"field": "detail.team", "value": TEAM}
    story.amends(correction(COUNCIL, "e1", [change]), "e2")

    assert story.teams_told() == {TEAM}


def test_a_corrected_state_opens_the_episode(story: Story) -> None:
    """Closed was a slip: the episode is open, with the worker that the event names."""
    story.says("e1", state="closed")
    change = {"field": "detail.state", "value": "open"}
    story.amends(correction(COUNCIL, "e1", [change]), "e2")

    assert story.teams_told() == {TEAM}


def test_an_episode_of_a_first_load_can_be_taken_back(story: Story) -> None:
    """What was told as history opens an episode, and taking it back ends that."""
    told = involvement(story.people, "Ivy", BORN, nhs_number=story.number)
    told["data"]["core"]["history"] = True
    story.stages.publish(told, "e1", of=COUNCIL)
    assert story.teams_told() == {TEAM}

    story.amends(retraction(COUNCIL, "e1"), "e2")
    assert story.teams_told() == set()


def _of(people: Family, *, number: str | None = None) -> dict[str, Any]:
    return child(people, "Ivy", BORN, **({"nhs_number": number} if number else {}))


def test_a_team_of_probably_the_same_child_is_asked_each_time() -> None:
    """Certain by its number among police, and never said to be the team's: both are asked."""
    stages, people, number = Stages(), family(), nhs_number()
    stages.publish(involvement(people, "Ivy", BORN), "opened", of=COUNCIL)
    stages.publish(incident([_of(people, number=number)]), "first")

    items = stages.publish(incident([_of(people, number=number)]), "second").deliveries

    assert {TEAM, FRONT_DOOR} <= set(items)
    assert {items[one]["children"][0]["confidence"] for one in (TEAM, FRONT_DOOR)} == {"probable"}
    assert len(items[FRONT_DOOR]["earlier"]) == 1
    assert not items[TEAM]["earlier"]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_correction_of_a_childs_first_record_reaches_a_team_that_came_since(
    numbered: bool,
) -> None:
    """Nobody was known when it came; who the child is has been found since, or probably so."""
    stages, people = Stages(), family()
    number = nhs_number() if numbered else None
    marks = {"nhs_number": number} if number else {}
    stages.publish(incident([_of(people, number=number)]), "first")
    stages.publish(involvement(people, "Ivy", BORN, **marks), "opened", of=COUNCIL)

    changes = [{"field": "core.summary", "value": "It was the kitchen door."}]
    items = stages.publish(correction(POLICE, "first", changes), "corrected").deliveries

    core = items[TEAM]["told"]["core"]
    assert bool(items[TEAM].get("question")) is not numbered
    assert core.get("summary") == ("It was the kitchen door." if numbered else None)


def test_an_area_that_a_detail_names_hears_of_the_next_incident_too(story: Story) -> None:
    """A child in police protection in another area is there, though no later event says so."""
    known = child(story.people, "Ivy", BORN, nhs_number=story.number)
    told = {name: said for name, said in known.items() if name != "lives_at"}
    where = {"protected_where": {"authority": "E06000025"}}
    taken = {"type": "uk.wholepicture.police.police-protection.v1",
             "data": {"core": core(POLICE, [known]), "detail": where}}  # fmt: skip

    story.stages.publish(taken, "taken")
    items = story.stages.publish(incident([told]), "next").deliveries

    assert "front-door-south-gloucestershire" in items
