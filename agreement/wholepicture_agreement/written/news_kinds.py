"""What is news of a child to those who told of the child before (`wholepicture_agreement.news`)."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from wholepicture_schemas.identifiers import AgencyIdField
from wholepicture_schemas.model import Model

from wholepicture_agreement.written.event_sets import written_out
from wholepicture_agreement.written.words_of_rules import Slug


class NewsKinds(Model, frozen=True):
    """The types of event, or sets of them, that are news, and to whom.

    Rules on ``news-of-a-child`` say who is told so, and why.
    """

    owner: AgencyIdField
    """The agency that answers for these notices."""
    of: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """What is news."""
    after: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Who has told of one of these before hears of it."""
    at_once: tuple[Slug, ...] = ()
    """What is told by itself, and waits for no digest. So it tells that it was one of these."""

    def with_types(self, sets: Mapping[str, tuple[str, ...]]) -> "NewsKinds":
        """The same with the types of its sets written out."""
        keys = ("of", "after", "at_once")
        return self.model_copy(update={key: written_out(getattr(self, key), sets) for key in keys})
