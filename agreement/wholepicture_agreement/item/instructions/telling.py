"""What one recipient is told of an event, as the instructions about it are written from it."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from wholepicture_agreement.by_when.numbers import Number
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.recipients import Target
from wholepicture_agreement.written.model import ActiveRule


class Telling(NamedTuple):
    """A content that a recipient is told: of which event, by which rules, about which children."""

    facts: EventFacts
    shown: PeopleTold
    rules: tuple[ActiveRule, ...] = ()
    targets: tuple[Target, ...] = ()
    """How the rules mean the recipient."""
    subjects: tuple[Subject, ...] = ()
    also: tuple[str, ...] = ()
    """Who else acts."""
    call: Number | None = None
    """Whom of the sender to telephone before all else; none where nothing is immediate."""
    acts: dt.datetime | None = None
    """By when the recipient is to act."""

    @property
    def children(self) -> tuple[Subject, ...]:
        """The children whom it is about; every child of the event where it is about none."""
        return self.subjects or self.facts.subjects


Instruction = Callable[[Telling], Iterable[str]]
"""One kind of instruction: its sentences for a recipient, none where there is nothing to say."""


class Kind(NamedTuple):
    """One kind of instruction, and what an event must have for there to be any."""

    say: Instruction
    concerns: Callable[[EventFacts], object] | None = None
    """Whether there may be any, whoever is told; asked once of an event, if at all."""


SOMEBODY = "somebody of this family"
"""How an adult is called of whom the recipient is told nothing else."""


def acts(telling: Telling) -> bool:
    """Whether the recipient acts for children, or looks for them."""
    return any(active.rule.arrival != "for-your-information" for active in telling.rules)


def clause(text: str) -> str:
    """A sender's words at the end of a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
