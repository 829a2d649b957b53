"""A readable item: sections of facts and sentences, for the page and for plain text."""

from dataclasses import dataclass
from typing import Literal

SectionName = Literal[
    "first", "amends", "children", "told-by", "told", "earlier", "coverage", "missing", "why"
]
"""What a section is about."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``strong`` where it must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A told value and its label, such as birth date."""

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
    """What follows the title in plain text."""


@dataclass(frozen=True, slots=True)
class BeforeAndNow:
    """Rows of label, former value and new value; None where there was or is no value."""

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
