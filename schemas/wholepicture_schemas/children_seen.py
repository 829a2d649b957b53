"""That a child was seen, how, and what could not be seen: of a visit, by whichever agency."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from wholepicture_schemas.codes import YesNo
from wholepicture_schemas.identifiers import PersonRefField
from wholepicture_schemas.meaning import Means
from wholepicture_schemas.model import Said
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Text


class ChildSeen(Said, frozen=True):
    """Whether one child of the event was seen at a visit, alone, and where the child sleeps."""

    child: Annotated[PersonRefField, Means("Child")]
    seen: Annotated[YesNo, Means("Whether the child was seen", "plain")]
    seen_alone: Annotated[YesNo | None, Means("Whether the child was seen alone", "plain")] = None
    bedroom_seen: Annotated[
        YesNo | None, Means("Whether the place where the child sleeps was seen", "plain")
    ] = None
    communicated: Annotated[
        YesNo | None, Means("Whether somebody was there who knows how they communicate", "plain")
    ] = None
    """Of a child who does not speak: a visit without such a person hears the adults alone."""
    last_seen_on: Annotated[dt.date | None, Means("Last seen on", "plain")] = None
    not_seen_because: Annotated[Text | None, Means("Why the child was not seen", "free-text")] = (
        None
    )

    def checks(self) -> Iterable[Problem]:
        """That a child was not seen has a reason."""
        if self.seen == "no" and not self.not_seen_because:
            fix = "Write why the child was not seen."
            yield Problem("not_seen_because", "is missing", fix)
