"""The story's files: what they say, and that nobody in them is real."""

import json
from pathlib import Path

import pytest
from wholepicture_agreement import load
from wholepicture_bus.errors import StopError
from wholepicture_desk.demo.practice import practice_copy
from wholepicture_desk.demo.story import Story, read_story
from wholepicture_schemas.problems import InvalidEvent
from wholepicture_schemas.reading import read_closed

from tests.support.shipped import shipped

STORY = Path("examples/demo")


@pytest.fixture
def story() -> Story:
    """The story of this repository."""
    return read_story(STORY)


def test_all_but_one_can_be_published(story: Story) -> None:
    """The kit accepts each event of the story but the one that misses a child's vulnerability."""
    for episode in (story.council, story.standard, story.unasked, story.manifest):
        read_closed(episode.document)
    with pytest.raises(InvalidEvent) as refused:
        read_closed(story.incomplete.document)

    assert [one.field for one in refused.value.problems] == [
        "core.children.0.vulnerability_considered"
    ]


def test_the_incident_names_two_children_one_with_a_number(story: Story) -> None:
    """It is graded STANDARD; who the child of the review is, is certain; the other is not."""
    content = story.standard.document["data"]
    children = content["core"]["children"]

    assert content["detail"]["risk_grade"] == "STANDARD"
    assert len(children) == 2
    assert all(one["name"] and one["birth_date"] for one in children)
    assert ["nhs_number" in one for one in children] == [True, False]


def test_broken_record_is_no_json(story: Story) -> None:
    """The broken record was cut off on its way."""
    with pytest.raises(ValueError, match="Unterminated"):
        json.loads(story.broken)


def test_nobody_in_it_is_real(story: Story) -> None:
    """Every event is an exercise, and every NHS number is from the range that nobody has."""
    for episode in (
        story.council, story.standard, story.incomplete, story.unasked, story.manifest,
    ):  # fmt: skip
        core = episode.document["data"]["core"]
        numbers = [child.get("nhs_number", "999") for child in core.get("children", ())]

        assert core["exercise"] is True
        assert all(number.startswith("999") for number in numbers)


def test_team_of_the_child_takes_part(story: Story) -> None:
    """The team that works with the child is one of the agreement's."""
    team = story.council.document["data"]["detail"]["team"]

    assert team in shipped().recipients


def test_missing_part_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Where the story is not there, the sentence says which part, and what to do."""
    with pytest.raises(StopError, match="Part 1 of the story is not in"):
        read_story(tmp_path)


def test_practice_copy_has_everyone_practise(tmp_path: Path) -> None:
    """In the copy every agency and every recipient takes part in an exercise, by the same rules."""
    agreement = load(practice_copy(Path("partnership"), tmp_path / "copy"))

    assert all(map(agreement.is_exercise, agreement.agencies.values()))
    assert all(map(agreement.is_exercise, agreement.recipients.values()))


def test_no_agreement_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Where there is no agreement, the sentence says where it was looked for."""
    with pytest.raises(StopError, match="There is no agreement in"):
        practice_copy(tmp_path, tmp_path / "copy")
