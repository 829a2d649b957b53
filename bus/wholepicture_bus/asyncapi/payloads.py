"""The schemas of an AsyncAPI document: the values and the headers of records.

AsyncAPI knows JSON Schema of draft 7. What our schemas of draft 2020-12 use means the same there,
with their definitions among the document's components.
"""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from wholepicture_schemas.contract.closed import Plain, schema_of
from wholepicture_schemas.contract.definitions import reached, rewritten
from wholepicture_schemas.contract.read_openly import READ, value_schema_of
from wholepicture_schemas.envelope import Attributes, Event
from wholepicture_schemas.fields import content_type

from wholepicture_bus.binding import CONTENT_TYPE, PREFIX
from wholepicture_bus.channels import CHANNELS

Schema = dict[str, Any]

HEADERS = "CloudEventsHeaders"
_AT = "#/components/schemas/"
_ALWAYS = ("specversion", "id", "source", "type", "time")
"""The attributes that every record has."""
_TOLD = "As far as the agreement gives it: any field of the type in event_type may be missing."


@cache
def schemas() -> Mapping[str, Schema]:
    """Every schema of the document by its name among the components."""
    found: dict[str, Schema] = {HEADERS: _headers()}
    for kind in (kind for channel in CHANNELS for kind in channel.types):
        definitions = _opened(kind) if kind in READ else schema_of(kind)["$defs"]
        moved = partial(_moved, kind)
        found |= {
            _prefix(kind) + name: rewritten(part, moved) for name, part in definitions.items()
        }
    return dict(sorted(found.items()))


def payload(kind: type[Event[Any]]) -> Schema:
    """A reference to the schema of the value of a record of a type."""
    return {"$ref": _moved(kind, schema_of(kind)["properties"]["data"]["$ref"])}


def headers(kind: type[Event[Any]]) -> Schema:
    """The schema of the headers of a record of a type."""
    of_type = {"type": "object", "properties": {f"{PREFIX}type": {"const": kind.TYPE}}}
    return {"allOf": [{"$ref": f"{_AT}{HEADERS}"}, of_type]}


def _opened(kind: type[Event[Any]]) -> Mapping[str, Schema]:
    """The open definitions of the value of a type that the bus sends.

    What agencies told is left open there: each type that they tell has its message of its own.
    """
    value = value_schema_of(kind)
    head = {"$schema", "$id", "$defs", "allOf"}
    whole = {name: part for name, part in value.items() if name not in head}
    if "told" in whole["properties"]:
        told = {**whole["properties"]["told"], "description": _TOLD}
        whole["properties"] = {**whole["properties"], "told": told}
    used = reached(whole, value["$defs"])
    name = content_type(kind).__name__
    return {name: whole, **{name: value["$defs"][name] for name in sorted(used)}}


def _prefix(kind: type[Event[Any]]) -> str:
    return "open." if kind in READ else ""


def _moved(kind: type[Event[Any]], reference: str) -> str:
    return f"{_AT}{_prefix(kind)}{reference.rpartition('/')[2]}"


def _headers() -> Schema:
    """CloudEvents attributes as headers of a record, in binary mode."""
    attributes = Attributes.model_json_schema(schema_generator=Plain)["properties"]
    del attributes["datacontenttype"]
    properties = {f"{PREFIX}{name}": _given(attribute) for name, attribute in attributes.items()}
    return {
        "type": "object",
        "properties": {**properties, CONTENT_TYPE: {"const": "application/json"}},
        "required": [f"{PREFIX}{name}" for name in _ALWAYS],
    }


def _given(attribute: Schema) -> Schema:
    """The schema of an attribute that is there: one that is not has no header."""
    choices = [choice for choice in attribute.get("anyOf", ()) if choice.get("type") != "null"]
    said = {name: part for name, part in attribute.items() if name not in {"anyOf", "default"}}
    return {**said, **(choices[0] if choices else {})}
