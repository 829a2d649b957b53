"""Playing the stream at a command or an endpoint: every item in order, with repeats and a death."""

from collections.abc import Callable

from wholepicture_schemas.identifiers import RecipientId

from wholepicture_subscribers.conformance.record_list import Listing
from wholepicture_subscribers.conformance.run import Played, Run
from wholepicture_subscribers.conformance.stream import RECIPIENT, Step, Stream
from wholepicture_subscribers.conformance.subscribers import Failed, NoReplies, Subscriber

DIES_AT = "correction"
"""The kind of item at which the subscriber is killed: a loss or a double would show."""

GIVES_UP_AFTER = 3
"""The rest is not played where this many first items get no answer."""

Shown = Callable[[int, Step], None]


def play(
    stream: Stream,
    subscriber: Subscriber,
    *,
    within: float,
    record: Listing,
    recipient: RecipientId = RECIPIENT,
    shown: Shown = lambda _number, _step: None,
) -> Run:
    """What the subscriber made of every item, in the order of the stream.

    It ends early where there was no answer at all to the first items.
    """
    played: list[Played] = []
    before: frozenset[str] = frozenset()
    died = False
    try:
        for number, step in enumerate(stream.steps, start=1):
            if len(played) == GIVES_UP_AFTER and all(item.silent for item in played):
                return Run(played, recipient=recipient)
            shown(number, step)
            again = False
            if not died and step.shows == DIES_AT:
                before = frozenset(record.now() or ())
                again = died = subscriber.kill(step.event)
            played.append(_taken(step, subscriber, within, after_death=again))
    finally:
        subscriber.close()
    now = record.now()
    return Run(played, now, before - frozenset(now or ()), recipient=recipient)


def _taken(step: Step, subscriber: Subscriber, within: float, *, after_death: bool) -> Played:
    try:
        replies = tuple(subscriber.take(step.event, within))
    except Failed as error:
        silent = not isinstance(error, NoReplies)
        return Played(step, (), str(error), silent=silent, after_death=after_death)
    return Played(step, replies, after_death=after_death)
