"""A correction is held to what any event can have before it is published."""

from typing import Any

import pytest
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.problems import InvalidEvent
from wholepicture_schemas.reading import read_closed

from tests.journeys.stories import POLICE, correction, retraction


def _problems(document: dict[str, Any]) -> dict[str, str]:
    attributes = {
        "specversion": "1.0", "id": "e1", "source": f"/agencies/{POLICE}",
        "time": "2026-03-04T21:40:00Z",
    }  # fmt: skip
    try:
        read_closed({**attributes, **document})
    except InvalidEvent as error:
        return {one.field: one.what for one in error.problems}
    return {}


def _of(field: str) -> dict[str, str]:
    return _problems(correction(POLICE, "e0", [{"field": field, "value": "x"}]))


@pytest.mark.parametrize(
    "field",
    [
        "core.children.0.birth_date",
        "core.children.3",
        "core.children",
        "core.children.0.lives_at.lines.0",
        "core.handling.do_not_disclose_to.0.person",
        "core.sharing.because",
        "detail.orders.0.children.1",
        "detail.children_check.answer",
        "detail.team",
        "detail.worker.phone",
        "detail.incidents.0.local_reference",
    ],
)
def test_a_path_of_any_type_may_be_published(field: str) -> None:
    """Which type the original has is not known here: what some type has is let through."""
    assert _of(field) == {}


@pytest.mark.parametrize(
    "field",
    [
        "core.childs.0.birth_date",
        "core.children.0.birthdate",
        "core.children.birth_date",
        "core.urgency.now",
        "core.children.0.0",
        "detail.teams",
        "detail.corrects",
        "detail.changes.0.field",
    ],
)
def test_a_field_that_no_type_has_is_refused(field: str) -> None:
    """The change is named by its number and field, so that its writer finds the slip."""
    (problem,) = _of(field).items()

    assert problem == (
        "detail.changes.0.field",
        f"leads to {field}, which is no field of the event",
    )


@pytest.mark.parametrize("group", ["children", "adults"])
def test_the_reference_of_a_person_is_refused(group: str) -> None:
    """Everything that is said of a person leads to it by its reference."""
    assert list(_of(f"core.{group}.0.person")) == ["detail.changes.0.field"]


@pytest.mark.parametrize("field", ["core.exercise", "core.history", "core"])
def test_what_decides_who_was_told_at_all_is_refused(field: str) -> None:
    """Practice data does not become live by a correction: it is taken back and sent anew."""
    assert list(_of(field)) == ["detail.changes.0.field"]


@pytest.mark.parametrize("amending", ["correction", "retraction"])
def test_the_source_of_an_original_is_the_agencys_own(amending: str) -> None:
    """Another source of the same agency may be named, and another agency's may not."""
    document = (
        correction(POLICE, "e0", [{"field": "core.urgency", "value": "routine"}])
        if amending == "correction"
        else retraction(POLICE, "e0")
    )
    detail = document["data"]["detail"]

    assert _problems({**document, "data": {**document["data"]}}) == {}
    detail["source"] = f"/agencies/{POLICE}/records"
    assert _problems(document) == {}
    detail["source"] = "/agencies/bristol-city-council"
    assert _problems(document) == {"detail.source": "is another agency's"}
    detail["source"] = f"/recipients/{POLICE}"
    assert _problems(document) == {"detail.source": "is another agency's"}


def test_every_type_that_is_amended_has_paths() -> None:
    """Each type that agencies tell has a core and a detail that a path can lead into."""
    for kind in TOLD.values():
        content = kind.model_fields["data"].annotation
        assert {"core", "detail"} <= set(content.model_fields)  # type: ignore[union-attr]
