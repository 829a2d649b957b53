"""The shape of an event type: every field by its path, what it takes, and what it is for.

Read from the models, so that templates, column mappings and messages cannot differ from them.
"""

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.model import Needed, needed_fields
from wholepicture_schemas.persons import PartialDate

Kind = Literal["text", "codes", "yes-no", "number", "time", "date", "partial-date", "any"]
EACH = "+"
"""In a path: each item of a list, and in a column mapping one item for each row."""


class NoSuchField(LookupError):
    """A path that leads to no field; ``hint`` says what may have been meant, or nothing."""

    def __init__(self, path: str, near: Sequence[str]) -> None:
        self.path = path
        self.hint = f"Did you mean {near[0]}?" if near else ""
        super().__init__(path)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field that holds a value, or a list of plain values."""

    path: str
    kind: Kind
    codes: tuple[str, ...] = ()
    many: bool = False
    needed: bool = False
    """Whether a producer must give it; of a list's items, whether each must have it."""
    about: str = ""
    named: str = ""
    """The name of the identifier's type, such as NhsNumber."""


@cache
def leaves(kind: type[Event[Any]]) -> tuple[Leaf, ...]:
    """Every field of an event's content, lists of objects written with ``+``, in model order."""
    return tuple(_of_model(_content(kind), ""))


def leaf(kind: type[Event[Any]], path: str) -> Leaf:
    """The field that a path leads to; list positions may be numbers or ``+``.

    ``time`` and ``recordedtime`` are the two attributes of the envelope that a path may name.

    Raises:
        NoSuchField: where it leads nowhere.
    """
    if path in {"time", "recordedtime"}:
        return Leaf(path, "time")
    general = ".".join(EACH if part.isdigit() else part for part in path.split("."))
    every = {found.path: found for found in leaves(kind)}
    found = every.get(general)
    if found is None and general.endswith("." + EACH):
        single = every.get(general.removesuffix("." + EACH))
        found = single if single is not None and single.many else None
    if found is None:
        raise NoSuchField(path, get_close_matches(general, every, n=1, cutoff=0.5))
    return found


def about(model: type[BaseModel]) -> str:
    """The first line of a model's docstring."""
    return (model.__doc__ or "").strip().split("\n", maxsplit=1)[0]


def _content(kind: type[Event[Any]]) -> type[BaseModel]:
    model: type[BaseModel] = kind.model_fields["data"].annotation  # type: ignore[assignment]
    return model


def _of_model(model: type[BaseModel], prefix: str, *, told: bool = True) -> Iterator[Leaf]:
    """The fields of a model; ``told`` says whether the model itself must be there."""
    needed = needed_fields(model)
    for name, field in model.model_fields.items():
        yield from _of_field(f"{prefix}{name}", field, needed.get(name), told=told)


def _of_field(path: str, field: FieldInfo, needed: Needed | None, *, told: bool) -> Iterator[Leaf]:
    required = told and (needed is not None or field.is_required())
    annotation = _bare(field.annotation)
    many = get_origin(annotation) is tuple
    inner = _bare(get_args(annotation)[0]) if many else annotation
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        if many:
            yield from _of_model(inner, f"{path}.{EACH}.", told=told)
        else:
            yield from _of_model(inner, f"{path}.", told=required)
        return
    kind, codes = _kind(inner)
    remark = field.description or (needed.fix if needed else "")
    yield Leaf(path, kind, codes, many, required, remark, _name(field.annotation))


def _bare(annotation: Any) -> Any:
    """The annotation without Annotated and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        choices = [choice for choice in get_args(annotation) if choice is not type(None)]
        return _bare(choices[0]) if len(choices) == 1 else annotation
    return annotation


def _kind(inner: Any) -> tuple[Kind, tuple[str, ...]]:
    if inner is PartialDate:
        return "partial-date", ()
    if isinstance(inner, NewType):
        return "text", ()
    if get_origin(inner) is Literal:
        return "codes", tuple(str(code) for code in get_args(inner))
    for python, kind in _KINDS:
        if inner is python:
            return kind, ()
    return "any", ()


_KINDS: tuple[tuple[Any, Kind], ...] = (
    (bool, "yes-no"),
    (int, "number"),
    (str, "text"),
    (datetime, "time"),
    (AwareDatetime, "time"),
    (date, "date"),
)


def _name(annotation: Any) -> str:
    inner = _bare(annotation)
    if get_origin(inner) is tuple:
        inner = _bare(get_args(inner)[0])
    return inner.__name__ if isinstance(inner, NewType) else ""
