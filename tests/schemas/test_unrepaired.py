"""What needs no repair is read at once, and is what the repairs would have given."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from wholepicture_schemas.any_agency import Change
from wholepicture_schemas.catalogue import DECIDED, TOLD
from wholepicture_schemas.changing import copied, made, make
from wholepicture_schemas.empty_parts import empty_parts
from wholepicture_schemas.fields import content_type, places
from wholepicture_schemas.reading import UnknownType, attributes_in, content_of, read_attributes
from wholepicture_schemas.repairs import repaired
from wholepicture_schemas.unrepaired import unrepaired

_FILES = sorted((Path(__file__).parents[2] / "schemas" / "examples").glob("*.json"))
_ALL = [json.loads(path.read_text("utf-8")) for path in _FILES]
EXAMPLES = [document for document in _ALL if document["type"] in TOLD]
INCIDENT = next(one for one in EXAMPLES if one["type"].endswith("domestic-abuse-incident.v1"))


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda one: str(one["type"]))
def test_an_example_needs_no_repair(document: Mapping[str, Any]) -> None:
    """It is read as it stands, as is what it says when it is written again."""
    kind, attributes = TOLD[document["type"]], read_attributes(attributes_in(document))

    event = unrepaired(kind, attributes, document["data"], as_sent=True)

    assert event is not None
    assert event == kind.model_validate(document)
    assert unrepaired(kind, attributes, content_of(event)) == event
    assert repaired(kind, attributes, deepcopy(document["data"]), UnknownType) == (event, ())


@pytest.mark.parametrize(
    "slip",
    [
        {"birthDate": "2016-05-04"},
        {"as_written": {"birth_date": "in May"}},
        {"as_written": None},
        {"name": {"given": "Ivy", "nick": "Vee"}},
    ],
)
def test_a_field_that_no_sender_has_is_for_repair(slip: Mapping[str, Any]) -> None:
    """So it is named to its sender; what the bus itself wrote may have been written by it."""
    kind, attributes = TOLD[INCIDENT["type"]], read_attributes(attributes_in(INCIDENT))
    content = deepcopy(INCIDENT["data"])
    content["core"]["children"][0] |= slip

    assert unrepaired(kind, attributes, content, as_sent=True) is None
    assert unrepaired(kind, attributes, content) is not None


@pytest.mark.parametrize(
    "slip",
    [
        {"person": "a1"},
        {"person": "Ivy Ashe"},
        {"person": None},
        {"name": {}},
        {"name": {"given": " ", "family": None}},
        {"voice": {"words": ""}},
        {"birth_date": "in May"},
    ],
)
def test_what_is_to_be_repaired_is_not_changed(slip: Mapping[str, Any]) -> None:
    """A reference that is another's, an object that says nothing, a value of the wrong form."""
    kind, attributes = TOLD[INCIDENT["type"]], read_attributes(attributes_in(INCIDENT))
    content = deepcopy(INCIDENT["data"])
    content["core"]["children"][0] |= slip
    before = deepcopy(content)

    assert unrepaired(kind, attributes, content) is None
    assert content == before


def test_an_object_that_says_nothing_is_found_innermost_first() -> None:
    """Not handling, not what says something by being there, and no entry of a list."""
    child = {"person": "c1", "voice": {}, "objects_to_sharing": {}, "name": {"given": " "}}
    adult = {"person": "a1", "new_address": {"lines": []}, "name": [{}]}
    content = {"core": {"handling": {}, "children": [child], "adults": [adult, {}]}}

    found = [part[2:] for part in empty_parts(content)]

    assert found == [
        ("children", 0, "voice"),
        ("children", 0, "name"),
        ("adults", 0, "new_address"),
    ]


def test_a_path_leads_to_an_object_in_every_type_or_in_none() -> None:
    """Whether an object may say nothing is known by its path alone."""
    fields = [place for kind in DECIDED.values() for place in places(content_type(kind))]
    objects = {place.path for place in fields if place.models}

    assert not objects & {place.path for place in fields if not place.models}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("core.summary", "It was otherwise."),
        ("core.summary", None),
        ("core.children.0.name.given", "Ivy"),
        ("core.children.0.birth_date", None),
        ("core.children.0", None),
        ("core.children.1", {"person": "c2"}),
        ("core.children.0", {"birth_date": "2016"}),
        ("core.children.9", {"person": "c9"}),
        ("core.children", [{"person": "c5"}]),
        ("core.call_back.phone", "0117 496 0777"),
        ("core.referral_source.code", "1A"),
        ("core.summary.words", "x"),
        ("core.children.9.name.given", "Ivy"),
        ("core.sharing.none.of.these", None),
        ("detail.what_happened", "He shouted."),
    ],
)
def test_a_change_in_a_copy_leaves_the_content_as_it_is(field: str, value: Any) -> None:
    """It gives what the change in place gives of a whole copy, what was as written settled too."""
    content = deepcopy(INCIDENT["data"])
    content["core"]["as_written"] = {"summary": "see file", "asks": "help"}
    content["core"]["children"][0]["as_written"] = {"birth_date": "in May"}
    before, whole = deepcopy(content), copied(content)
    change = Change(field=field, value=value)

    changed = made(change, content)

    assert content == before
    assert changed == (whole if make(change, whole) else None)
