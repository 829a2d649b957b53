"""The table of the census: what each element means, as ``census.toml`` says it.

It is data, so that who sends and who reads can check it; nothing of it is known to the code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.envelope import Event

ITSELF = "."
"""In place of an element's name: the text of the module's own element."""


@dataclass(frozen=True, slots=True)
class ChildField:
    """An element that tells who the child is, and its field."""

    element: str
    to: str
    years: tuple[int, ...] = ()
    """The years of whose form it is; of every year where there are none."""
    codes: Mapping[str, str] = field(default_factory=dict)
    not_known: tuple[str, ...] = ()
    """What it says where there is none."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one event is made of."""

    of: str
    """The module that it is of."""
    name: str
    """What marks it among the events of its module."""
    told_as: str
    """The short name of its type."""
    on: str
    """The element whose day is its time."""
    after: int = 0
    """How many seconds behind the begin of the day it stands, below a minute."""
    only_if: Mapping[str, bool] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    """What follows from the element being there, by field."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """The field of each element."""
    remark: str = ""

    @property
    def kind(self) -> type[Event[Any]]:
        """The type of event."""
        return _kind(self.told_as)

    @property
    def is_of_a_team(self) -> bool:
        """Whether it says which team works with the child."""
        return self.told_as == "involvement-changed"


@dataclass(frozen=True, slots=True)
class Module:
    """An element that repeats, each with a day of its own."""

    element: str
    name: str
    day: str
    rules: tuple[Rule, ...] = ()

    @property
    def parent(self) -> str:
        """The element that it stands in."""
        return self.element.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Untold:
    """An element that tells nothing here, and why."""

    element: str
    because: str
    years: tuple[int, ...] = ()
    silent: bool = False
    """Whether it is no loss, so that it is not counted."""


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table."""

    years: tuple[int, ...]
    child: tuple[ChildField, ...]
    modules: tuple[Module, ...]
    untold: Mapping[str, Untold]

    def module(self, name: str) -> Module:
        """The module of a name."""
        return next(module for module in self.modules if module.name == name)

    def holding(self, module: Module) -> Module | None:
        """The module that another one stands in; none of the outermost."""
        around = module.parent
        while around:
            found = next((other for other in self.modules if other.element == around), None)
            if found is not None:
                return found
            around = around.rpartition("/")[0]
        return None

    def within(self, module: Module) -> tuple[Module, ...]:
        """The modules that stand in one."""
        return tuple(inner for inner in self.modules if self.holding(inner) is module)

    @property
    def used(self) -> frozenset[str]:
        """Every element, by its path below the child, that tells something."""
        found = {told.element for told in self.child}
        for module in self.modules:
            for rule in module.rules:
                for name in (module.day, rule.on, *rule.only_if, *rule.fields):
                    found.add(_below(module.element, name))
        return frozenset(found)


@cache
def _kind(name: str) -> type[Event[Any]]:
    return EVENT_TYPES[f"uk.wholepicture.childrens-social-care.{name}.v1"]


def _below(element: str, name: str) -> str:
    return element if name == ITSELF else f"{element}/{name}"


@cache
def table() -> Table:
    """The table of ``census.toml``."""
    text = files("wholepicture_producers.social_care").joinpath("census.toml").read_text("utf-8")
    told = tomllib.loads(text)
    rules = [Rule(**entry) for entry in told["event"]]
    return Table(
        years=tuple(told["years"]),
        child=tuple(ChildField(**_tuples(entry)) for entry in told["child"]),
        modules=tuple(
            Module(**entry, rules=tuple(rule for rule in rules if rule.of == entry["name"]))
            for entry in told["module"]
        ),
        untold={entry["element"]: Untold(**_tuples(entry)) for entry in told["untold"]},
    )


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
