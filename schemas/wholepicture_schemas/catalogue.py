"""Every event type with its class, by who sends it; collected from the modules."""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from wholepicture_schemas import (
    any_agency,
    children,
    deliveries,
    disclosures,
    feedback,
    operations,
    patterns,
    police,
    replies,
    social_care,
)
from wholepicture_schemas.envelope import Event


def _types_in(*modules: ModuleType) -> Iterator[tuple[str, type[Event[Any]]]]:
    """The types of event that these modules define, in their order."""
    for module in modules:
        for member in vars(module).values():
            own = isinstance(member, type) and member.__module__ == module.__name__
            if own and issubclass(member, Event) and member.TYPE:
                yield member.TYPE, member


TOLD: Mapping[str, type[Event[Any]]] = dict(_types_in(police, social_care, any_agency))
"""What agencies publish."""

REPLIES: Mapping[str, type[Event[Any]]] = dict(_types_in(replies))
"""What recipients answer."""

FROM_THE_BUS: Mapping[str, type[Event[Any]]] = dict(
    _types_in(deliveries, feedback, disclosures, children, operations, patterns)
)
"""What the bus itself says."""

DECIDED: Mapping[str, type[Event[Any]]] = {**TOLD, **dict(_types_in(patterns))}
"""What the agreement decides on: what agencies tell, and what the bus finds in it."""

EVENT_TYPES: Mapping[str, type[Event[Any]]] = {**TOLD, **REPLIES, **FROM_THE_BUS}

OF_ANYBODY = frozenset({"any", "bus"})
"""Who says a type, where it may hold what any agency told."""

AMENDING = frozenset(name for name, kind in TOLD.items() if kind.AMENDS)
"""The types that correct or take back another event."""


def agency_kind(event_type: str) -> str:
    """Who says a type: police, childrens-social-care, any (agency), recipient or bus."""
    return event_type.split(".")[2]


def short_name(event_type: str) -> str:
    """The name of a type without its prefix and version, such as domestic-abuse-incident."""
    return event_type.split(".")[3]


def by_name(name: str) -> type[Event[Any]] | None:
    """The class of a type, by its whole name or its short one; None where there is no such type."""
    if name in EVENT_TYPES:
        return EVENT_TYPES[name]
    return next((kind for kind in EVENT_TYPES.values() if short_name(kind.TYPE) == name), None)
