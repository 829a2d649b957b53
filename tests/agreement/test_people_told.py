"""How a recipient can name the people of an event, as far as it is told of them."""

from pydantic import JsonValue
from wholepicture_agreement.item.people_told import PeopleTold

_UNBORN: dict[str, JsonValue] = {"person": "c1", "expected_birth_date": "2026-08"}


def _called(person: str, child: JsonValue, relation: str = "father") -> str | None:
    adult: JsonValue = {"person": "a1", "related_to": [{"child": "c1", "relation": relation}]}
    return PeopleTold({"core": {"children": [child], "adults": [adult]}}).called(person)


def test_who_is_not_born_yet_is_called_so() -> None:
    """A midwife reads whose father it is, and not "a child of this event"."""
    assert _called("c1", _UNBORN) == "the unborn child"
    assert _called("a1", _UNBORN) == "the father of the unborn child"


def test_a_child_without_a_name_is_called_that() -> None:
    """Whoever is not told the name reads that it was not told."""
    assert _called("c1", {"person": "c1"}) == "a child who is not named"
    assert _called("a1", {"person": "c1"}) == "the father of the child"


def test_a_relation_is_said_in_words() -> None:
    """Codes of relations do not reach a reader."""
    child: JsonValue = {"person": "c1", "name": {"given": "Sam"}}

    assert _called("a1", child, "parents-partner") == "the partner of a parent of Sam"
    assert _called("a1", child, "other-relative") == "another relative of Sam"
