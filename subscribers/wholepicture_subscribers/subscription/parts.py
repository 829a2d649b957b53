"""An item in parts, as a person reads it, whatever shows it: sections of facts and sentences."""

from dataclasses import dataclass
from typing import Literal

SectionName = Literal[
    "first", "amends", "children", "told-by", "told", "earlier", "coverage", "missing", "why"
]
"""What a section is about."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``strong`` where nobody may read past it."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was told under a name, such as birth date."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What to do, in its order."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together under a title, such as all that was told of one child."""

    title: str
    parts: tuple["Part", ...]
    ends: str = ":"
    """What stands behind the title where it is written in plain text."""


@dataclass(frozen=True, slots=True)
class BeforeAndNow:
    """What was told before and what is right, field by field; none where there was or is none."""

    rows: tuple[tuple[str, str | None, str | None], ...]


Part = Sentence | Fact | Steps | Group | BeforeAndNow


@dataclass(frozen=True, slots=True)
class Section:
    """One section of an item under its title."""

    name: SectionName
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ReadableItem:
    """A whole item, its sections in the order in which they matter."""

    short: str
    """The beginning of its id, by which it can be answered."""
    exercise: str | None
    """That it is practice, where it is."""
    afterwards: str | None
    """That it was taken back, corrected or replaced since, where it was."""
    kind: str
    headline: str
    came: str
    """Which item it is, and when it came."""
    sections: tuple[Section, ...]
