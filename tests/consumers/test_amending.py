"""What a correction changes, what of it leads nowhere, and what it shows."""

from typing import Any

import pytest
from wholepicture_consumers.facts.amending import Corrected, corrected
from wholepicture_consumers.picture.difference import difference, not_repeating
from wholepicture_consumers.picture.voice import protecting
from wholepicture_schemas.any_agency import Change
from wholepicture_schemas.envelope import Attributes

from tests.journeys.stories import adult, child, family, incident

OF = family()
STORY = incident(
    [child(OF, "Ivy", "2016-05-04"), child(OF, "Rory", "2013-02-01", "c2")],
    [adult(OF, "Dan", "a1", "father")],
)


def _corrected(*changes: tuple[str, object], content: Any = STORY["data"]) -> Corrected:
    attributes = Attributes.model_validate(
        {
            "id": "e1",
            "source": "/agencies/avon-and-somerset-police",
            "type": STORY["type"],
            "time": "2026-03-04T21:40:00Z",
        }
    )
    made = [Change.model_validate({"field": field, "value": value}) for field, value in changes]
    return corrected(attributes, content, (), made)


def _names(now: Corrected) -> list[str]:
    return [one.name.given for one in now.event.data.core.children]


def test_a_value_is_changed_where_the_path_leads() -> None:
    """A path goes through objects and lists, positions counted from 0."""
    now = _corrected(("core.children.0.name.given", "Iva"))

    assert _names(now) == ["Iva", "Rory"]
    assert STORY["data"]["core"]["children"][0]["name"]["given"] == "Ivy"
    assert not now.problems


def test_null_takes_a_field_away_and_a_new_one_is_added() -> None:
    """What should not have been said goes; what was left out comes."""
    now = _corrected(("detail.what_happened", None), ("core.children.1.school.name", "Hill"))

    assert now.event.data.detail.what_happened is None
    assert now.event.data.core.children[1].school.name == "Hill"
    assert not now.problems


def test_null_takes_an_entry_away_and_the_place_behind_the_last_adds_one() -> None:
    """Each change finds the list as the one before it left it."""
    now = _corrected(
        ("core.children.0", None), ("core.children.1", child(OF, "Bea", "2020-01-01", "c3"))
    )

    assert _names(now) == ["Rory", "Bea"]


def test_an_entry_told_anew_keeps_its_reference() -> None:
    """A person who is told anew without a reference is still the same person."""
    entry = {"name": {"given": "Iva"}}

    assert _corrected(("core.children.0", entry)).event.data.core.children[0].person == "c1"


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("core.children.9.name", "which is not there"),
        ("core.children.3", "which is not there"),
        ("core.children.2.name", "which is not there"),
        ("core.children.x.name", "which is no field of the event"),
        ("core.urgency.a", "which is no field of the event"),
        ("detail.team", "which is no field of the event"),
        ("core.children.0.person", "the reference of a person, which others lead to"),
        ("core.exercise", "which cannot be corrected"),
        ("core.history", "which cannot be corrected"),
    ],
)
def test_a_path_that_leads_nowhere_is_asked_about_and_the_rest_is_made(
    field: str, says: str
) -> None:
    """The change is named by its number and field, and never by what it would have set."""
    now = _corrected((field, "Secretname"), ("core.urgency", "immediate"))

    (problem,) = now.problems
    assert problem.field == "detail.changes.0.field"
    assert problem.what == f"leads to {field}, {says}"
    assert "Secretname" not in str(problem)
    assert now.event.data.core.urgency == "immediate"
    assert now.changed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("core.children.0.birth_date", "Secretname"),
        ("core.call_back", "Secretname"),
        ("detail.risk_grade", "Secretname"),
        ("detail.orders.0", "Secretname"),
    ],
)
def test_a_value_that_cannot_be_read_is_asked_about_and_changes_nothing(
    field: str, value: str
) -> None:
    """What was told before stands until the agency says what is right."""
    now = _corrected((field, value))

    assert [one.field for one in now.problems] == ["detail.changes.0.value"]
    assert "Secretname" not in str(now.problems[0])
    assert now.content == _corrected().content
    assert not now.changed


def test_a_child_of_whom_a_part_cannot_be_read_is_not_lost() -> None:
    """The rest of the child comes, the event is marked with what it lacks, and it is asked for."""
    now = _corrected(("core.children.2", child(OF, "Bea", "unknown", "c3")))

    assert _names(now) == ["Ivy", "Rory", "Bea"]
    assert now.event.data.core.children[2].birth_date is None
    assert [one.field for one in now.problems] == ["detail.changes.0.value"]
    assert "core.children.2.birth_date" in [one.field for one in now.missing]


def test_what_a_correction_supplies_is_no_longer_missing() -> None:
    """An event that lacked a call-back number is whole when the correction brings it."""
    lacking = {**STORY["data"], "core": {**STORY["data"]["core"], "call_back": None}}

    assert "core.call_back" in [one.field for one in _corrected(content=lacking).missing]
    now = _corrected(("core.call_back", {"phone": "0117 496 0009"}), content=lacking)
    assert not now.missing


def test_a_person_who_is_gone_leaves_no_mention_unasked() -> None:
    """An adult is still said to be the father of the child who went: the agency is asked."""
    now = _corrected(("core.children", [child(OF, "Rory", "2013-02-01", "c2")]))

    assert [one.field for one in now.problems] == ["core.adults.0.related_to.0.child"]
    assert _names(now) == ["Rory"]


def test_the_difference_names_each_changed_path_on_both_sides() -> None:
    """Before has what was, after what is; what stayed the same is in neither."""
    before, after = difference(
        {"core": {"a": 1, "b": [1, 2]}, "detail": {"c": "x"}},
        {"core": {"a": 1, "b": [1, 3]}, "detail": {"d": "y"}},
    )

    assert before == {"core.b.1": 2, "detail.c": "x"}
    assert after == {"core.b.1": 3, "detail.d": "y"}


def test_the_difference_compares_a_person_with_the_same_person() -> None:
    """Of two children the first is gone: the other has not changed its name to that."""
    before, after = difference(
        {"core": {"children": [{"person": "c1", "n": "A"}, {"person": "c2", "n": "B"}]}},
        {"core": {"children": [{"person": "c2", "n": "B"}]}},
    )

    assert before == {"core.children.1.person": "c1", "core.children.1.n": "A"}
    assert after == {}


def test_what_became_protected_is_named_and_not_repeated() -> None:
    """The recipient learns which field is kept back now; its value does not come again."""
    before: dict[str, Any] = {
        "core.adults.0.address.lines.0": "12 Larch Road",
        "core.summary": "He went to 12 Larch Road.",
        "core.urgency": "routine",
    }
    may_see = {"core": {"urgency": "routine", "summary": "He went to [kept back]."}}

    shown = not_repeating(before, may_see, {})

    assert shown == {
        "core.adults.0.address.lines.0": "[kept back]",
        "core.summary": "He went to [kept back].",
        "core.urgency": "routine",
    }


def test_to_protect_it_is_said_first_and_stays_said() -> None:
    """Whoever was told once has it still, so no later correction takes the instruction away."""
    once = protecting(("Call the sender.",), ("Call the sender.",), more=True)

    assert once[1:] == ("Call the sender.",)
    assert "protected now" in once[0]
    assert protecting(("Call the sender.",), once, more=False) == once
    assert protecting(once, once, more=True) == once
    assert protecting(("Call.",), ("Call.",), more=False) == ("Call.",)
