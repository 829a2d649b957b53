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

What is wrong is said field by field, and nothing of such an event is kept:

>>> del event["data"]["detail"]["concern"]
>>> try:
...     publisher.publish(event)
... except InvalidEvent as error:
...     print(*error.problems)
detail.concern is missing. Write what the concern is.
>>> spool.counts().waiting
1
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
