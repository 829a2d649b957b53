"""The spool: an outbox on disk. Records are kept first, and then sent to Kafka in order."""

from wholepicture_bus.spool.asking import keys, last_said, said_under, waiting, was_said
from wholepicture_bus.spool.errors import (
    NotAppended,
    SaidOtherwise,
    SpoolUnavailable,
    TooLarge,
)
from wholepicture_bus.spool.file import Spool
from wholepicture_bus.spool.history import History
from wholepicture_bus.spool.rows import Counts, Receipt, SendOutcome, SpooledRecord
from wholepicture_bus.spool.said import Said, Saying, saying_of
from wholepicture_bus.spool.sending import Sender
from wholepicture_bus.spool.sizes import check_size, learn_limit
from wholepicture_bus.spool.unsendable import drop, replace, why_dropped

__all__ = [
    "Counts",
    "History",
    "NotAppended",
    "Receipt",
    "Said",
    "SaidOtherwise",
    "Saying",
    "SendOutcome",
    "Sender",
    "Spool",
    "SpoolUnavailable",
    "SpooledRecord",
    "TooLarge",
    "check_size",
    "drop",
    "keys",
    "last_said",
    "learn_limit",
    "replace",
    "said_under",
    "saying_of",
    "waiting",
    "was_said",
    "why_dropped",
]
