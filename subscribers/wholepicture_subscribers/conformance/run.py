"""What a subscriber did with the stream: the evidence from which each point is judged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.catalogue import REPLIES, short_name
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_subscribers.conformance.stream import RECIPIENT, Step


@dataclass(frozen=True, slots=True)
class Played:
    """What a subscriber made of one item."""

    step: Step
    replies: tuple[Any, ...] = ()
    failed: str | None = None
    """How it did not take the item in, as the end of a sentence; none where it did."""
    silent: bool = False
    """Whether it gave no readable answer."""
    after_death: bool = False
    """Whether it was killed with the item, or the item came while it was down."""
    with_two: bool = False
    """Whether the item came while a second copy came or went."""

    @property
    def kinds(self) -> list[str]:
        """The kind of each reply, empty for what is none."""
        return [kind_of(reply) for reply in self.replies]


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a subscriber did with the stream."""

    played: Sequence[Played]
    in_record: Sequence[str] | None = None
    """The deliveries in its own record at the end; None where it cannot list them."""
    forgotten: frozenset[str] = frozenset()
    """The deliveries that were in its record before it died, and are not there at the end."""
    of_kafka: "OfKafka | None" = None
    """What only Kafka shows; none where it was not played on Kafka."""
    recipient: RecipientId = RECIPIENT

    def numbered(self, *shows: str) -> Iterator[tuple[int, Played]]:
        """The items that show one of these things, with their numbers; without any, all items."""
        for number, item in enumerate(self.played, start=1):
            if not shows or item.step.shows in shows:
                yield number, item

    def is_evident(self, items: Iterable[Played]) -> bool:
        """Whether more than silence shows what became of items: the record, or a reply to each.

        A repeat and what cannot be read ask for no reply.
        """
        asked = [item for item in items if item.step.shows != "repeat" and item.step.is_readable]
        answered = all(item.replies for item in asked)
        return bool(asked) and (self.in_record is not None or answered)


@dataclass(frozen=True, slots=True)
class OfKafka:
    """What only a run on Kafka shows."""

    aborted: Played | None
    """The item that was sent in a transaction which Kafka took back."""
    about_nothing: int = 0
    """How many of its replies are about no item of the stream."""
    wrong_keys: tuple[int, ...] = ()
    """The numbers of the items that were answered under another key."""
    left: int = 0
    """How many items could not be played, since the subscriber had stopped."""


def kind_of(reply: Any) -> str:
    """The kind of a reply, as its short name; empty where it is none."""
    name = str(reply.get("type", "")) if isinstance(reply, dict) else ""
    return short_name(name) if name in REPLIES else ""


def said_in(reply: Any) -> Mapping[str, Any]:
    """The content of a reply; empty where there is none."""
    said = reply.get("data") if isinstance(reply, dict) else None
    return said if isinstance(said, dict) else {}
