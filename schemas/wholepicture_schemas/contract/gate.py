"""The evolution gate: no edit breaks a sender, a kit or a reader that knows only what was released.

Three parties know the released schemas. A sender's events, by the closed schema, must be taken by
the new one. A kit that reads what the bus sends must be able to read the new. A reader of another
make holds a value to the released open schema: what the bus sends now must be valid by it.
"""

from collections.abc import Callable, Iterator, Mapping

from wholepicture_schemas.catalogue import FROM_THE_BUS
from wholepicture_schemas.contract.closed import closed_files
from wholepicture_schemas.contract.compatibility import incompatible_edits, unreadable_edits
from wholepicture_schemas.contract.definitions import FOLDER, SUFFIX, Schema, bundled
from wholepicture_schemas.contract.read_openly import value_files

_Compare = Callable[[str, Schema, Schema], list[str]]
"""The edits between the released and the new schema of a type, by its name."""


def edits_of_events(released: Mapping[str, Schema]) -> list[str]:
    """Every incompatible edit of a closed schema, as a sentence that begins with the type.

    ``released`` are the released files by path, the shared definitions among them.
    """
    return list(_edits(released, closed_files(), _of_event))


def edits_of_values(released: Mapping[str, Schema]) -> list[str]:
    """Every edit by which a value may be invalid for a reader that holds it to the released schema.

    ``released`` are the released files of values by path.
    """
    return list(_edits(released, value_files(), _of_value))


def _edits(
    released: Mapping[str, Schema], current: Mapping[str, Schema], compare: _Compare
) -> Iterator[str]:
    for path in sorted(released):
        name = path.removesuffix(SUFFIX)
        if path.startswith(f"{FOLDER}/"):
            continue  # compared with each type that uses it
        if path not in current:
            yield f"{name}: the type is gone."
            continue
        old, new = _whole(path, released), _whole(path, current)
        yield from (f"{name}: {edit}" for edit in compare(name, old, new))


def _of_event(name: str, old: Schema, new: Schema) -> list[str]:
    edits = incompatible_edits(old, new)
    return edits + unreadable_edits(old, new) if name in FROM_THE_BUS else edits


def _of_value(_: str, old: Schema, new: Schema) -> list[str]:
    return [f"For readers of values: {edit}" for edit in incompatible_edits(new, old)]


def _whole(path: str, files: Mapping[str, Schema]) -> Schema:
    """A file with its definitions, without what it holds ``told`` to: those files are compared."""
    own = {name: part for name, part in files[path].items() if name != "allOf"}
    return bundled(path, {**files, path: own})
