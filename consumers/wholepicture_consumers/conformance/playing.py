"""Playing the stream at a subscriber: every item in order, repeats, and one death in the middle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_consumers.conformance.stream import Step
from wholepicture_consumers.conformance.subscribers import Failed, Subscriber

_DIES_AT = "correction"
"""What the subscriber is killed over: doubled or lost, it would show."""


@dataclass(frozen=True, slots=True)
class Played:
    """What a subscriber made of one item."""

    step: Step
    replies: tuple[Any, ...]
    failed: str | None = None
    """How it did not take the item in, as the end of a sentence; none where it did."""
    after_death: bool = False
    """Whether the item was given to it before it was killed, and then again."""


def play(
    steps: Sequence[Step],
    subscriber: Subscriber,
    *,
    within: float,
    shown: Callable[[Step], None] = lambda _: None,
) -> tuple[Played, ...]:
    """What the subscriber made of every item, in the order of the stream."""
    found = []
    died = False
    try:
        for step in steps:
            shown(step)
            again = not died and step.shows == _DIES_AT and subscriber.kill(step.event)
            died = died or again
            found.append(_taken(step, subscriber, within, after_death=again))
    finally:
        subscriber.close()
    return tuple(found)


def _taken(step: Step, subscriber: Subscriber, within: float, *, after_death: bool) -> Played:
    try:
        replies = tuple(subscriber.take(step.event, within))
    except Failed as error:
        return Played(step, (), str(error), after_death)
    return Played(step, replies, None, after_death)
