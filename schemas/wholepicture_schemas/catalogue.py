"""Every event type with its class, by who sends it; found in the modules.

A module in the folder ``agencies`` is found there by itself: nothing else names it. A program uses
few of the types, and a class takes a while to make: which type stands in which module is read from
the text of the modules, and a module is imported when one of its types is asked for.
"""

import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from wholepicture_schemas import agencies, any_agency
from wholepicture_schemas.envelope import Event

_PACKAGE = __name__.rpartition(".")[0]
_FIRST = ("police", "social_care", "any_agency")
_TYPE = re.compile(r'^    TYPE: ClassVar\[str\] = "([^"]+)"', re.MULTILINE)


class TypesByName(Mapping[str, type[Event[Any]]]):
    """Types of event by name, in the order of the modules that define them."""

    def __init__(self, modules: Iterable[str]) -> None:
        """Take the types of these modules, given by name relative to this package."""
        self._module_of = {name: module for module in modules for name in _types_in(module)}
        self._found: dict[str, type[Event[Any]]] = {}

    def __getitem__(self, name: str) -> type[Event[Any]]:
        """The class of a type. Raises KeyError where no module has the type."""
        found = self._found.get(name)
        if found is None:
            module = import_module(f"{_PACKAGE}.{self._module_of[name]}")
            found = self._found[name] = next(
                member
                for member in vars(module).values()
                if isinstance(member, type) and issubclass(member, Event) and name == member.TYPE
            )
        return found

    def __contains__(self, name: object) -> bool:
        """Whether there is such a type; imports nothing."""
        return name in self._module_of

    def __iter__(self) -> Iterator[str]:
        """The names; imports nothing."""
        return iter(self._module_of)

    def __len__(self) -> int:
        """How many types there are."""
        return len(self._module_of)


@cache
def _types_in(module: str) -> tuple[str, ...]:
    """The names of the types that a module defines; several mappings have those of one module."""
    source = pkgutil.get_data(_PACKAGE, f"{module.replace('.', '/')}.py") or b""
    return tuple(_TYPE.findall(source.decode()))


def _of_agencies() -> Iterator[str]:
    """The modules of what agencies tell: the first three, then those of the folder by name."""
    yield from _FIRST
    for name in sorted(found.name for found in pkgutil.iter_modules(agencies.__path__)):
        yield f"{agencies.__name__.rpartition('.')[2]}.{name}"


TOLD = TypesByName(_of_agencies())
"""What agencies publish."""

REPLIES = TypesByName(["replies"])
"""What recipients answer."""

_OF_THE_BUS = (
    "deliveries",
    "feedback",
    "disclosures",
    "children",
    "operations",
    "patterns",
    "news",
)

FROM_THE_BUS = TypesByName(_OF_THE_BUS)
"""What the bus itself says."""

DECIDED = TypesByName([*_of_agencies(), "patterns", "news"])
"""What the agreement decides on: what agencies tell, what the bus finds in it, and that it came."""

EVENT_TYPES: Mapping[str, type[Event[Any]]] = TypesByName(
    [*_of_agencies(), "replies", *_OF_THE_BUS]
)

OF_ANYBODY = frozenset({"any", "bus"})
"""Who says a type, where it may hold what any agency told."""

AMENDING = frozenset(
    member.TYPE
    for member in vars(any_agency).values()
    if isinstance(member, type) and issubclass(member, Event) and member.AMENDS
)
"""The types that correct or take back another event."""

STRENGTHS = frozenset({"strengths-note", "engagement-repaired"})
"""The types that tell of something that goes well, by their short names."""


def agency_kind(event_type: str) -> str:
    """Who says a type: police, childrens-social-care, any (agency), recipient or bus."""
    return event_type.split(".")[2]


def is_told_by(event_type: str, kind: str | None) -> bool:
    """Whether an agency of a kind may tell of a type; one of no known kind tells what any may."""
    return agency_kind(event_type) in {kind, "any"}


@lru_cache(maxsize=256)
def short_name(event_type: str) -> str:
    """The name of a type without its prefix and version, such as domestic-abuse-incident."""
    return event_type.split(".")[3]


def told_like(name: str) -> list[str]:
    """The short names of what agencies publish that resemble a name most, at most three."""
    return get_close_matches(name, sorted(map(short_name, TOLD)), n=3)


def by_name(name: str) -> type[Event[Any]] | None:
    """The class of a type, by its whole name or its short one; None where there is no such type."""
    return EVENT_TYPES.get(_WHOLE_NAMES.get(name, name))


_WHOLE_NAMES = {short_name(one): one for one in reversed(tuple(EVENT_TYPES))}
"""By the short name of a type its whole one, the first where several have it."""
