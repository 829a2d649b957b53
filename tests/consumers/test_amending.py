"""What a correction changes, and what it shows of it."""

from typing import Any

import pytest
from wholepicture_consumers.picture.amending import corrected, difference, not_repeating, protecting
from wholepicture_schemas.any_agency import Change

CONTENT: dict[str, Any] = {
    "core": {"children": [{"name": {"given": "Ivy"}}], "urgency": "routine"},
    "detail": {},
}


def _change(field: str, value: object) -> Change:
    return Change.model_validate({"field": field, "value": value})


def test_a_value_is_changed_where_the_path_leads() -> None:
    """A path goes through objects and lists, positions counted from 0."""
    now = corrected(CONTENT, [_change("core.children.0.name.given", "Iva")])

    assert now["core"]["children"][0]["name"]["given"] == "Iva"  # type: ignore[call-overload, index]
    assert CONTENT["core"]["children"][0]["name"]["given"] == "Ivy"


def test_null_takes_a_field_away_and_a_new_one_is_added() -> None:
    """What should not have been said goes; what was left out comes."""
    now = corrected(CONTENT, [_change("core.urgency", None), _change("detail.where.postcode", "X")])

    assert "urgency" not in now["core"]  # type: ignore[operator]
    assert now["detail"] == {"where": {"postcode": "X"}}


@pytest.mark.parametrize(
    "field", ["core.children.9.name", "core.children.x.name", "core.urgency.a"]
)
def test_a_path_that_leads_nowhere_changes_nothing(field: str) -> None:
    """A slip in a correction does not break what was told."""
    assert corrected(CONTENT, [_change(field, "new")]) == CONTENT


def test_the_difference_names_each_changed_path_on_both_sides() -> None:
    """Before has what was, after what is; what stayed the same is in neither."""
    before, after = difference(
        {"core": {"a": 1, "b": [1, 2]}, "detail": {"c": "x"}},
        {"core": {"a": 1, "b": [1, 3]}, "detail": {"d": "y"}},
    )

    assert before == {"core.b.1": 2, "detail.c": "x"}
    assert after == {"core.b.1": 3, "detail.d": "y"}


def test_what_became_protected_is_named_and_not_repeated() -> None:
    """The recipient learns which field is kept back now; its value does not come again."""
    before: dict[str, Any] = {
        "core.adults.0.address.lines.0": "12 Larch Road",
        "core.summary": "He went to 12 Larch Road.",
        "core.urgency": "routine",
    }
    may_see = {"core": {"urgency": "routine", "summary": "He went to [kept back]."}}

    shown = not_repeating(before, may_see)

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
