"""How an agency speaks: it publishes events through a spool, from programs or from exports."""

from wholepicture_bus.spool import Receipt, SaidOtherwise, Spool, SpoolUnavailable
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.publisher import Publisher

__all__ = [
    "InvalidEvent",
    "Problem",
    "Publisher",
    "Receipt",
    "SaidOtherwise",
    "Spool",
    "SpoolUnavailable",
]
