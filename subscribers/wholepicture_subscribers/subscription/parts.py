"""A readable item: sections of facts and sentences, for the page and for plain text."""

from dataclasses import dataclass
from typing import Literal

from wholepicture_bus.pages.lanes import Lanes

SectionName = Literal[
    "first", "amends", "around", "voice", "children", "adults", "told", "earlier", "services",
    "sharing", "told-by", "earlier-whole", "called", "coverage", "why", "fields",
]  # fmt: skip
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


Part = Sentence | Fact | Steps | Group | BeforeAndNow | Lanes


@dataclass(frozen=True, slots=True)
class Section:
    """One section of an item under its title."""

    name: SectionName
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ReadableItem:
    """A whole item: what to know and do on a first sheet, and what stands behind it on a second."""

    short: str
    """The beginning of its id, by which it can be answered."""
    exercise: str | None
    """That it is practice, where it is."""
    afterwards: str | None
    """That it was taken back, corrected or replaced since, where it was."""
    danger: tuple[str, ...]
    """What to do before reading on, where a child may be in danger now."""
    kind: str
    headline: str
    who: str
    """The children, their ages and schools; empty where none is told."""
    strip: tuple[Part, ...]
    """Who told what in which month, before any text; empty where nothing of before is shown."""
    now: tuple[Part, ...]
    """What happened, and how it is now."""
    sections: tuple[Section, ...]
    """The first sheet, in the order in which it matters."""
    second: tuple[Section, ...]
    """The second sheet: what was told before, who told nothing, the law, every field."""
