"""Why the spool did not take a record. Each message is a sentence for the caller.

::

    BusError
    ├── NotAppended            nothing was appended; the same again is refused again
    │   ├── TooLarge           Kafka would never take it
    │   └── SaidOtherwise      its id already stands for another content
    └── TransientError
        └── SpoolUnavailable   the file cannot be read or written: full disk, no permission
"""

from wholepicture_bus.errors import BusError, TransientError


class NotAppended(BusError):
    """A record that the spool refuses; nothing of its batch was appended."""


class TooLarge(NotAppended):
    """A record of ``size`` bytes, which is more than the topic takes."""

    def __init__(self, size: int, most: int) -> None:
        self.size, self.most = size, most
        super().__init__(
            f"The event has {size:,} bytes and at most {most:,} can be sent: "
            "shorten its texts, or tell it in several events."
        )


class SaidOtherwise(NotAppended):
    """A record with this id and another content is already in the spool; ``event`` is the id."""

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(
            f"Event {event} was already published with other content. "
            "To change what it said, publish a correction or a retraction of it."
        )


class SpoolUnavailable(TransientError):
    """The spool's file cannot be read or written now; nothing was appended."""
