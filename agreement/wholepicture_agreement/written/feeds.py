"""Feeds: the systems that publish, each with a list of its day, and when a list is late.

A day on which nothing was sent is told too, as zero: only so does silence stand out.
"""

import datetime as dt
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Annotated

from pydantic import StringConstraints, field_validator
from pydantic_core import PydanticCustomError
from wholepicture_schemas.identifiers import AgencyId, Source, owner_of
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line, Phone

from wholepicture_agreement.by_when.working_time import LONDON

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_SOURCE = re.compile(r"/agencies/[a-z0-9-]+(/[a-z0-9-]+)?")


class Feed(Model, frozen=True):
    """One of an agency's systems that publishes, and sends a list of its day."""

    source: Annotated[Source, StringConstraints(max_length=120)]
    """The source of its events, as their publisher writes it."""
    name: Line
    manifest_by: str
    """By when, in London, the list of the day before has come."""
    phone: Phone | None = None
    """Whom to call when it is silent."""

    @field_validator("manifest_by")
    @classmethod
    def _by(cls, text: str) -> str:
        if not _CLOCK.fullmatch(text):
            sentence = 'Write the time as "07:00", in London time.'
            raise PydanticCustomError("wholepicture.manifest_by", "{text}", {"text": sentence})
        return text

    @property
    def agency(self) -> AgencyId:
        """The agency whose system it is."""
        return AgencyId(owner_of(self.source))

    def due(self, moment: dt.datetime) -> dt.date:
        """The newest day whose list has to be here at this moment."""
        here = moment.astimezone(LONDON)
        late = here.time() >= dt.time.fromisoformat(self.manifest_by)
        return here.date() - dt.timedelta(days=1 if late else 2)


def wrong_with(feed: Feed, agencies: AbstractSet[str]) -> Iterator[tuple[str | None, str]]:
    """Everything wrong with a feed: the key that is meant, if one is, and a sentence."""
    if not _SOURCE.fullmatch(feed.source):
        yield "source", f"Feed {feed.name}: write its source as /agencies/AGENCY[/NAME]."
    elif feed.agency not in agencies:
        yield "source", f"Feed {feed.source}: there is no agency {feed.agency}."
    if feed.phone is None:
        yield None, f"Feed {feed.source}: give the phone number to call when it is silent."
