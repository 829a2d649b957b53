"""Schemas with their definitions in files of their own, and the same with all of them inside.

A definition that several schemas use is a file in the folder ``definitions``. One that a single
schema uses stays in that schema, under ``$defs``. References are relative, and each file's ``$id``
has the file's path at its end, so that a validator finds the files in a folder or by their ids.

Example: ``a.schema.json`` refers to ``definitions/Child.schema.json``, and that one to
``Name.schema.json``, which is beside it. Bundled, ``a`` holds ``Child`` and ``Name`` under
``$defs``.
"""

import posixpath
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUFFIX = ".schema.json"
FOLDER = "definitions"
_LOCAL = "#/$defs/"
_LITERAL = frozenset({"default", "const", "enum", "examples"})
"""Keywords whose values are documents and hold no schemas."""
_Files = dict[str, dict[str, Any]]


def apart(schemas: Mapping[str, Schema], definitions: Mapping[str, Schema], at: str) -> _Files:
    """The files of schemas that refer to definitions under ``$defs``, by path.

    ``schemas`` are by file name. ``at`` is the URI of the folder, with a slash at its end.
    """
    used = {name: reached(schema, definitions) for name, schema in schemas.items()}
    count = Counter(name for names in used.values() for name in names)
    shared = {name for name, times in count.items() if times > 1}
    files = {
        path: _file(schema, definitions, own=used[path] - shared, at=f"{at}{path}", up=f"{FOLDER}/")
        for path, schema in schemas.items()
    }
    for name in shared:
        path = f"{FOLDER}/{name}{SUFFIX}"
        files[path] = _file(definitions[name], definitions, own=set(), at=f"{at}{path}", up="")
    return dict(sorted(files.items()))


def bundled(path: str, files: Mapping[str, Schema]) -> dict[str, Any]:
    """One of the files with every definition that it needs under its own ``$defs``.

    A reference leads to a file of ``files``, or within the own one. ``KeyError`` where it leads
    nowhere.
    """
    keys: dict[tuple[str, str], str] = {(path, ""): ""}
    defs: dict[str, Any] = {}

    def take(reference: str, home: str) -> str:
        file, _, pointer = reference.partition("#")
        place = (posixpath.normpath(posixpath.join(posixpath.dirname(home), file)), pointer)
        place = place if file else (home, pointer)
        if place not in keys:
            keys[place] = key = _free(_name(place), defs)
            defs[key] = {}
            defs[key] = rewritten(_part(place, files), lambda inner: take(inner, place[0]))
        return f"{_LOCAL}{keys[place]}" if keys[place] else "#"

    whole = rewritten(_without_defs(files[path]), lambda reference: take(reference, path))
    return {**whole, "$defs": dict(sorted(defs.items()))}


def reached(schema: Schema, definitions: Mapping[str, Schema]) -> set[str]:
    """The names of the definitions under ``$defs`` that a schema uses, and those that these use."""
    found: set[str] = set()
    waiting: list[Schema] = [schema]
    while waiting:
        for reference in _references(waiting.pop()):
            name = reference.removeprefix(_LOCAL)
            if name not in found:
                found.add(name)
                waiting.append(definitions[name])
    return found


def rewritten(part: Any, change: Callable[[str], str]) -> Any:
    """A part of a schema with each reference changed."""
    if isinstance(part, list):
        return [rewritten(entry, change) for entry in part]
    if not isinstance(part, Mapping):
        return part
    made: dict[str, Any] = {}
    for name, said in part.items():
        if name == "$ref":
            made[name] = change(said)
        elif name == "properties":  # its keys are names of fields, and no keywords
            made[name] = {field: rewritten(schema, change) for field, schema in said.items()}
        else:
            made[name] = said if name in _LITERAL else rewritten(said, change)
    return made


def _file(
    schema: Schema, definitions: Mapping[str, Schema], *, own: set[str], at: str, up: str
) -> dict[str, Any]:
    def moved(reference: str) -> str:
        name = reference.removeprefix(_LOCAL)
        return reference if name in own else f"{up}{name}{SUFFIX}"

    head = {"$schema": DIALECT, "$id": at}
    body = {name: part for name, part in rewritten(schema, moved).items() if name not in head}
    inside = {name: rewritten(definitions[name], moved) for name in sorted(own)}
    return {**head, **body, **({"$defs": inside} if inside else {})}


def _references(schema: Schema) -> list[str]:
    found: list[str] = []

    def note(reference: str) -> str:
        found.append(reference)
        return reference

    rewritten(schema, note)
    return found


def _part(place: tuple[str, str], files: Mapping[str, Schema]) -> Schema:
    path, pointer = place
    part: Any = files[path]
    for step in pointer.split("/")[1:]:
        part = part[step]
    head = {"$schema", "$id", "$defs"}
    return part if pointer else {name: said for name, said in part.items() if name not in head}


def _without_defs(schema: Schema) -> dict[str, Any]:
    return {name: said for name, said in schema.items() if name != "$defs"}


def _name(place: tuple[str, str]) -> str:
    path, pointer = place
    return pointer.rpartition("/")[2] or posixpath.basename(path).removesuffix(SUFFIX)


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """A name for a definition that no other has."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
