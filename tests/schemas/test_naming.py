"""A reference of its own for each person of an event, so that none is lost."""

from typing import Any

import pytest
from wholepicture_schemas.naming import name_everyone

from tests.schemas.documents import INCIDENT, example, fields_of, read


def incident_of(children: Any, adults: Any = (), **core: Any) -> dict[str, Any]:
    """An incident with these people and nothing else said of them."""
    document = example(INCIDENT)
    kept = {"children": children, "adults": list(adults), **core}
    for field in ("allegations", "handling"):
        document["data"]["core"].pop(field)
    document["data"]["core"] |= kept
    document["data"]["detail"].pop("orders")
    return document


def children_of(document: dict[str, Any]) -> list[str]:
    """The references of the children that are read."""
    return [child.person for child in read(document).event.data.core.children]


def test_good_references_stay() -> None:
    """An event whose people all have a reference is left as it is."""
    document = example(INCIDENT)

    assert name_everyone(document["data"]) == []
    assert document == example(INCIDENT)


def test_two_children_with_one_reference_are_two() -> None:
    """The second gets a fresh reference, and its producer is told."""
    document = incident_of([{"person": "c1"}, {"person": "c1"}, {"person": "unnamed-1"}])

    assert children_of(document) == ["c1", "unnamed-2", "unnamed-1"]
    assert "core.children.1.person" in fields_of(read(document).problems)


def test_a_child_and_an_adult_with_one_reference_are_two() -> None:
    """The child keeps it."""
    core = read(incident_of([{"person": "p1"}], [{"person": "p1"}])).event.data.core

    assert [person.person for person in (*core.children, *core.adults)] == ["p1", "unnamed-1"]


@pytest.mark.parametrize("sent", ["C1", "Rowan T", 1, "", "x" * 30])
def test_mentions_follow_a_reference_of_another_form(sent: Any) -> None:
    """What is said of a person elsewhere is still said of that person."""
    document = incident_of(
        [{"person": sent}, {"person": "c2"}],
        [{"person": "a1", "related_to": [{"child": sent, "relation": "mother"}]}],
        allegations=[{"alleged": "a1", "victims": ["c2", sent]}],
    )

    core = read(document).event.data.core

    assert core.children[0].person == "unnamed-1"
    assert core.adults[0].related_to[0].child == "unnamed-1"
    assert core.allegations[0].victims == ("c2", "unnamed-1")


@pytest.mark.parametrize("entry", [None, "Rowan", 3, [], {}])
def test_an_entry_that_is_no_object_is_a_child(entry: Any) -> None:
    """A child of whom nothing can be read is there, and is asked about."""
    document = incident_of([entry, {"person": "c1"}])

    assert children_of(document) == ["unnamed-1", "c1"]
    assert any(field.startswith("core.children.0") for field in fields_of(read(document).problems))


def test_children_by_their_references_are_children() -> None:
    """An object of objects, as some exports write a list, is a list."""
    document = incident_of({"first": {"person": "c1"}, "second": {"person": "c2"}})

    assert children_of(document) == ["c1", "c2"]
