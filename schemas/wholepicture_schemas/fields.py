"""The fields of a model, and of the models in it: the one walk over them.

Masking, grants, templates, mappings, labels and the checks of corrections all read from here what
fields there are, so that none of them can differ from the models.
"""

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wholepicture_schemas.code_labels import CODE_LABELS
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.remarks import remark_on

EACH = "*"
"""In a path: each entry of a list, or of a mapping."""

AS_WRITTEN = "as_written"
"""The field in which an object keeps, under their names, what its other fields could not hold."""

_UNIONS = (Union, types.UnionType)
_MAPPINGS = (dict, Mapping)
_LISTS = (tuple, list)

_Tree = dict[str, "_Tree"]


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A field of a model: its path, its types and its marks."""

    path: str
    """Names with dots between them, a star for each place in a list: core.children.*.name."""
    means: Means
    types: tuple[Any, ...]
    """The types that its value may be of, or each entry of its list; without None."""
    stars: int
    """How many lists and mappings lie between the field and those types, mostly none or one."""
    required: bool
    """Whether its model cannot be read without it."""
    needed: Needed | None
    default: Any
    owner: type[BaseModel]
    """The model whose field it is."""

    @property
    def name(self) -> str:
        """Its name in its model."""
        return self.path.rpartition(".")[2]

    @property
    def remark(self) -> str:
        """What the model says of it; empty where it says nothing."""
        return remark_on(self.owner, self.name)

    @property
    def models(self) -> tuple[type[BaseModel], ...]:
        """The models that it may hold; none of a leaf."""
        return tuple(kind for kind in self.types if _is_model(kind))

    @property
    def type(self) -> Any:
        """The one type of its values; None where there are several."""
        return self.types[0] if len(self.types) == 1 else None

    @property
    def starred(self) -> str:
        """The path of its values, with a star for each place in its own list."""
        return self.path + f".{EACH}" * self.stars

    @property
    def codes(self) -> Mapping[str, str]:
        """The labels of its code set, by code; empty where it has none."""
        return self.means.codes or CODE_LABELS.get(self.type, {})


def own_fields(model: type[BaseModel]) -> Iterator[FieldPlace]:
    """The fields of a model itself, in their order, without what was kept as it was written."""
    return (
        _place(model, name, field)
        for name, field in model.model_fields.items()
        if name != AS_WRITTEN
    )


@cache
def places(model: type[BaseModel]) -> tuple[FieldPlace, ...]:
    """Every field of a model and of the models in it, each before what stands in it."""
    return tuple(_places(model))


@cache
def leaves_of(model: type[BaseModel]) -> tuple[FieldPlace, ...]:
    """Every field that holds values and no further fields."""
    return tuple(place for place in places(model) if not place.models)


@cache
def content_type(event: type[BaseModel]) -> type[BaseModel]:
    """The model of what a type of event says."""
    found: type[BaseModel] = event.model_fields["data"].annotation  # type: ignore[assignment]
    return found


def exists(event: type[BaseModel], path: str) -> bool:
    """Whether a path leads to a field of what a type of event says, or into one of its lists.

    A star stands for any one part, a number for a place in a list.
    """
    return bool(_reached(event, path.split(".")))


def names_under(event: type[BaseModel], path: Sequence[str]) -> tuple[str, ...]:
    """What may follow a path in a type of event: names of fields, or the star of a list."""
    return tuple(dict.fromkeys(name for tree in _reached(event, path) for name in tree))


def field_names(model: type[BaseModel]) -> frozenset[str]:
    """The names of all fields of a model and of the models in it."""
    return frozenset(place.name for place in places(model))


def _reached(event: type[BaseModel], path: Sequence[str]) -> list[_Tree]:
    """What stands under a path, for each place that it leads to."""
    trees = [_tree(content_type(event))]
    for part in path:
        found: list[_Tree] = []
        for tree in trees:
            if part == EACH:
                found += tree.values()
            elif (name := EACH if part.isdigit() else part) in tree:
                found.append(tree[name])
        trees = found
    return trees


@cache
def _tree(model: type[BaseModel]) -> _Tree:
    """The fields of a model, each with what stands in it; a star for the entries of a list."""
    root: _Tree = {}
    for place in places(model):
        tree = root
        for part in place.starred.split("."):
            tree = tree.setdefault(part, {})
    return root


def _places(model: type[BaseModel]) -> Iterator[FieldPlace]:
    for place in own_fields(model):
        yield place
        for inner_model in place.models:
            for inner in places(inner_model):
                yield _inside(place, inner)


def _inside(place: FieldPlace, inner: FieldPlace) -> FieldPlace:
    means = inner.means
    if place.means.safety and not means.safety:
        means = Means(safety=True).over(means)
    return FieldPlace(
        f"{place.starred}.{inner.path}",
        means,
        inner.types,
        inner.stars,
        inner.required,
        inner.needed,
        inner.default,
        inner.owner,
    )


def _place(model: type[BaseModel], name: str, field: FieldInfo) -> FieldPlace:
    of_type, found, stars = _opened(field.annotation)
    own = Means()
    for mark in field.metadata:
        own = mark.over(own) if isinstance(mark, Means) else own
    return FieldPlace(
        path=name,
        means=own.over(of_type),
        types=found,
        stars=stars,
        required=field.is_required(),
        needed=next((mark for mark in field.metadata if isinstance(mark, Needed)), None),
        default=field.default,
        owner=model,
    )


def _opened(annotation: Any) -> tuple[Means, tuple[Any, ...], int]:
    """What an annotation's types mean, the types themselves, and how many lists are around them."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        means, found, stars = _opened(inside[0])
        for mark in annotation.__metadata__:
            means = mark.over(means) if isinstance(mark, Means) else means
        return means, found, stars
    if origin in _UNIONS:
        choices = [_opened(argument) for argument in inside if argument is not type(None)]
        means = Means()
        for choice in choices:
            means = means.over(choice[0])
        kinds = tuple(kind for choice in choices for kind in choice[1])
        return means, kinds, max(choice[2] for choice in choices)
    if (origin in _LISTS or origin in _MAPPINGS) and inside:
        means, found, stars = _opened(inside[-1 if origin in _MAPPINGS else 0])
        return means, found, stars + 1
    return Means(), (annotation,), 0


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
