"""The spool: an outbox on disk. Records are kept first, and then sent to Kafka in order."""

from wholepicture_bus.spool.errors import (
    NotAppended,
    SaidOtherwise,
    SpoolUnavailable,
    TooLarge,
)
from wholepicture_bus.spool.file import Spool
from wholepicture_bus.spool.history import History
from wholepicture_bus.spool.rows import Counts, Receipt, SendOutcome, SpooledRecord
from wholepicture_bus.spool.sending import Sender

__all__ = [
    "Counts",
    "History",
    "NotAppended",
    "Receipt",
    "SaidOtherwise",
    "SendOutcome",
    "Sender",
    "Spool",
    "SpoolUnavailable",
    "SpooledRecord",
    "TooLarge",
]
