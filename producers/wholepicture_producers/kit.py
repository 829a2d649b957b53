"""What a program of an agency imports: ``from wholepicture_producers import Publisher``."""

from wholepicture_bus.connection import bootstrap
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
    "bootstrap",
]
