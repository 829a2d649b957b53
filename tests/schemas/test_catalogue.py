"""The one list of the language."""

import pkgutil
from importlib import import_module

import pytest
import wholepicture_schemas
from wholepicture_schemas.catalogue import (
    EVENT_TYPES,
    FROM_THE_BUS,
    REPLIES,
    TOLD,
    agency_kind,
    by_name,
    short_name,
)
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.reading import UnknownType, read_attributes

from tests.schemas.documents import INCIDENT, example


def test_every_class_of_event_is_listed_by_its_type() -> None:
    """Whatever says a type of its own stands in the catalogue, once."""
    for module in pkgutil.walk_packages(wholepicture_schemas.__path__, "wholepicture_schemas."):
        import_module(module.name)  # a class is made when its type is first asked for
    there = {
        kind
        for parent in Event.__subclasses__()
        for kind in (parent, *parent.__subclasses__())
        if "TYPE" in vars(kind)
    }

    assert there - {UnknownType} == set(EVENT_TYPES.values())
    assert all(name == kind.TYPE for name, kind in EVENT_TYPES.items())
    assert len(EVENT_TYPES) == len(TOLD) + len(REPLIES) + len(FROM_THE_BUS)


def test_short_names_are_unique() -> None:
    """A type can be asked for by its short name."""
    assert len({short_name(name) for name in EVENT_TYPES}) == len(EVENT_TYPES)


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_a_type_is_found_by_either_name(name: str) -> None:
    """The whole name and the short one lead to one class."""
    assert by_name(name) is by_name(short_name(name)) is EVENT_TYPES[name]


def test_there_is_no_class_for_what_is_not_listed() -> None:
    """Nothing is found, and nothing raised."""
    assert by_name("nothing") is None


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_a_type_can_stand_in_an_envelope(name: str) -> None:
    """Its form is that of the attribute."""
    told = {key: text for key, text in example(INCIDENT).items() if key != "data"}

    assert read_attributes({**told, "type": name}).type == name


def test_a_type_tells_who_says_it() -> None:
    """Replies come from recipients, and the bus has a kind of its own."""
    assert {agency_kind(name) for name in REPLIES} == {"recipient"}
    assert {agency_kind(name) for name in FROM_THE_BUS} == {"bus"}
    assert not {agency_kind(name) for name in TOLD} & {"recipient", "bus"}
