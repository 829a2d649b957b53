"""What a program of an agency imports: ``from wholepicture_producers import Publisher``.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from wholepicture_producers.template import example
>>> from wholepicture_schemas.police import ChildConcern
>>> agency, folder = "avon-and-somerset-police", TemporaryDirectory()
>>> spool = Spool(Path(folder.name) / "spool.db")
>>> publisher = Publisher(agency, spool, None)  # None: no broker, so nothing is sent yet
>>> event = example(ChildConcern, agency, minimal=True)
>>> receipt = publisher.publish(event, family_reference="CASE-17")
>>> receipt.status
'waiting'

What an event lacks is said field by field, and it goes all the same; with ``strict=True`` it is
refused. So is what nobody could act on, and nothing of it is kept:

>>> del event["data"]["detail"]["concern"]
>>> print(*publisher.publish(event).asked)
detail.concern is missing. Write what the concern is.
>>> event["time"] = "yesterday"
>>> try:
...     publisher.publish(event)
... except InvalidEvent as error:
...     print(*sorted({problem.field for problem in error.problems}))
detail.concern time
>>> spool.counts().waiting
2
>>> spool.close()
>>> folder.cleanup()
"""

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
