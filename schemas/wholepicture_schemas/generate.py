"""The language as JSON Schema files, for other languages than Python.

``python -m wholepicture_schemas.generate`` writes ``schemas/json``: a file for each type of event,
with what several types share in its folder ``definitions``, and in its folder ``values`` what
readers hold the value of a record to (contract/read_openly.py); and the list of the types of event
(docs/event-types.md). With ``--check`` it only says which files differ from the models, and with
``--release`` it makes the current schemas the released ones, to which every later edit must be
compatible (contract/gate.py).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from wholepicture_schemas.contract.closed import closed_files
from wholepicture_schemas.contract.definitions import FOLDER, SUFFIX, Schema
from wholepicture_schemas.contract.gate import edits_of_events, edits_of_values
from wholepicture_schemas.contract.listing import listed
from wholepicture_schemas.contract.read_openly import value_files
from wholepicture_schemas.contract.text import text_of

SCHEMAS = Path(__file__).parents[1] / "json"
VALUES = SCHEMAS / "values"
RELEASED = Path(__file__).parents[1] / "released"
LIST = Path(__file__).parents[2] / "docs" / "event-types.md"


def files() -> dict[str, str]:
    """What each schema file should hold, by its path."""
    return {path: text_of(schema) for path, schema in closed_files().items()}


def values() -> dict[str, str]:
    """What each schema file of a value should hold, by its path."""
    return {path: text_of(schema) for path, schema in value_files().items()}


def stale(folder: Path = SCHEMAS, wanted: Mapping[str, str] | None = None) -> list[str]:
    """The paths of the files in a folder that are outdated, missing or left over."""
    wanted = files() if wanted is None else wanted
    there = _texts(folder)
    return sorted(
        path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path)
    )


def write(folder: Path = SCHEMAS, wanted: Mapping[str, str] | None = None) -> list[str]:
    """The paths of the files of a folder that had to be written anew or removed."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    wanted = files() if wanted is None else wanted
    changed = stale(folder, wanted)
    for path in changed:
        if path in wanted:
            (folder / path).write_text(wanted[path], "utf-8")
        else:
            (folder / path).unlink()
    return changed


def read(folder: Path) -> dict[str, Schema]:
    """The schema files of a folder, by path."""
    return {path: json.loads(text) for path, text in _texts(folder).items()}


def refused(released: Path = RELEASED) -> list[str]:
    """Every incompatible edit since the released schemas, each as a sentence."""
    return [*edits_of_events(read(released)), *edits_of_values(read(released / "values"))]


def list_stale() -> list[str]:
    """The name of the list of the types of event, where it is outdated or missing."""
    there = LIST.is_file() and LIST.read_text("utf-8") == listed()
    return [] if there else [LIST.name]


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code is 1 where a file is stale or an edit is refused."""
    if "--release" in arguments:
        edits = refused()
        paths = [] if edits else write(RELEASED) + write(RELEASED / "values", values())
        lines = edits or [f"Released: {path}" for path in paths]
        code = 1 if edits else 0
    elif "--check" in arguments:
        paths = stale() + stale(VALUES, values()) + list_stale()
        lines = [f"{path} differs from the models: run `make schemas`." for path in paths]
        code = 1 if paths else 0
    else:
        paths = write() + write(VALUES, values()) + list_stale()
        LIST.write_text(listed(), "utf-8")
        lines, code = [f"Written: {path}" for path in paths], 0
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return code


def _texts(folder: Path) -> dict[str, str]:
    """The text of each schema file of a folder and of its definitions, by path."""
    found = chain(folder.glob(f"*{SUFFIX}"), folder.glob(f"{FOLDER}/*{SUFFIX}"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
