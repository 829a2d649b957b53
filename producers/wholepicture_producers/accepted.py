"""What became of a file's events: how many were accepted, and what is known of each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from wholepicture_schemas.identifiers import EventId

from wholepicture_producers.again.differences import Differences
from wholepicture_producers.again.taking_back import TakenBack
from wholepicture_producers.drafts import LocatedProblem
from wholepicture_producers.piles import Pile

GrowthState = Literal["corrected", "to-correct", "held-back", "left"]


@dataclass(frozen=True, slots=True)
class Growth:
    """What a row says of an event that was published before, where it says something else."""

    number: int
    receipt: EventId
    state: GrowthState
    """``to-correct`` in a dry run, ``held-back`` by ``--new-only``, ``left`` where none is made."""
    found: Differences
    correction: EventId | None = None
    place: str = ""
    """Where it stands, where its number does not say that."""


@dataclass
class Accepted:
    """What became of a file's events."""

    receipts: Pile[tuple[int, EventId, str]] = field(default_factory=Pile)
    """The row, line or position where an event begins, its receipt, and the agency's reference.

    Empty where there is none.
    """
    rejected: int = 0
    asked: Pile[tuple[int, LocatedProblem]] = field(default_factory=Pile)
    """What was left out of an accepted event and is asked about, with where the event begins."""
    incomplete: int = 0
    """How many accepted events something is asked about."""
    new: int = 0
    """How many were published for the first time."""
    first: Pile[tuple[int, EventId, str]] = field(default_factory=Pile)
    """Of these where each begins, its receipt, and its place where its number does not say that."""
    changed: list[Growth] = field(default_factory=list)
    """The events that were published before and of which a row says something else now."""
    taken_back: list[TakenBack] = field(default_factory=list)
    """The events that were published before and are not so any more."""
    not_kept: str | None = None
    """Why the rest could not be kept, where the spool failed."""

    def add_new(self, number: int, receipt: EventId, place: str) -> None:
        """Note that an event is published for the first time."""
        self.new += 1
        self.first.append((number, receipt, place))

    def add(
        self,
        number: int,
        receipt: EventId,
        asked: Iterable[LocatedProblem],
        reference: str = "",
    ) -> None:
        """Note that an event is accepted, and what of it is asked about."""
        self.receipts.append((number, receipt, reference))
        before = len(self.asked)
        for located in asked:
            self.asked.append((number, located))
        self.incomplete += len(self.asked) > before

    @property
    def corrected(self) -> int:
        """How many were published before and say something else, to be corrected or held back."""
        return sum(growth.state != "left" for growth in self.changed)

    @property
    def unchanged(self) -> int:
        """How many were published before and say the same."""
        return len(self.receipts) - self.new - len(self.changed)
