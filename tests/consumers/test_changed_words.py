"""A correction's headline names what changed, within what its recipient is told."""

from typing import Any

import pytest
from pydantic import JsonValue
from wholepicture_consumers.picture.changed_words import what_changed

TOLD: dict[str, Any] = {
    "core": {
        "children": [
            {
                "person": "c1",
                "name": {"given": "Tia", "family": "Marl"},
                "birth_date": "2015-03-09",
            },
            {"person": "c2"},
        ],
        "adults": [{"person": "a1", "name": {"given": "Jo"}}],
    }
}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"core.children.0.birth_date": "2015"}, {"core.children.0.birth_date": "2015-03-09"},
         "date of birth of T.M."),
        ({"core.children.0.name.given": "Ti"}, {"core.children.0.name.given": "Tia"},
         "name of T.M."),
        ({}, {"core.children.1.lives_at.postcode": "BS99 1AA"},
         "where a child lives"),
        ({"core.adults.0.phone": "07700 900001"}, {}, "telephone of J."),
        ({}, {"core.adults.0.safe_contact.never": "Write."}, "how to reach them safely (J.)"),
        ({"detail.what_happened": "A."}, {"detail.what_happened": "B."}, "what happened"),
        ({"core.children.2.person": "c3", "core.children.2.name.given": "Bo"}, {},
         "B. is taken out"),
        ({}, {"core.adults.0.person": "a1", "core.adults.0.name.given": "Jo"}, "J. is new"),
        ({"core.handling.originator_control": True}, {}, "how it must be handled"),
        ({}, {}, ""),
    ],
)  # fmt: skip
def test_a_change_is_named_by_field_and_person(
    before: dict[str, Any], after: dict[str, Any], said: str
) -> None:
    """The label of the field, and whose it is by initials, or "a child" where no name is told."""
    assert what_changed(before, after, TOLD) == said


def test_many_changes_are_counted() -> None:
    """Two are named and the rest are a number, so that a headline stays a sentence."""
    fields = ("birth_date", "sex", "exposure", "seen")
    after: dict[str, JsonValue] = {f"core.children.0.{field}": "x" for field in fields}

    assert what_changed({}, after, TOLD, ["B.O."]) == (
        "not about B.O., date of birth of T.M. and 3 more"
    )
