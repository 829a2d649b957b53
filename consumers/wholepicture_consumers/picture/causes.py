"""Causes: what happened to an event, so that what a recipient holds may differ from what is due."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from wholepicture_agreement import Agreement, Entry, MadeFor
from wholepicture_agreement.item.around import People
from wholepicture_bus.records import Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.deliveries import Coverage
from wholepicture_schemas.identifiers import AgencyId, ChildRef, EventId, PersonRef

from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.folding import Folded
from wholepicture_consumers.facts.moving import Moved
from wholepicture_consumers.facts.protection import KeptBackElsewhere
from wholepicture_consumers.picture.documents import OfTheBus, Telling

How = Literal[
    "told", "corrected", "taken-back", "answered", "linked", "protected", "pattern", "not-meant",
    "news",
]  # fmt: skip


Entered = tuple[Entry, EventId | None]
"""A decision, and the delivery that it led to; none where it led to none."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an event is looked at: it was told, corrected or taken back, or a person decided.

    Or another event protects what it said (``protected``), or the events that make it are others
    (``pattern``), or whoever has it was never meant (``not-meant``). Or it is news to those
    who told of a child before (``news``).
    """

    how: How
    name: str
    """What the ids of all that follows derive from: source and id of the record's own event."""
    event: EventId
    """The id that a delivery names as its cause, and that the agency hears about."""
    type: str
    """The type of the record's own event."""
    record: Record
    received: datetime
    """When it came."""
    words: str | None = None
    """The sender's own reason."""
    said: str = ""
    """What a person said, for the ledger."""
    earlier_held: bool = False

    @property
    def is_amendment(self) -> bool:
        """Whether the agency itself said it, in an event of its own about the event."""
        return self.how in {"corrected", "taken-back"}

    @property
    def at(self) -> datetime:
        """The time of everything that follows, by the broker's clock."""
        return self.record.appended


@dataclass(frozen=True, slots=True)
class House:
    """What every step of telling of one record needs: the agreement, and what remembers.

    What is decided and told because of the record is gathered here, and said once at its end.
    """

    agreement: Agreement
    work: Work
    coverage: dict[object, tuple[Coverage, ...]] = field(default_factory=dict)
    """The lines of coverage that were made already, by what they say."""
    people: list[tuple[object, People]] = field(default_factory=list)
    """Everybody around the children of an item, with what an item has to show to have the same."""
    silent: dict[object, tuple[Coverage, ...]] = field(default_factory=dict)
    """The lines of those who were not heard, by what they hang on; kept from event to event."""
    decided: dict[tuple[str, str], list[Entered]] = field(default_factory=dict)
    """What is to be on the ledger, by source and id of the event that led to it, and its type."""
    told: dict[tuple[AgencyId, EventId], set[str]] = field(default_factory=dict)
    """The families that were told of an event of an agency."""


@dataclass(frozen=True, slots=True)
class Facts(Folded):
    """One event, as it was and as it is now, and who was told of it."""

    telling: Telling
    elsewhere: KeptBackElsewhere | None = None
    """What other events of its children kept back when it was shown; none where it was not."""

    @property
    def name(self) -> str:
        """Source and id of the event."""
        return self.now.name

    @property
    def made_for(self) -> MadeFor | None:
        """Of what the bus itself tells: for whom it is made; none of any event."""
        return self.now.made_for if isinstance(self.now, OfTheBus) else None

    @property
    def persons(self) -> frozenset[PersonRef]:
        """The children whom it is about, by their references inside it."""
        if self.now.retracted:
            return frozenset()
        return frozenset(child.person for child in self.event.data.core.children)

    @property
    def still(self) -> frozenset[PersonRef]:
        """The children whom it was about and still is: the same persons as the same children."""
        return self.persons - self.moved.others

    def own_reference(self, person: PersonRef) -> str:
        """The event's own person, for whoever may not know which child that is."""
        count = self.now.others.get(person)
        return f"{self.name}#{person}#{count}" if count else f"{self.name}#{person}"

    @property
    def refs(self) -> dict[PersonRef, ChildRef]:
        """The bus's reference of each person whom it ever named as a child."""
        return {link.person: link.child for link in self.now.links}


def as_it_stands(state: EventState, telling: Telling) -> Facts:
    """An event to which nothing has happened: what is looked at anew is who has it, or may."""
    event = state.event()
    return Facts(state, state, event, event, Moved(), telling)
