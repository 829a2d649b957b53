"""The closed schema of each type of event: what a producer holds an event to."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema

from wholepicture_schemas.catalogue import EVENT_TYPES, short_name
from wholepicture_schemas.contract.definitions import SUFFIX, Schema, apart, bundled
from wholepicture_schemas.envelope import Event

AT = "https://wholepicture.example/schemas/"
"""Where the schemas' ids say that they are. It only names them: nothing lies there."""


class Plain(GenerateJsonSchema):
    """JSON Schema without what says nothing: titles that repeat a field's name, null defaults."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Whether a field's schema has a title: never, it would only be the field's name again."""
        return False

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        """The schema of a field with a default: that it may be absent says ``required``."""
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


@cache
def closed_files() -> Mapping[str, Schema]:
    """The schema of each type in CloudEvents JSON form, and the definitions, by path."""
    kinds = [(kind, "validation") for kind in EVENT_TYPES.values()]
    names, whole = models_json_schema(kinds, schema_generator=Plain)  # type: ignore[arg-type] # the mode is a literal
    definitions = whole["$defs"]
    schemas = {}
    for kind in EVENT_TYPES.values():
        schema = definitions[names[(kind, "validation")]["$ref"].rpartition("/")[2]]
        said = {"title": short_name(kind.TYPE).replace("-", " ").capitalize()}
        typed = {"type": {"const": kind.TYPE, "type": "string"}}
        properties = {**schema["properties"], **typed}
        schemas[f"{kind.TYPE}{SUFFIX}"] = {**said, **schema, **said, "properties": properties}
    return apart(schemas, definitions, AT)


def schema_of(kind: type[Event[Any]]) -> dict[str, Any]:
    """The schema of one type of event in CloudEvents JSON form, with all its definitions inside."""
    return bundled(f"{kind.TYPE}{SUFFIX}", closed_files())
