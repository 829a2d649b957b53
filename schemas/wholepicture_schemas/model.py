"""The base class of every model of the language.

A field is one of three kinds, and the kind decides what its absence does (promise 2):

* *required* (no default): without it the event cannot be read at all;
* *needed* (``Annotated[X | None, Needed(...)] = None``): a producer must give it, and its export is
  refused without it; a consumer delivers the event without it, marked incomplete, and asks for it;
* *optional*: told when known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    JsonValue,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from wholepicture_schemas.fields import AS_WRITTEN, own_fields
from wholepicture_schemas.meaning import Needed
from wholepicture_schemas.problems import Problem

M = TypeVar("M")
P = ParamSpec("P")
_set = object.__setattr__

if TYPE_CHECKING:
    JsonObject = dict[str, JsonValue]
else:
    JsonObject = dict[str, Any]  # JsonValue looks at every value again, in Python
"""A JSON object that another model validates."""


class Model(BaseModel, frozen=True):
    """Frozen data; closed by default, so that a producer's slip of spelling is found."""

    model_config = ConfigDict(
        defer_build=True,  # a program builds the validators of the few types that it uses
        extra="forbid",
        hide_input_in_errors=True,
        ser_json_timedelta="iso8601",
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The model with other values of some fields, which are not validated; in one step."""
        if deep:
            return super().model_copy(update=update, deep=True)
        kind = type(self)
        made = kind.__new__(kind)
        _set(made, "__dict__", {**self.__dict__, **(update or {})})
        _set(made, "__pydantic_fields_set__", {*self.__pydantic_fields_set__, *(update or {})})
        _set(made, "__pydantic_extra__", None)
        _set(made, "__pydantic_private__", None)
        return made

    def checks(self) -> Iterable[Problem]:
        """What this model itself finds missing, beyond its needed fields; paths are relative."""
        return ()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The model's JSON Schema, with needed fields among the required ones and never null.

        What the code says beneath a field is its description.
        """
        schema = handler(core_schema)
        resolved = handler.resolve_ref_schema(schema)
        properties = resolved.get("properties", {})
        for field in own_fields(cls):
            name = field.path
            if name not in properties:
                continue
            if field.needed:
                properties[name] = _without_null(properties[name])
                resolved.setdefault("required", []).append(name)
            if field.remark:
                properties[name] = {**properties[name], "description": field.remark}
        return schema


AS_SENT = "as sent"
"""The context of validating what a sender sent, who has no field ``as_written``."""


class Said(Model, frozen=True):
    """What a sender says of something, with what of it no field could hold."""

    as_written: dict[str, str] | None = None
    """What could not be read of a field, as it was written, by the field's name; not checked."""

    @field_validator(AS_WRITTEN)
    @classmethod
    def _of_its_fields(
        cls, kept: dict[str, str] | None, info: ValidationInfo
    ) -> dict[str, str] | None:
        """What is kept of the fields of this model; of anything else nobody knows its class."""
        if info.context is AS_SENT:
            raise ValueError(AS_WRITTEN)
        known = cls.model_fields
        return {name: text for name, text in (kept or {}).items() if name in known and text} or None


def json_of(model: BaseModel) -> bytes:
    """A model as JSON in UTF-8, absent fields left out."""
    return model.__pydantic_serializer__.to_json(model, exclude_none=True)


def unchecked(model: Callable[P, M]) -> Callable[P, M]:
    """The constructor of a model, without the look at each value: for what the house itself made.

    The type checker looks at the call instead. What comes from outside is validated.

    >>> class Name(Model, frozen=True):
    ...     given: str
    ...     family: str | None = None
    >>> unchecked(Name)(given="Ivy")
    Name(given='Ivy', family=None)
    """
    kind: Any = model
    fields: Mapping[str, FieldInfo] = kind.model_fields
    blank = {name: field.get_default(call_default_factory=True) for name, field in fields.items()}
    required = frozenset(name for name, field in fields.items() if field.is_required())

    def make(*_: P.args, **values: P.kwargs) -> M:
        if not values.keys() >= required:
            raise TypeError(f"{kind.__name__} lacks {sorted(required - values.keys())}.")
        made: M = kind.__new__(kind)
        _set(made, "__dict__", {**blank, **values})
        _set(made, "__pydantic_fields_set__", set(values))
        _set(made, "__pydantic_extra__", None)
        _set(made, "__pydantic_private__", None)
        return made

    return make


def needed_fields(model: type[BaseModel]) -> dict[str, Needed]:
    """The needed fields of a model, by name."""
    return {place.path: place.needed for place in own_fields(model) if place.needed}


def missing(model: Model) -> Iterator[Problem]:
    """Every needed field that is absent from a model and the models in it, in field order."""
    found: list[Problem] = []
    _look(model, "", found)
    return iter(found)


def _look(model: Model, path: str, found: list[Problem]) -> None:
    kind, values = type(model), model.__dict__
    for name, needed, holds in _looked_at(kind):
        value = values[name]
        if value is None and needed is not None:
            found.append(Problem(path + name, "is missing", needed.fix))
        elif holds and isinstance(value, Model):
            _look(value, f"{path}{name}.", found)
        elif holds and isinstance(value, tuple):
            for index, item in enumerate(value):
                if not isinstance(item, Model):
                    break
                _look(item, f"{path}{name}.{index}.", found)
    if kind.checks is not Model.checks:
        found += [
            Problem(path + problem.field, problem.what, problem.fix) for problem in model.checks()
        ]


@cache
def _looked_at(kind: type[BaseModel]) -> tuple[tuple[str, Needed | None, bool], ...]:
    """The fields that are needed or hold models, each with whether those may lack something."""
    fields = (
        (
            place.path,
            place.needed,
            any(map(_may_lack, place.models)) or isinstance(place.type, TypeVar),
        )
        for place in own_fields(kind)
    )
    return tuple(field for field in fields if any(field[1:]))


def _may_lack(kind: type[BaseModel]) -> bool:
    """Whether something may be missing from a model of this kind, or from a model in it."""
    return (issubclass(kind, Model) and kind.checks is not Model.checks) or bool(_looked_at(kind))


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A property's schema without the null alternative and the null default."""
    kept = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}}
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    if len(choices) == 1:
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept
