"""Every path that events of a type can have, so that two grants are compared field by field."""

import types
from collections.abc import Iterator
from functools import cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.catalogue import TOLD, by_name, short_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.reading import UnknownType

from wholepicture_agreement.items import UNKNOWN

_UNIONS = (Union, types.UnionType)


def type_of(name: str) -> type[Event[Any]] | None:
    """The type that a rule is on by this name; none where there is no such type."""
    return UnknownType if name == UNKNOWN else by_name(name)


@cache
def fields_of_type(name: str) -> tuple[str, ...]:
    """The paths of a type's values, by its short name, a star for each place in a list."""
    kind = type_of(name)
    if kind is None:
        return ()
    data = kind.model_fields["data"].annotation
    return tuple(dict.fromkeys(path.removeprefix(".") for path in _ends(data)))


@cache
def fields_of_any() -> tuple[str, ...]:
    """The paths of every type that an agency tells: what an earlier event can have.

    A correction or a retraction changes another event, and is not shown as one itself.
    """
    told = TOLD.keys() - {Correction.TYPE, Retraction.TYPE}
    names = (*(short_name(one) for one in TOLD if one in told), UNKNOWN)
    return tuple(dict.fromkeys(path for name in names for path in fields_of_type(name)))


def _ends(kind: Any) -> Iterator[str]:
    """The ends of all paths into a kind of value, each with a dot before it."""
    origin = get_origin(kind)
    if hasattr(kind, "__metadata__"):
        yield from _ends(get_args(kind)[0])
    elif origin in _UNIONS:
        choices = [one for one in get_args(kind) if one is not type(None)]
        for choice in choices:
            yield from _ends(choice)
    elif origin is tuple:
        for end in _ends(get_args(kind)[0]):
            yield f".*{end}"
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            for end in _ends(field.annotation):
                yield f".{name}{end}"
    else:
        yield ""
