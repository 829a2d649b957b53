"""What is known of a field by its path is the same wherever it is looked up, and for whomever."""

import json
from itertools import product
from typing import Any, get_args

import pytest
from wholepicture_agreement import Situation
from wholepicture_agreement.cases import MORNING
from wholepicture_agreement.seen.leaves import leaves, leaves_of, rebuilt, starred
from wholepicture_agreement.seen.marks import marks_at
from wholepicture_agreement.seen.protecting import protecting
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.files import Need
from wholepicture_schemas.reading import read_open
from wholepicture_schemas.told_fields import means_at, told_fields

from tests.schemas.documents import WITH_A_CORE, example
from tests.support.shipped import shipped

_NEEDS = get_args(Need)


def test_marks_are_those_of_the_field() -> None:
    """Class, codes and label of every field stand beside it, and nowhere else."""
    for place in told_fields().values():
        marks = marks_at(place.starred)

        assert (marks.kind, marks.masked_as.safety) == (place.means.kind, place.means.safety)
        assert (marks.traced, marks.codes) == (place.means.traced, place.codes)


@pytest.mark.parametrize("name", WITH_A_CORE)
def test_a_content_is_built_again_of_its_leaves(name: str) -> None:
    """With the marks of its path each, and in its order."""
    content = example(name)["data"]

    assert json.dumps(rebuilt(leaves(content))) == json.dumps(_without_empty(content))
    for leaf in leaves(content):
        assert leaf.marks is marks_at(starred(leaf.path))
        assert leaf.marks.kind == means_at(starred(leaf.path)).kind


def test_what_was_kept_as_it_was_written_has_the_path_of_its_field() -> None:
    """It is masked as the field is, and looked for in texts as it was written."""
    phone: Any = {"as_written": {"phone": "0117 496 0222 ext. 3"}}
    (leaf,) = leaves({"core": {"call_back": phone}})

    assert leaf.path == ("core", "call_back", "as_written", "phone")
    assert leaf.marks is marks_at("core.call_back.phone", as_written=True)
    assert leaf.marks is not marks_at("core.call_back.phone")
    assert rebuilt([leaf]) == {"core": {"call_back": phone}}


def test_a_name_that_no_field_has_is_not_kept() -> None:
    """A correction may name any path: it is of the class of the field around it."""
    (leaf,) = leaves({"core": {"call_back": {"4711": {"phone": "x"}}}})

    assert leaf.starred == "core.call_back.4711.phone"
    assert leaf.marks.kind == means_at("core.call_back").kind


@pytest.mark.parametrize("name", WITH_A_CORE)
def test_what_is_hidden_is_what_is_hidden_of_each_value(name: str) -> None:
    """Values of which masking asks the same are decided together, and as each by itself."""
    attributes = {key: value for key, value in example(name).items() if key != "data"}
    event = read_open(attributes, json.dumps(example(name)["data"]).encode()).event
    masking, of_event = (
        protecting(EventFacts(Situation(event, MORNING), shipped())),
        leaves_of(event),
    )
    persons = [child.person for child in event.data.core.children]
    needs = [frozenset[Any](), frozenset(_NEEDS), *(frozenset([need]) for need in _NEEDS)]
    for school, of_children, need in product((True, False), (True, False), needs):
        for given in ((), persons[:1], persons):
            sight = Sight(school, of_children, need, frozenset(given))
            hidden = masking.hidden(of_event, sight)

            each = {at for at, leaf in enumerate(of_event) if masking.hides(leaf, sight)}
            assert hidden.numbers == each == {*hidden.secret, *hidden.of_strangers}


def _without_empty(content: Any) -> Any:
    """A content less what is null, and less lists and objects with nothing in them."""
    if isinstance(content, dict):
        inside = {key: _without_empty(value) for key, value in content.items()}
        return {key: value for key, value in inside.items() if value not in (None, [], {})}
    if isinstance(content, list):
        inside_list = [_without_empty(value) for value in content]
        return [value for value in inside_list if value not in (None, [], {})]
    return content
