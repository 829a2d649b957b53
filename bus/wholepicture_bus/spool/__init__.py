"""The spool: what is to be said is kept on disk first, and sent to Kafka in order, as it can be."""

from wholepicture_bus.spool.errors import (
    NotAppended,
    SaidOtherwise,
    SpoolUnavailable,
    TooLarge,
)
from wholepicture_bus.spool.rows import Counts, Receipt, Row, Spool
from wholepicture_bus.spool.sending import Sender, Sent

__all__ = [
    "Counts",
    "NotAppended",
    "Receipt",
    "Row",
    "SaidOtherwise",
    "Sender",
    "Sent",
    "Spool",
    "SpoolUnavailable",
    "TooLarge",
]
