"""What can stop a subscription, beside the errors of the bus.

::

    StopError (the bus)
    ├── SecondCopyError    another copy is running on the same record
    └── NoTopicError       nothing is sent to a recipient of this name

    AlreadyHandled         a referral's transaction is used once; the caller's own slip
    DecidedOtherwise       a second decision, and it does not say that it changes the first
    NotInTheRecord         an answer names a delivery that the record does not hold
"""

from wholepicture_bus.errors import StopError


class SecondCopyError(StopError):
    """Another copy of the subscription is running: two would hand the same item over twice."""


class NoTopicError(StopError):
    """A recipient has no topic: its name is misspelt, or it is reached via another."""

    def __init__(self, topic: str) -> None:
        self.recipient = topic.partition(".")[2]
        super().__init__(
            f"There is no topic {topic} on this broker. Check the recipient's name and the broker's"
            " address; a recipient that is reached via another has no topics of its own."
        )


class AlreadyHandled(RuntimeError):
    """The item counts as handled; what the caller wrote with it is in the record."""


class NotInTheRecord(LookupError):
    """The record holds no delivery with this id, or more than one whose id begins so."""


class DecidedOtherwise(RuntimeError):
    """Something else was decided on the item before, and nobody said that this is to change it."""
