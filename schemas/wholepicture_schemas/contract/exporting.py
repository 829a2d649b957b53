"""The schemas as files for somebody else's tools, with an index of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.catalogue import EVENT_TYPES, agency_kind
from wholepicture_schemas.contract.closed import closed_files
from wholepicture_schemas.contract.definitions import FOLDER, SUFFIX, Schema
from wholepicture_schemas.contract.definitions import bundled as bundled_file
from wholepicture_schemas.contract.read_openly import value_files
from wholepicture_schemas.contract.text import text_of

INDEX = "index.json"
VALUES = "values/"


def exported(*, bundled: bool) -> dict[str, str]:
    """The text of every file by its path: closed schemas, open ones of values, and the index.

    ``bundled`` gives each schema its definitions inside; else they are files that it refers to.
    """
    closed: Mapping[str, Schema] = closed_files()
    opened: Mapping[str, Schema] = value_files()
    if bundled:
        closed, opened = _each_bundled(closed), _each_bundled(opened)
    files = {path: text_of(schema) for path, schema in closed.items()}
    files |= {f"{VALUES}{path}": text_of(schema) for path, schema in opened.items()}
    return files | {INDEX: text_of({"types": list(_index())})}


def _each_bundled(files: Mapping[str, Schema]) -> dict[str, Schema]:
    paths = (path for path in files if not path.startswith(f"{FOLDER}/"))
    return {path: bundled_file(path, files) for path in paths}


def _index() -> Iterator[dict[str, Any]]:
    """Of each type: what it is and which files are of it."""
    opened = value_files()
    for name, kind in EVENT_TYPES.items():
        path = f"{name}{SUFFIX}"
        entry = {
            "type": name,
            "version": int(name.rpartition(".v")[2]),
            "called": kind.CALLED,
            "said_by": agency_kind(name),
            "event": path,
        }
        yield {**entry, "value": f"{VALUES}{path}"} if path in opened else entry
