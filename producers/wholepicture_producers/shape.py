"""The shape of an event type: every field by its path, what it takes, and what it is for.

Read from the models, so that templates, column mappings and messages cannot differ from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, NewType, get_args, get_origin

from pydantic import AwareDatetime, BaseModel
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import EACH as STAR
from wholepicture_schemas.fields import FieldPlace, content_type, places
from wholepicture_schemas.texts import DayOrTime, PartialDate

ValueKind = Literal[
    "text", "codes", "yes-no", "number", "decimal", "time", "date", "partial-date", "any"
]
EACH = "+"
"""In a path: each item of a list, and in a column mapping one item for each row."""


class NoSuchField(LookupError):
    """A path that leads to no field; ``hint`` says what may have been meant, or nothing."""

    def __init__(self, path: str, near: Sequence[str]) -> None:
        self.path = path
        self.hint = f"Did you mean {near[0]}?" if near else ""
        super().__init__(path)


@dataclass(frozen=True, slots=True)
class LeafField:
    """A field that holds a value, or a list of plain values."""

    path: str
    kind: ValueKind
    codes: tuple[str, ...] = ()
    many: bool = False
    needed: bool = False
    """Whether a producer must give it; of a list's items, whether each must have it."""
    about: str = ""
    named: str = ""
    """The name of the identifier's type, such as NhsNumber."""
    label: str = ""
    """What people call it."""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What people call each of its codes."""

    @property
    def meant(self) -> str:
        """What to fill in: the label, and what the model says about the field, nothing twice."""
        if self.label.casefold() in self.about.casefold():
            return self.about
        return f"{self.label}. {self.about}" if self.about else f"{self.label}."


@cache
def leaves(kind: type[Event[Any]]) -> tuple[LeafField, ...]:
    """Every field of an event's content, lists of objects written with ``+``, in model order."""
    return tuple(_leaves(kind))


@cache
def given_by_one(kind: type[Event[Any]]) -> frozenset[str]:
    """The first field of each needed part that has no needed field: with it the part is there."""
    places_of_parts = (place for place in places(content_type(kind)) if place.models)
    parts = [part.path for part in places_of_parts if part.needed and part.path.count(".") == 1]
    inside = [[one for one in leaves(kind) if one.path.startswith(f"{part}.")] for part in parts]
    return frozenset(own[0].path for own in inside if own and not any(x.needed for x in own))


@cache
def _by_path(kind: type[Event[Any]]) -> Mapping[str, LeafField]:
    return {known.path: known for known in leaves(kind)}


def leaf(kind: type[Event[Any]], path: str) -> LeafField:
    """The field that a path leads to; list positions may be numbers or ``+``.

    ``time`` and ``recordedtime`` are the two attributes of the envelope that a path may name.

    Raises:
        NoSuchField: where it leads nowhere.
    """
    if path in {"time", "recordedtime"}:
        return LeafField(path, "time")
    general = general_path(path)
    every = _by_path(kind)
    found = every.get(general)
    if found is None and general.endswith("." + EACH):
        single = every.get(general.removesuffix("." + EACH))
        found = single if single is not None and single.many else None
    if found is None:
        raise NoSuchField(path, get_close_matches(general, every, n=1, cutoff=0.5))
    return found


def general_path(path: str) -> str:
    """A path with ``+`` for each position in a list.

    >>> general_path("core.children.0.name.given")
    'core.children.+.name.given'
    """
    return ".".join(EACH if part.isdigit() else part for part in path.split("."))


def without_positions(path: str) -> str:
    """A path without positions, which is the same for each item of a list.

    >>> without_positions("core.children.0.name.given")
    'core.children.name.given'
    """
    return ".".join(part for part in path.split(".") if not part.isdigit())


def about(model: type[BaseModel]) -> str:
    """The first line of a model's docstring."""
    return (model.__doc__ or "").strip().split("\n", maxsplit=1)[0]


def _leaves(kind: type[Event[Any]]) -> Iterator[LeafField]:
    must_be_there = {"": True}
    for place in places(content_type(kind)):
        told = must_be_there[place.path.rpartition(".")[0]]
        needed = told and (place.needed is not None or place.required)
        if place.models:
            must_be_there[place.starred] = told if place.stars else needed
        else:
            yield _leaf(place, needed=needed)


def _leaf(place: FieldPlace, *, needed: bool) -> LeafField:
    kind, codes = _kind(place.type)
    return LeafField(
        path=place.path.replace(STAR, EACH),
        kind=kind,
        codes=codes,
        many=place.stars > 0,
        needed=needed,
        about=" ".join((place.remark or (place.needed.fix if place.needed else "")).split()),
        named=place.type.__name__ if isinstance(place.type, NewType) else "",
        label=place.means.label,
        labels=place.codes,
    )


def _kind(inner: Any) -> tuple[ValueKind, tuple[str, ...]]:
    if inner in {DayOrTime, PartialDate}:
        return "partial-date", ()
    if isinstance(inner, NewType):
        return "text", ()
    if get_origin(inner) is Literal:
        return "codes", tuple(str(code) for code in get_args(inner))
    for python, kind in _KINDS:
        if inner is python:
            return kind, ()
    return "any", ()


_KINDS: tuple[tuple[Any, ValueKind], ...] = (
    (bool, "yes-no"),
    (int, "number"),
    (float, "decimal"),
    (str, "text"),
    (datetime, "time"),
    (AwareDatetime, "time"),
    (date, "date"),
)
