"""News of a child: that something new was told of a child of whom its reader told before.

No agency sends it. It says nothing of what was told: whatever that was, its reader gets the same.
"""

import datetime as dt
from typing import Annotated, ClassVar

from wholepicture_schemas.codes import Asks
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.meaning import Means
from wholepicture_schemas.texts import Line


class News(Detail, frozen=True):
    """When its reader told of the child, and whom to call. Nothing is of the new event."""

    you_told_on: Annotated[dt.date, Means("When you told of the child last", "plain")]
    what_this_is: Annotated[Line, Means("What this is", "plain")]
    whom_to_call: Annotated[Line, Means("Whom to call", "plain")]
    """A front door that follows from the reader alone, wherever the child is now."""


class NewsOfAChild(Event[Told[Core, News]], frozen=True):
    """Something new was told of a child of whom its reader told before."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.news-of-a-child.v1"
    CALLED: ClassVar[str] = "news of a child"
    REPORTED: ClassVar[str] = "News of a child of whom you told"
    ASKS: ClassVar[Asks] = "information"
