"""The models of patterns.toml: which events, how many, of whom, in which time, and who is told.

These models check the keys and their forms; ``checks`` checks what they say.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, PositiveInt, StringConstraints
from wholepicture_schemas.identifiers import AgencyIdField
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line, Text

from wholepicture_agreement.written.words_of_rules import Slug

Where = dict[str, tuple[str, ...]]
"""What an event must say: fields of its detail that have codes, each with the codes that count."""

AtThatTime = Literal["child-has-open-episode"]
"""What has to be so of the child when the newest of the events happened."""


class Kind(Model, frozen=True):
    """Events of some types that say something."""

    types: Annotated[tuple[Slug, ...], Field(min_length=1)]
    where: Where = Field(default_factory=dict)
    where_not: Where = Field(default_factory=dict)
    """Likewise what an event must not say; under ``without`` alone."""
    at_least: PositiveInt | None = None
    """How many of this kind there have to be, beside the number of all."""
    one_in: PositiveInt | None = None
    """Of what is offered again and again: it counts where at least one in so many was missed, or
    where the sender does not say how many were offered."""


class PatternRule(Model, frozen=True):
    """One rule: the events that count, how many of how many agencies within which time."""

    id: Slug
    version: PositiveInt
    title: Line
    says: Text
    """What it looks for and why, in words for a practitioner and for a family."""
    source: Line
    owner: AgencyIdField
    """The agency that answers for the rule, and is called about it."""
    counts: Annotated[tuple[Kind, ...], Field(min_length=1)]
    at_least: int
    agencies: int = 1
    """How many different agencies the events have to come from."""
    within_days: int
    """The days from the first of the events to the last."""
    without: tuple[Kind, ...] = ()
    """What ends a run: only events after the newest of these count."""
    when: tuple[AtThatTime, ...] = ()
    told_by: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """The rules of sharing.toml by which it is told."""


class PatternsFile(Model, frozen=True):
    """A version of patterns.toml."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}(\.\d+)?$")]
    valid_from: dt.date
    valid_until: dt.date | None = None
    """The first day on which it is no longer in force."""
    reason: Line
    approvers: tuple[AgencyIdField, ...] = ()
    pattern: tuple[PatternRule, ...] = ()


def in_force(versions: Sequence[PatternsFile], day: dt.date) -> tuple[PatternRule, ...]:
    """The rules in force on a day, of versions earliest first.

    There are none before the first version, and none once the last one has ended; in a gap the
    version that ended goes on.
    """
    begun = [file for file in versions if file.valid_from <= day]
    if not begun or (begun[-1] is versions[-1] and _has_ended(begun[-1], day)):
        return ()
    return begun[-1].pattern


def _has_ended(file: PatternsFile, day: dt.date) -> bool:
    return file.valid_until is not None and file.valid_until <= day
