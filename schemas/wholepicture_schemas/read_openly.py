"""The schema of what lies on the wire for a reader that is not upgraded: open where it must be.

The closed schemas say what the bus writes today. A reader that holds a delivery to one of them
stops at the next version of it. These say what stays: unknown fields are allowed, a code may be one
that is not known yet (``examples`` lists those of today), a text may have any form, and what an
agency told may lack any field, since a recipient gets what the agreement grants.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from wholepicture_schemas import deliveries
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.deliveries import Delivery, DeliveryData
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


def value_schema(kind: type[Event[Any]], generator: type[GenerateJsonSchema]) -> Schema:
    """The open schema of the value of a record of a type: its content, without the envelope."""
    content = _content(kind)
    told = {name: _content(event) for name, event in TOLD.items()} if kind is Delivery else {}
    models = [(model, "validation") for model in (content, *told.values())]
    names, schema = models_json_schema(models, schema_generator=generator)  # type: ignore[arg-type] # the mode is a literal
    always = _always_there(content)
    parts = {
        name: _opened(part, keep_required=name in always)
        for name, part in sorted(schema["$defs"].items())
    }
    top = parts.pop(content.__name__)
    if told:
        refs = {name: names[(model, "validation")]["$ref"] for name, model in told.items()}
        top["allOf"] = [_where_type_is(name, ref) for name, ref in sorted(refs.items())]
    return {**top, "$defs": parts}


def _content(kind: type[Event[Any]]) -> type[BaseModel]:
    """The class of what a type of event says."""
    content = kind.model_fields["data"].annotation
    assert isinstance(content, type)  # noqa: S101 - every type of event names its own
    assert issubclass(content, BaseModel)  # noqa: S101 - and it is a model
    return content


def _always_there(content: type[BaseModel]) -> frozenset[str]:
    """The models whose needed fields a reader may count on: the bus's own, not what was told."""
    if content is not DeliveryData:
        return frozenset({content.__name__})
    return frozenset(
        name
        for name, made in vars(deliveries).items()
        if isinstance(made, type) and made.__module__ == deliveries.__name__
    )


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


def _where_type_is(name: str, ref: str) -> Schema:
    """What was told has the form of its type, where that type is known."""
    is_it = {"properties": {"event_type": {"const": name}}, "required": ["event_type"]}
    return {"if": is_it, "then": {"properties": {"told": {"$ref": ref}}}}
