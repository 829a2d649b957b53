"""Holdings: what each recipient has of an event, and what persons are asked about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wholepicture_agreement import sureness
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.deliveries import AboutChild, DeliveryData
from wholepicture_schemas.identifiers import EventId, PersonRef, RecipientId

from wholepicture_consumers.documents import Held, Sent
from wholepicture_consumers.facts.moving import Moved
from wholepicture_consumers.picture.documents import Telling
from wholepicture_consumers.picture.naming import child_reference, may_know_who


@dataclass(frozen=True, slots=True)
class Holding:
    """What one recipient has of an event, under the first delivery about it."""

    name: EventId
    """The first delivery; amendments quote it."""
    sent: Sent
    held: Held

    @property
    def recipient(self) -> RecipientId:
        """Who has it."""
        return self.sent.recipient

    @property
    def persons(self) -> frozenset[PersonRef]:
        """The children whom it was given about, by their references inside the event."""
        return frozenset(child.person for child in self.held.data.children)

    @property
    def newest(self) -> EventId:
        """The newest delivery to it that had the event's content."""
        return self.held.newest or self.name

    @property
    def unasked(self) -> tuple[AboutChild, ...]:
        """The children whom it was given about, without what was asked about who they are."""
        return tuple(
            child.model_copy(update={"question": None}) for child in self.held.data.children
        )

    def gone_from(self, still: Iterable[PersonRef]) -> tuple[AboutChild, ...]:
        """The children whom it was given about and whom the event is no longer about."""
        still = frozenset(still)
        return tuple(child for child in self.held.data.children if child.person not in still)

    def changed(self, **changes: Any) -> "Holding":
        """The holding with changes to what is held."""
        return replace(self, held=self.held.model_copy(update=changes))

    def found(self, moved: Moved) -> "Holding":
        """The holding with whoever was found to be a known child, as its recipient may know."""
        if not moved.found or not may_know_who(self.sent.kind):
            return self
        children = tuple(
            child.model_copy(
                update={
                    "child_reference": child_reference(
                        self.sent.subscriber, self.sent.kind, link.child, ""
                    ),
                    "confidence": sureness(link.confidence, self.sent.kind),
                }
            )
            if (link := moved.found.get(child.person))
            else child
            for child in self.held.data.children
        )
        named = with_earlier_references(children, self.held)
        return self.changed(data=self.held.data.model_copy(update={"children": named}))


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everybody who has something of an event, or is asked about it, in the order of coming."""

    own: tuple[Holding, ...]
    asked: tuple[Holding, ...]


def holdings_of(telling: Telling, work: Work) -> Holdings:
    """The holdings of an event."""
    work.further(Key(Sent, name) for name in (*telling.holders, *telling.asked))
    return Holdings(_loaded(telling.holders, work), _loaded(telling.asked, work))


def _loaded(names: Sequence[EventId], work: Work) -> tuple[Holding, ...]:
    loaded = ((name, work.get(Sent, name)) for name in names)
    return tuple(
        Holding(name, sent, sent.held) for name, sent in loaded if sent and sent.held is not None
    )


def with_earlier_references(children: Iterable[AboutChild], had: Held) -> tuple[AboutChild, ...]:
    """The children, each with the reference that the same person had for this recipient before.

    A case system files an item by it. It is remembered with what a recipient holds until a delivery
    said it.
    """
    before = {child.person: child.replaces or child.child_reference for child in had.data.children}
    return tuple(
        child.model_copy(update={"replaces": _other(before.get(child.person), child)})
        for child in children
    )


def as_held(data: DeliveryData, **changes: Any) -> DeliveryData:
    """A delivery as its recipient holds it, without what is said in that delivery alone."""
    children = tuple(
        child.model_copy(update={"replaces": None}) if child.replaces else child
        for child in data.children
    )
    said = {
        "amends": None,
        "replaces": None,
        "children": children,
        "earlier": (),
        "earlier_cut": None,
        "around": (),
        "coverage": (),
        "also_told": (),
    }
    return data.model_copy(update={**said, **changes})


def _other(reference: str | None, child: AboutChild) -> str | None:
    return reference if reference != child.child_reference else None
