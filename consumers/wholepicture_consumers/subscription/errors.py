"""What can stop a subscription, beside the errors of the bus.

::

    StopError (the bus)
    └── SecondCopyError    another copy is running on the same record

    AlreadyHandled         a referral's transaction is used once; the caller's own slip
    DecidedOtherwise       a second decision, and it does not say that it changes the first
    NotInTheRecord         an answer names a delivery that the record does not hold
"""

from wholepicture_bus.errors import StopError


class SecondCopyError(StopError):
    """Another copy of the subscription is running: two would hand the same item over twice."""


class AlreadyHandled(RuntimeError):
    """The item counts as handled; what the caller wrote with it is in the record."""


class NotInTheRecord(LookupError):
    """The record holds no delivery with this id, or more than one whose id begins so."""


class DecidedOtherwise(RuntimeError):
    """Something else was decided on the item before, and nobody said that this is to change it."""
