"""Forwarding items: in order, each until the receiver has it, with longer and longer pauses."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from wholepicture_bus.errors import StopError
from wholepicture_bus.webhook_state import WebhookState
from wholepicture_schemas.identifiers import EventId

from wholepicture_subscribers.webhooks.posting import Answer

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_GONE = 410
_REFUSED = {400: 3, 413: 3, 415: 3, 422: 3, 500: 10, 501: 10}
"""After how many such answers an item is one that the receiver cannot take; others go on."""


class Item(Protocol):
    """What is forwarded: a referral or a notice of the kit."""

    @property
    def id(self) -> EventId:
        """Its id, the same at each attempt."""
        ...

    def as_cloudevent(self) -> bytes:
        """The item as it came, as a CloudEvent in JSON."""
        ...

    def cannot_process(self, because: str) -> EventId:
        """Tell the bus that the receiver could not take it in."""
        ...


class Posting(Protocol):
    """Posts an item once."""

    def post(self, item: str, body: bytes) -> Answer:
        """What the receiver answered."""
        ...


class Forwarder:
    """Forwards a recipient's items to one receiver.

    Args:
        receiver: where to.
        state: the file that says, for ``wholepicture status``, that the receiver is away.
        pause: waits for so many seconds; true where forwarding is to end.
        told: called with a sentence when the receiver fails, and when it is back.
    """

    def __init__(
        self,
        receiver: Posting,
        state: Path,
        pause: Callable[[float], bool],
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._receiver, self._pause, self._told = receiver, pause, told
        self._state = WebhookState(state)

    def forward(self, item: Item) -> bool:
        """Whether the item is settled; not where forwarding ended before. Then it waits.

        Raises:
            StopError: the receiver is gone for good.
        """
        body, attempt, refused = item.as_cloudevent(), 0, 0
        while True:
            attempt += 1
            answer = self._receiver.post(item.id, body)
            if answer.is_taken:
                self._is_back()
                return True
            refused += answer.status in _REFUSED
            if answer.status is not None and refused >= _REFUSED.get(answer.status, refused + 1):
                item.cannot_process(
                    f"The system that takes items in by webhook refused it: {answer.why}."
                )
                self._told(f"Item {item.id} was refused ({answer.why}): a person has to look.")
                self._is_back()
                return True
            self._is_away(item.id, answer)
            if answer.status == _GONE:
                raise StopError("The receiver says that it is gone for good (HTTP 410).")
            pause = min(_FIRST_PAUSE * 2 ** min(attempt - 1, 10), _LONGEST_PAUSE)
            if self._pause(min(max(pause, answer.wait or 0.0), _LONGEST_PAUSE)):
                return False

    def _is_away(self, item: EventId, answer: Answer) -> None:
        if self._state.failed(item, answer.why):
            self._told(f"The receiver does not take item {item} ({answer.why}): it is tried again.")

    def _is_back(self) -> None:
        if self._state.succeeded():
            self._told("The receiver takes items again.")
