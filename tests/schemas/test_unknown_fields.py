"""The fields of a content that no event has."""

from typing import Any

import pytest
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.unknown_fields import unknown_fields

CONCERN = TOLD["uk.wholepicture.police.child-concern.v1"]


def _of_child(**more: Any) -> dict[str, Any]:
    return {"core": {"children": [{"person": "c1"}, {"person": "c2", **more}]}, "detail": {}}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("birthDate", "birth_date"),
        ("BIRTH_DATE", "birth_date"),
        ("birth-date", "birth_date"),
        ("Date of birth", "birth_date"),
        ("dateOfBirth", "birth_date"),
        ("nhsNumber", "nhs_number"),
        ("NHSNumber", "nhs_number"),
        ("livesAt", "lives_at"),
        ("vulnerabilty_considered", "vulnerability_considered"),
    ],
)
def test_a_near_miss_is_named_with_what_was_meant(name: str, meant: str) -> None:
    """By the field's name or by what people call it, in any case."""
    (found,) = unknown_fields(CONCERN, _of_child(**{name: "x"}))

    assert found.meant == meant
    assert found.problem().field == f"core.children.1.{name}"
    assert found.problem().fix == f"Did you mean {meant}?"
    assert found.pattern == f"core.children.*.{name}"


@pytest.mark.parametrize("name", ["Rowan Tamblyn", "Tamblyn", "0117 496 0999", "é"])
def test_a_name_that_may_be_somebodys_is_not_repeated(name: str) -> None:
    """An object by people's names would tell them."""
    (found,) = unknown_fields(CONCERN, _of_child(**{name: "x"}))

    assert name not in str(found.problem())
    assert found.problem().field == "core.children.1"


def test_fields_are_found_at_every_depth_and_only_there() -> None:
    """In objects, in lists of objects, and where one object stands for a list."""
    content = {
        "core": {
            "children": {"person": "c1", "name": {"given": "A", "nick": "B"}},
            "call_back": {"role": "desk", "fax": "1"},
            "extra": {"person": "x"},
        },
        "detail": {"concern": "x", "more": 1},
        "kore": 1,
    }

    found = [".".join(map(str, one.location)) for one in unknown_fields(CONCERN, content)]

    assert set(found) == {
        "core.children.name.nick", "core.call_back.fax", "core.extra", "detail.more", "kore",
    }  # fmt: skip


def test_a_value_that_any_json_may_be_is_not_looked_into() -> None:
    """What a correction says has no fields of its own."""
    change = {"field": "core.children.0", "value": {"birthDate": "x"}}
    content = {"core": {}, "detail": {"corrects": "e", "changes": [change]}}

    assert unknown_fields(TOLD["uk.wholepicture.any.correction.v1"], content) == ()
