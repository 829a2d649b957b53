"""What the police tell: were there children, how were they exposed, and does the list add up."""

import pytest
from wholepicture_schemas.codes import ChildrenCheckAnswer
from wholepicture_schemas.model import missing
from wholepicture_schemas.police import ChildInIncident, ChildrenCheck, DomesticAbuse, Manifest
from wholepicture_schemas.problems import InvalidEvent
from wholepicture_schemas.reading import read_closed

from tests.schemas.documents import INCIDENT, example, read, with_changes


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


def test_children_said_to_be_named_are_named_where_the_event_is_made() -> None:
    """Else the sender believes them told; what comes from elsewhere is taken as it is."""
    document = with_changes(example(INCIDENT), core__children=[], core__allegations=[])
    document = with_changes(document, core__handling={})
    for adult in document["data"]["core"]["adults"]:
        adult.pop("related_to", None)
    document["data"]["detail"].pop("orders", None)

    with pytest.raises(InvalidEvent) as refused:
        read_closed(document)
    taken = read(document)

    (problem,) = refused.value.problems
    assert problem.field == "detail.children_check.answer"
    assert "core.children" in problem.fix
    assert taken.problems == ()
    with pytest.raises(InvalidEvent, match="children are named, and none is"):
        read_closed({**document, "time": "yesterday"})


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
