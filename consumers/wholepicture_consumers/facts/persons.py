"""The persons of a content, as it says them."""

from collections.abc import Mapping
from typing import Any

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import JsonObject


def child_of(content: JsonObject, person: PersonRef) -> Mapping[str, Any]:
    """A child of an event by its reference inside the event; empty where there is none."""
    core: Any = content.get("core")
    children = core.get("children") if isinstance(core, Mapping) else None
    for child in children if isinstance(children, list) else ():
        if isinstance(child, Mapping) and child.get("person") == person:
            return child
    return {}
