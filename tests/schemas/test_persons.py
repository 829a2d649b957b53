"""The people of an event: what must be said of a child, and what follows from what was said."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from wholepicture_schemas.model import missing
from wholepicture_schemas.persons import Child
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import PartialDateField, Phone

DATES: TypeAdapter[str] = TypeAdapter(PartialDateField)
PHONES: TypeAdapter[str] = TypeAdapter(Phone)


def problems(**child: Any) -> list[Problem]:
    """What a child with these still lacks."""
    told = {"person": "c1", "name": {"given": "Rowan"}, **child}
    return list(missing(Child.model_validate(told)))


def asked_for(**child: Any) -> list[str]:
    """The fields that a child with these is still asked for."""
    return [problem.field for problem in problems(**child)]


@pytest.mark.parametrize("text", ["2015", "2015-03", "2015-03-09", "2016-02-29", "1931", "2199-12"])
def test_a_date_may_be_known_in_part(text: str) -> None:
    """A year, a month or a day is kept as it was told."""
    assert DATES.validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    ["2015-02-31", "2015-02-29", "2015-13", "2015-00", "2015-3-9", "2015-03-09\n", "09/03/2015",
     "0205", "9999-12-31", "٢٠١٥", "2015-03-09T00:00:00", "", "unknown"],
)  # fmt: skip
def test_a_date_that_is_none_is_refused(text: str) -> None:
    """Neither days that no month has nor what systems fill in are dates."""
    with pytest.raises(ValidationError):
        DATES.validate_python(text)


@pytest.mark.parametrize("text", ["0117 496 0110", "+44 117 496 0110", "(0117) 496-0110", "101 11"])
def test_a_number_that_can_be_dialled_is_a_phone_number(text: str) -> None:
    """Digits, spaces, brackets, hyphens and a plus."""
    assert PHONES.validate_python(text) == text


@pytest.mark.finding("I1")
@pytest.mark.parametrize(
    "said", [{"communication": ["NON_VERBAL"]}, {"communication": ["AAC", "NON_VERBAL"]}]
)
def test_a_child_who_does_not_speak_must_be_observed(said: dict[str, Any]) -> None:
    """Words alone do not do: an observation, or why there is none."""
    assert asked_for(**said) == ["voice.observation"]
    assert asked_for(**said, voice={"words": "ok"}) == ["voice.observation"]
    assert asked_for(**said, voice={"observation": "Turned away."}) == []
    assert asked_for(**said, voice={"not_obtained_because": "Asleep."}) == []


def test_a_need_in_communication_is_not_taken_for_silence() -> None:
    """A child with it may speak: its words do, and what does not leave it unheard."""
    said = {"disability": ["LD", "COMM"]}

    assert Child.model_validate({"person": "c1", **said}).speaks
    assert asked_for(**said) == ["voice.observation"]
    assert asked_for(**said, voice={"words": "Go home."}) == []
    assert asked_for(**said, voice={"observation": "Turned away."}) == []
    assert asked_for(**said, voice={"not_obtained_because": "Asleep."}) == []


@pytest.mark.parametrize("said", [{"communication": ["NON_VERBAL"]}, {"disability": ["COMM"]}])
def test_what_is_asked_says_nothing_about_the_child(said: dict[str, Any]) -> None:
    """An error is read by others than the child's own: it names the field and the fix."""
    (problem,) = problems(**said)

    assert "child" not in str(problem)
    assert "speak" not in str(problem)
    assert "voice.not_obtained_because" in problem.fix


def test_a_child_who_speaks_is_not_held_to_an_observation() -> None:
    """Of other children the voice is told when known."""
    assert asked_for(communication=["BSL"], disability=["HEAR"]) == []


def test_no_disability_stands_alone() -> None:
    """NONE beside a disability cannot be right."""
    assert asked_for(disability=["NONE"]) == []
    assert asked_for(disability=["NONE", "LD"]) == ["disability"]


def test_a_child_must_be_findable() -> None:
    """A name, an NHS number, or the expected date of a child not born yet."""
    assert asked_for(name=None) == ["name"]
    assert asked_for(name=None, nhs_number="9990000018") == []
    assert asked_for(name=None, expected_birth_date="2026-08") == []


def test_vulnerability_considered_needs_its_reason() -> None:
    """Whether or not it was considered, why is asked for."""
    for considered in (True, False):
        asked = asked_for(vulnerability_considered={"considered": considered})

        assert asked == ["vulnerability_considered.rationale"]


@pytest.mark.parametrize(
    "name",
    [None, {}, {"given": "Unknown", "family": "UNKNOWN"}, {"family": "N/K"}, {"given": "?"},
     {"also_known_as": ["-"]}],
)  # fmt: skip
def test_a_child_whom_nothing_can_find_is_asked_about(name: object) -> None:
    """A name without letters, or that says it is not known, names nobody."""
    assert asked_for(name=name) == ["name"]
    assert asked_for(name=name, nhs_number="999 000 0018") == []
    assert asked_for(name=name, local_identifiers=[{"system": "Niche", "value": "8"}]) == []


@pytest.mark.parametrize("name", [{"given": "Łucja"}, {"family": "李"}, {"given": "Noone"}])
def test_a_part_of_a_name_finds_a_child(name: object) -> None:
    """In any alphabet."""
    assert asked_for(name=name) == []


def test_an_unborn_child_is_asked_for_the_expected_date_alone() -> None:
    """A child not born yet has no name."""
    assert asked_for(name=None, exposure="UNBORN") == ["expected_birth_date"]
    assert asked_for(name=None, exposure="UNBORN", expected_birth_date="2026-09") == []
    assert asked_for(name=None, exposure="UNBORN", birth_date="2026-01-01") == ["name"]


def test_what_nobody_said_is_absent() -> None:
    """Silence is no answer: nobody reads "no" where nobody said so."""
    child = Child.model_validate({"person": "c1", "lives_at": {}, "school": {"name": "Elm"}})

    assert child.model_dump(exclude_none=True)["school"] == {"name": "Elm"}
    assert child.model_dump(exclude_none=True)["lives_at"] == {"lines": ()}
