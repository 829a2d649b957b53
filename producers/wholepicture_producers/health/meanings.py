"""What resources, elements and codes of FHIR become: the file beside this, and a sender's own.

``fhir.toml`` is what the adapter goes by. A sender's file adds rules, fields and codes of the same
form, which come before those. Codes have the short name of their system in front: ``sct|84757009``.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("fhir.toml")
CURRENT_SYSTEM = {"verified-older": "verified", "ethnic-older": "ethnic"}
"""Systems whose codes are those of another, by the short names of both."""


@dataclass(frozen=True, slots=True)
class Tells:
    """A rule: which resources tell which event."""

    resource: str
    when: Mapping[str, tuple[str, ...]]
    """Each path with the codes of which it has one; "" is that it is not there, * that it is."""
    event: str = ""
    """The short name of the event's type; empty where nothing is told."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """What the rule itself says in the event, by path."""
    under_16: Mapping[str, Any] = field(default_factory=dict)
    """What it says besides where the child is surely under 16."""
    whom: str = "child"
    """Of whom it is told: the ``child``, or the ``unborn`` child of the patient."""
    means: str = ""
    why: str = ""
    was_so: bool = False
    """Of a rule that tells nothing: whether what was told before stays so."""
    takes_back: bool = False
    """Of a rule that tells nothing: whether what was told before is taken back without asking."""
    after_death: bool = False
    """Whether it is told though the patient has died."""
    fix: str = ""
    """Of a rule that tells nothing: what to do, where its resources are refused."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a resource, and the field that it becomes."""

    resource: str
    path: str
    to: str = ""
    """The field of the event, of the child or of the adult; empty where it becomes none."""
    read: str = ""
    of: frozenset[str] = frozenset()
    """The events that it is for; empty for all."""
    means: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """How one kind of resource is read."""

    child: tuple[str, ...]
    error: tuple[str, ...]
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meanings:
    """All that is known of resources, elements and codes."""

    systems: Mapping[str, str]
    """The short name of each system of codes, by its address."""
    extensions: Mapping[str, str]
    """The short name of each extension, by its address."""
    resources: Mapping[str, Told]
    beside: Mapping[str, str]
    versions: Mapping[str, str]
    rules: tuple[Tells, ...]
    elements: tuple[Element, ...]
    codes: Mapping[str, Mapping[str, Any]]
    handling: Mapping[str, Mapping[str, tuple[str, ...]]]
    signals: Mapping[str, str]
    once: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What happens to somebody once, with the types of signal that tell it."""
    counted: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By event of which resources how many are counted, and to which field."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What codes are called in their own systems."""
    by_resource: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)
    """The elements of each kind of resource, in order."""

    def of(self, resource: str) -> Sequence[Element]:
        """The elements of a resource, in order."""
        return self.by_resource.get(resource, ())

    def short(self, system: str, code: str) -> str:
        """A code with the short name of its system, or with the system as it is."""
        name = self.systems.get(system, system)
        name = CURRENT_SYSTEM.get(name, name)
        return f"{name}|{code}" if name else code

    def events_of(self, resource: str) -> frozenset[str]:
        """The events that resources of a kind can become by a rule."""
        told = {rule.event for rule in self.rules if rule.resource == resource and rule.event}
        return frozenset(told)


@cache
def meanings() -> Meanings:
    """What the file beside this says."""
    return meanings_of(tomllib.loads(FILE.read_text(encoding="utf-8")))


def meanings_of(document: Mapping[str, Any], base: Meanings | None = None) -> Meanings:
    """What a document says, and behind it what ``base`` says."""
    known = base or Meanings({}, {}, {}, {}, {}, (), (), {}, {}, {})
    codes = document.get("codes", {})
    own = (element for entry in document.get("field", ()) for element in _elements(entry))
    elements = (*own, *known.elements)
    return Meanings(
        systems={**known.systems, **_reversed(document.get("systems", {}))},
        extensions={**known.extensions, **_reversed(document.get("extensions", {}))},
        resources={
            **known.resources,
            **{
                name: Told(*(tuple(entry[part]) for part in ("child", "error", "deciding")))
                for name, entry in document.get("resources", {}).items()
            },
        },
        beside={**known.beside, **document.get("beside", {})},
        versions={**known.versions, **document.get("versions", {})},
        rules=(*map(_rule, document.get("tells", ())), *known.rules),
        elements=elements,
        codes={
            name: {**known.codes.get(name, {}), **codes.get(name, {})}
            for name in (*known.codes, *(name for name in codes if name not in known.codes))
        },
        handling={
            **known.handling,
            **{
                name: {code: tuple(asked) for code, asked in table.items()}
                for name, table in document.get("handling", {}).items()
            },
        },
        signals={**known.signals, **document.get("signals", {})},
        once={**known.once, **document.get("once", {})},
        counted={**known.counted, **document.get("counted", {})},
        names={**known.names, **document.get("names", {})},
        by_resource={
            resource: tuple(element for element in elements if element.resource == resource)
            for resource in dict.fromkeys(element.resource for element in elements)
        },
    )


def _reversed(names: Mapping[str, str]) -> dict[str, str]:
    return {address: name for name, address in names.items()}


def _rule(entry: Mapping[str, Any]) -> Tells:
    when = {
        path: (told,) if isinstance(told, str) else tuple(told)
        for path, told in entry.get("when", {}).items()
    }
    return Tells(
        entry["resource"],
        when,
        entry.get("event", ""),
        entry.get("set", {}),
        entry.get("set_under_16", {}),
        entry.get("whom", "child"),
        entry.get("means", ""),
        entry.get("why", ""),
        entry.get("was_so", False),
        entry.get("takes_back", False),
        entry.get("after_death", False),
        entry.get("fix", ""),
    )


def _elements(entry: Mapping[str, Any]) -> Iterator[Element]:
    paths = entry["path"]
    for path in [paths] if isinstance(paths, str) else paths:
        yield Element(
            entry["resource"],
            path,
            entry.get("to", ""),
            entry.get("read", ""),
            frozenset(entry.get("of", ())),
            entry.get("means", ""),
            entry.get("why", ""),
        )
