"""What was kept as it was written, in the places of its fields: marked as not checked.

A page and a text show it where its field would stand. What a system reads of an item stays as it
was told, so that no unchecked value gets into a field.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.field_words import field_of
from wholepicture_schemas.fields import AS_WRITTEN

MARK = "(as written, not checked)"


def readable(data: DeliveryData) -> DeliveryData:
    """What an item says, for reading: each text that was kept stands in its field's place."""
    earlier = tuple(item.model_copy(update={"told": as_read(item.told)}) for item in data.earlier)
    return data.model_copy(update={"told": as_read(data.told), "earlier": earlier})


def is_marked(value: object) -> bool:
    """Whether a value is one that was kept as it was written."""
    return isinstance(value, str) and value.endswith(MARK)


def as_read(node: Any) -> Any:
    """A told content with each text that was kept in its field's place, marked."""
    if isinstance(node, list):
        return [as_read(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    shown = {name: as_read(inner) for name, inner in node.items() if name != AS_WRITTEN}
    kept = node.get(AS_WRITTEN)
    for name, text in kept.items() if isinstance(kept, Mapping) else ():
        marked, beside = f"{text} {MARK}", shown.get(name)
        shown[name] = [*beside, marked] if isinstance(beside, list) else marked
    return shown


def paths_as_read(values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Values by path, each text that was kept under the path of its field, marked."""
    shown = {path: value for path, value in values.items() if field_of(path) == path}
    for path, text in values.items():
        field = field_of(path)
        if field != path:
            marked, beside = f"{text} {MARK}", shown.get(field)
            shown[field] = marked if beside is None else f"{beside}, {marked}"
    return shown
