"""What is wrong with an event, told to a person."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from wholepicture_schemas.core import Core
from wholepicture_schemas.looks import OF_A_PATTERN
from wholepicture_schemas.problems import InvalidEvent, Problem, once, path_of, problems_of


def problems_with(core: dict[str, Any]) -> list[Problem]:
    """What is wrong with a core."""
    with pytest.raises(ValidationError) as caught:
        Core.model_validate(core)

    return list(problems_of(caught.value, ("birth_date", "postcode", "summary")))


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (("data", "core", "children", 0, "birth_date"), "core.children.0.birth_date"),
        (("data", "detail", "incidents_in_last_12_months"), "detail.incidents_in_last_12_months"),
        (("id",), "id"),
        (("data",), "event"),
        ((), "event"),
        (("data", "told", "Rowan Tamblyn", "x"), "told"),
        (("data", "told", "9990000018"), "told"),
        (("data", "told", "nhs9990000018"), "told"),
        (("data", "told", "x" * 41), "told"),
        (("data", "core", "name", "function-after[check(), str]"), "core.name"),
    ],
)
def test_a_path_ends_before_what_is_no_field_name(location: tuple[Any, ...], path: str) -> None:
    """A sender's own text may stand where a name should."""
    assert path_of(location) == path


def test_a_misspelt_field_is_told_with_the_one_that_was_meant() -> None:
    """The name is shown where it looks like a field's."""
    (problem,) = problems_with({"sumary": "x"})

    assert str(problem) == "sumary is not a field of this event. Did you mean summary?"


@pytest.mark.parametrize("name", ["Rowan Tamblyn", "07700 900118", "Summary", "9990000018", ""])
def test_an_unknown_name_that_may_be_a_value_is_not_told(name: str) -> None:
    """The object that holds it is named instead."""
    (problem,) = problems_with({"call_back": {name: "x"}})

    assert problem.field == "call_back"
    assert problem.what == "has an unknown field"
    assert not name or name not in str(problem)


def test_an_unknown_name_in_capitals_is_told_by_the_field_that_was_meant() -> None:
    """The hint names our field, not what was sent."""
    (problem,) = problems_with({"Summary": "x"})

    assert problem.fix == "Did you mean summary?"


@pytest.mark.parametrize(
    ("core", "sentence"),
    [
        (
            {"urgency": "soon"},
            "urgency is not one of the codes. Use one of 'immediate', 'same-day' or 'routine'.",
        ),
        (
            {"exercise": "perhaps"},
            "exercise has the wrong form. Write true or false, without quotes.",
        ),
        ({"summary": 3}, "summary has the wrong form. Write it as text, in quotes."),
        (
            {"summary": ""},
            "summary has the wrong form. Write something here, or leave the field out.",
        ),
        ({"adults": 3}, "adults has the wrong form. Write a list, in square brackets."),
        ({"handling": 3}, "handling has the wrong form. Write an object, in curly brackets."),
        ({"children": [{}]}, "children.0.person is missing. Add this field."),
        (
            {"children": [{"person": "c1", "upn": "A1"}]},
            "children.0.upn cannot be right. Check the UPN: its letter does not fit its digits.",
        ),
    ],
)
def test_a_problem_is_a_sentence_with_its_fix(core: dict[str, Any], sentence: str) -> None:
    """Where, what, and what to do about it."""
    assert [str(problem) for problem in problems_with(core)] == [sentence]


def test_one_problem_is_told_for_each_field() -> None:
    """The first one found."""
    first, second = Problem("id", "is missing", "x"), Problem("id", "has the wrong form", "y")

    assert once([first, second]) == (first,)


def test_an_invalid_event_says_all() -> None:
    """Its text counts the problems and lists them."""
    error = InvalidEvent([Problem("id", "is missing", "Add it."), Problem("a", "is b", "Do c.")])

    assert str(error) == "2 problems: id is missing. Add it. | a is b. Do c."


def test_each_pattern_is_said_in_words() -> None:
    """A person cannot follow a pattern; dates have sentences of their own."""
    folder = Path(__file__).parents[2] / "schemas" / "json"
    found = {
        json.loads(text)
        for file in folder.rglob("*.json")
        for text in re.findall(r'"pattern": ("[^"]*")', file.read_text(encoding="utf-8"))
    }
    without = {pattern for pattern in found if "(19|20|21)" not in pattern} - OF_A_PATTERN.keys()

    assert found & OF_A_PATTERN.keys()
    assert without == set()
