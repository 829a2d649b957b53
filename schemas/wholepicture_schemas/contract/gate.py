"""The evolution gate: no edit breaks a sender, a kit or a reader that knows only what was released.

Three parties know the released schemas. A sender's events, by the closed schema, must be taken by
the new one. A kit that reads what the bus sends must be able to read the new. A reader of another
make holds a value to the released open schema: what the bus sends now must be valid by it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wholepicture_schemas.catalogue import EVENT_TYPES, FROM_THE_BUS
from wholepicture_schemas.contract.closed import schema_of
from wholepicture_schemas.contract.compatibility import incompatible_edits, unreadable_edits
from wholepicture_schemas.contract.definitions import FOLDER, SUFFIX, Schema, bundled
from wholepicture_schemas.contract.read_openly import value_schema_of
from wholepicture_schemas.envelope import Event

_Kind = type[Event[Any]]


def edits_of_events(released: Mapping[str, Schema]) -> list[str]:
    """Every incompatible edit of a closed schema, as a sentence that begins with the type.

    ``released`` are the released files by path, the shared definitions among them.
    """
    return list(_edits(released, _of_event))


def edits_of_values(released: Mapping[str, Schema]) -> list[str]:
    """Every edit by which a value may be invalid for a reader that holds it to the released schema.

    ``released`` are the released files of values by path.
    """
    return list(_edits(released, _of_value))


def _edits(
    released: Mapping[str, Schema], compare: Callable[[_Kind, Schema], list[str]]
) -> Iterator[str]:
    for path in sorted(released):
        name = path.removesuffix(SUFFIX)
        if path.startswith(f"{FOLDER}/"):
            continue  # compared with each type that uses it
        if name not in EVENT_TYPES:
            yield f"{name}: the type is gone."
            continue
        old = bundled(path, released)
        yield from (f"{name}: {edit}" for edit in compare(EVENT_TYPES[name], old))


def _of_event(kind: _Kind, old: Schema) -> list[str]:
    new = schema_of(kind)
    edits = incompatible_edits(old, new)
    return edits + unreadable_edits(old, new) if kind.TYPE in FROM_THE_BUS else edits


def _of_value(kind: _Kind, old: Schema) -> list[str]:
    edits = incompatible_edits(_own(value_schema_of(kind)), _own(old))
    return [f"For readers of values: {edit}" for edit in edits]


def _own(schema: Schema) -> Schema:
    """The schema without what it holds ``told`` to: each type's own file is compared for that."""
    return {name: part for name, part in schema.items() if name != "allOf"}
