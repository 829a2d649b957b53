"""Playing the stream at a subscriber: every item in order, with repeats and one crash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_subscribers.conformance.stream import Step
from wholepicture_subscribers.conformance.subscribers import Failed, NoReplies, Subscriber

_DIES_AT = "correction"
"""The kind of item at which the subscriber is killed: a loss or a double would show."""

GIVES_UP_AFTER = 3
"""The rest is not played where this many first items get no answer."""


@dataclass(frozen=True, slots=True)
class Played:
    """What a subscriber made of one item."""

    step: Step
    replies: tuple[Any, ...]
    failed: str | None = None
    """How it did not take the item in, as the end of a sentence; none where it did."""
    silent: bool = False
    """Whether it gave no readable answer."""
    after_death: bool = False
    """Whether it was killed with the item, and got the item again."""


def play(
    steps: Sequence[Step],
    subscriber: Subscriber,
    *,
    within: float,
    shown: Callable[[int, Step], None] = lambda _number, _step: None,
) -> tuple[Played, ...]:
    """What the subscriber made of every item, in the order of the stream.

    It ends early where there was no answer at all to the first items.
    """
    played: list[Played] = []
    died = False
    try:
        for number, step in enumerate(steps, start=1):
            if len(played) == GIVES_UP_AFTER and all(item.silent for item in played):
                break
            shown(number, step)
            again = not died and step.shows == _DIES_AT and subscriber.kill(step.event)
            died = died or again
            played.append(_taken(step, subscriber, within, after_death=again))
    finally:
        subscriber.close()
    return tuple(played)


def _taken(step: Step, subscriber: Subscriber, within: float, *, after_death: bool) -> Played:
    try:
        replies = tuple(subscriber.take(step.event, within))
    except Failed as error:
        silent = not isinstance(error, NoReplies)
        return Played(step, (), str(error), silent=silent, after_death=after_death)
    return Played(step, replies, after_death=after_death)
