"""The schema of what lies on the wire for a reader that is not upgraded: open where it must be.

The closed schemas say what the bus writes today. A reader that holds a delivery to one of them
stops at the next version of it. These say what stays: unknown fields are allowed, a code may be one
that is not known yet (``examples`` lists those of today), a text may have any form, and what an
agency told may lack any field, since a recipient gets what the agreement grants.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from wholepicture_schemas import deliveries
from wholepicture_schemas.catalogue import DECIDED
from wholepicture_schemas.contract.closed import AT, Plain
from wholepicture_schemas.contract.definitions import SUFFIX, apart, bundled
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.feedback import Feedback, FixRequest

Schema = dict[str, Any]

READ: tuple[type[Event[Any]], ...] = (Delivery, Feedback, FixRequest)
"""What the bus sends to recipients and to agencies."""
_LIMITS = frozenset(
    {
        "additionalProperties",
        "discriminator",
        "pattern",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
    }
)


@cache
def value_files() -> Mapping[str, Schema]:
    """The open schema of the value of a record of each type, and the definitions, by path.

    The value is an event's content, without the envelope. Beside the types that the bus sends are
    those that it tells of, since a delivery holds them.
    """
    kinds = (*READ, *DECIDED.values())
    models = [_content(kind) for kind in kinds]
    names, whole = models_json_schema(
        [(model, "validation") for model in models], schema_generator=Plain
    )
    always = _always_there()
    definitions = {
        name: _opened(part, keep_required=name in always) for name, part in whole["$defs"].items()
    }
    schemas = {}
    for kind, model in zip(kinds, models, strict=True):
        opened = definitions[names[model, "validation"]["$ref"].rpartition("/")[2]]
        title = {"title": f"The value of a record: {kind.CALLED}"}
        schemas[_path(kind.TYPE)] = {**title, **opened, **title}
    files = apart(schemas, definitions, f"{AT}values/")
    files[_path(Delivery.TYPE)]["allOf"] = [_where_type_is(name) for name in sorted(DECIDED)]
    return files


def value_schema_of(kind: type[Event[Any]]) -> dict[str, Any]:
    """The open schema of the value of a record of one type, with all its definitions inside."""
    return bundled(_path(kind.TYPE), value_files())


def _path(event_type: str) -> str:
    return f"{event_type}{SUFFIX}"


def _content(kind: type[Event[Any]]) -> type[BaseModel]:
    """The class of what a type of event says."""
    content = kind.model_fields["data"].annotation
    assert isinstance(content, type)  # noqa: S101 - every type of event names its own
    assert issubclass(content, BaseModel)  # noqa: S101 - and it is a model
    return content


def _always_there() -> frozenset[str]:
    """The models whose needed fields a reader may count on: the bus's own, not what was told."""
    own = (made for made in vars(deliveries).values() if isinstance(made, type))
    of_deliveries = {made.__name__ for made in own if made.__module__ == deliveries.__name__}
    return frozenset({*of_deliveries, *(_content(kind).__name__ for kind in READ)})


def _opened(part: Any, *, keep_required: bool) -> Any:
    """A part of a schema with whatever a later version may change taken out."""
    if isinstance(part, list):
        return [_opened(entry, keep_required=keep_required) for entry in part]
    if not isinstance(part, Mapping):
        return part
    opened: Schema = {}
    for name, said in part.items():
        if name in _LIMITS or (name == "required" and not keep_required):
            continue
        if name == "enum":
            opened["examples"] = said
        elif name == "oneOf":  # opened, more than one of them may fit
            opened["anyOf"] = _opened(said, keep_required=keep_required)
        elif name == "properties":
            opened[name] = {
                field: _opened(schema, keep_required=keep_required)
                for field, schema in said.items()
            }
        elif name in {"default", "const", "examples"}:
            opened[name] = said
        else:
            opened[name] = _opened(said, keep_required=keep_required)
    if "const" in opened:
        opened["examples"] = [opened.pop("const")]
    return opened


def _where_type_is(name: str) -> Schema:
    """What was told has the form of its type, where that type is known."""
    is_it = {"properties": {"event_type": {"const": name}}, "required": ["event_type"]}
    return {"if": is_it, "then": {"properties": {"told": {"$ref": _path(name)}}}}
