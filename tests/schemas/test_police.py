"""What the police tell: were there children, how were they exposed, and does the list add up."""

import pytest
from wholepicture_schemas.codes import ChildrenCheckAnswer
from wholepicture_schemas.model import missing
from wholepicture_schemas.police import ChildInIncident, ChildrenCheck, DomesticAbuse, Manifest


def test_every_incident_says_whether_there_were_children() -> None:
    """Without the answer an incident is asked for it."""
    assert [problem.field for problem in missing(DomesticAbuse())] == ["children_check"]


def test_none_says_how_it_is_known() -> None:
    """That there are no children is known from somewhere."""
    asked = [problem.field for problem in missing(ChildrenCheck(answer="none"))]

    assert asked == ["how_known"]
    assert not list(missing(ChildrenCheck(answer="none", how_known="Both live alone.")))


@pytest.mark.parametrize("answer", ["named", "not-asked", "unknown"])
def test_other_answers_stand_by_themselves(answer: ChildrenCheckAnswer) -> None:
    """An unasked question is an answer too."""
    assert not list(missing(ChildrenCheck(answer=answer)))


def test_a_child_of_an_incident_is_asked_about_more_closely() -> None:
    """Its vulnerability and its exposure are needed."""
    child = ChildInIncident.model_validate({"person": "c1", "name": {"given": "Wren"}})

    assert {problem.field for problem in missing(child)} == {"vulnerability_considered", "exposure"}


@pytest.mark.parametrize("answer", ["named", "none", "not_asked", "unknown"])
def test_a_count_that_differs_from_the_list_is_named(answer: str) -> None:
    """Each count of the manifest is that of its list."""
    counts = {"named": 0, "none": 0, "not_asked": 0, "unknown": 0}
    manifest = Manifest.model_validate({"day": "2026-03-03", **counts, answer: 1})

    assert [problem.field for problem in missing(manifest)] == [answer]
    entry = {"local_reference": "1", "children_check": answer.replace("_", "-")}
    listed = Manifest.model_validate(
        {"day": "2026-03-03", **counts, answer: 1, "incidents": [entry]}
    )
    assert not list(missing(listed))


def test_a_day_without_incidents_is_told_too() -> None:
    """Zero is a count."""
    manifest = Manifest.model_validate(
        {"day": "2026-03-03", "named": 0, "none": 0, "not_asked": 0, "unknown": 0}
    )

    assert not list(missing(manifest))
