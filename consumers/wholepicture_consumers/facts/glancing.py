"""An event read as far as the fold needs it, which is a tenth of what reading the whole costs."""

from functools import lru_cache
from typing import Any

from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Attributes, Event
from wholepicture_schemas.envelope import Told as Content
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.persons import Child
from wholepicture_schemas.reading import UnknownDetail, UnknownType, event_of
from wholepicture_schemas.social_care import InvolvementChanged

_MOST_KEPT = 1_000
"""How many lists of persons a process remembers."""


def event_to_fold(attributes: Attributes, content: JsonObject) -> Event[Content[Core]]:
    """An event with nothing but the children whom it is about; of work with a child, the whole.

    Intake wrote the content from the event that it had read, so a child that stands there can be
    read again.
    """
    if attributes.type == InvolvementChanged.TYPE:
        return event_of(attributes, content)
    core: Any = content.get("core")
    return _about(tuple(child["person"] for child in core.get("children") or ()))


@lru_cache(maxsize=_MOST_KEPT)
def _about(persons: tuple[PersonRef, ...]) -> Event[Content[Core]]:
    """An event about these persons, who are called alike in most events: c1, c2."""
    children = tuple(Child.model_construct(person=person) for person in persons)
    core = Core.model_construct(children=children)
    content = Content[Core, UnknownDetail].model_construct(core=core, detail=UnknownDetail())
    return UnknownType.model_construct(data=content)
