"""Everything that can go wrong on the way; the class decides what happens next.

::

    BusError
    ├── TransientError     the broker or the database is away: pause, and try again
    │   ├── DatabaseAwayError   it is the database
    │   └── RefusedError   the broker is there and refuses this client: said, and tried again
    ├── OvertakenError     another member owns the partition now: drop the batch, join again
    ├── PoisonError        this record cannot be processed: hold it, go on with the next
    └── StopError          nothing may go on until a person looked: stop, with a sentence
        ├── DriftError     topics differ from what the agreement's data says
        ├── RecoverError   Kafka and the database disagree: ``wholepicture recover``
        └── AbsentTopicError    a topic is not there: ``wholepicture topics create``

A message names ids and positions and never a value (promise 9).
"""

from wholepicture_schemas.errors import WholePictureError


class BusError(WholePictureError):
    """Anything that the bus itself raises."""


class TransientError(BusError):
    """The broker or the database is away; the same again later may succeed."""


class DatabaseAwayError(TransientError):
    """The database does not answer, or chose this transaction to end a deadlock."""


class RefusedError(TransientError):
    """The broker is there and does not let this client in, or do something.

    It is tried again, because the way out may be at the broker: a renewed certificate, a new right.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class OvertakenError(BusError):
    """Another member took the partition over; what this one holds of it is void."""


class PoisonError(BusError):
    """A record that cannot be processed however often it is tried."""


class StopError(BusError):
    """A state in which going on could lose or double something."""


class DriftError(StopError):
    """A topic exists with other settings than it must have."""


class AbsentTopicError(StopError):
    """A topic that is needed does not exist."""


class RecoverError(StopError):
    """Kafka's offsets and the database's positions do not fit together."""
