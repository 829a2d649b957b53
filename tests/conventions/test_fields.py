"""Each field and each type of event says of itself what others need to know."""

from typing import get_args

import pytest
from wholepicture_schemas.catalogue import EVENT_TYPES, REPLIES, TOLD
from wholepicture_schemas.fields import FieldPlace, content_type, places
from wholepicture_schemas.told_fields import told_fields

_PARTS = frozenset({"core", "detail"})
"""The two parts of what agencies tell, which are no fields of people."""


_SAID_BY_PEOPLE = (*TOLD, *REPLIES)
"""What the bus itself says is made of it, and of records of its own."""


def _fields(name: str) -> list[FieldPlace]:
    return [one for one in places(content_type(EVENT_TYPES[name])) if one.path not in _PARTS]


@pytest.mark.parametrize("name", _SAID_BY_PEOPLE)
def test_each_field_says_what_class_of_data_it_holds(name: str) -> None:
    """Who may see a value follows from its class, so none is without."""
    assert not [place.path for place in _fields(name) if place.means.kind is None]


@pytest.mark.parametrize("name", _SAID_BY_PEOPLE)
def test_each_field_has_a_label_for_people(name: str) -> None:
    """Pages, lists and the schedule call a field what the schema calls it, in plain words."""
    labels = {place.path: place.means.label for place in _fields(name)}

    assert not [path for path, label in labels.items() if not label[:1].isupper()]
    assert not [path for path, label in labels.items() if "_" in label or label.endswith(".")]


@pytest.mark.parametrize("name", _SAID_BY_PEOPLE)
def test_each_code_has_a_label(name: str) -> None:
    """A code set has a label for each of its codes and no other, and none is the bare code."""
    for place in (place for place in _fields(name) if place.means.codes):
        labels = place.means.codes
        assert labels.keys() == set(get_args(place.type)), place.path
        assert not [code for code, said in labels.items() if said == code and not code.islower()]
        assert not [said for said in labels.values() if "_" in said or not said.strip()]


@pytest.mark.parametrize("name", TOLD)
def test_a_path_holds_one_class_of_data_in_every_type(name: str) -> None:
    """A value is kept back by its path alone, whichever type of event it stands in."""
    for place in _fields(name):
        assert told_fields()[place.path].means.kind == place.means.kind, place.path


_NAMED_BY_TYPE = frozenset({"detail.source", "detail.events", "detail.because", "detail.reason"})
"""What corrections, retractions and decisions not to tell call by their own words."""


@pytest.mark.parametrize("name", TOLD)
def test_a_path_is_called_the_same_in_every_type(name: str) -> None:
    """A label and a code set are found by the path alone, whichever type of event it stands in."""
    for place in (place for place in _fields(name) if place.path not in _NAMED_BY_TYPE):
        there = told_fields()[place.path]
        assert (there.means.label, there.codes) == (place.means.label, place.codes), place.path


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_each_type_of_event_has_words(name: str) -> None:
    """What an event tells of is said in words that stand beside its class."""
    assert EVENT_TYPES[name].CALLED
    assert "_" not in EVENT_TYPES[name].CALLED
