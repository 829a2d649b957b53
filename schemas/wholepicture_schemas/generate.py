"""The language as JSON Schema files, for other languages than Python.

``python -m wholepicture_schemas.generate`` writes ``schemas/json``: a file for each type of event,
with what several types share in its folder ``definitions``, and in its folder ``values`` what
readers hold the value of a record to (contract/read_openly.py). With ``--check`` it only says which
files differ from the models, and with ``--release`` it makes the current schemas the released ones,
to which every later edit must be compatible (contract/compatibility.py).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from wholepicture_schemas.catalogue import EVENT_TYPES, FROM_THE_BUS
from wholepicture_schemas.contract.closed import closed_files, schema_of
from wholepicture_schemas.contract.compatibility import incompatible_edits, unreadable_edits
from wholepicture_schemas.contract.definitions import FOLDER, SUFFIX, Schema, bundled
from wholepicture_schemas.contract.read_openly import value_files
from wholepicture_schemas.contract.text import text_of

SCHEMAS = Path(__file__).parents[1] / "json"
VALUES = SCHEMAS / "values"
RELEASED = Path(__file__).parents[1] / "released"


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
    found = []
    there = read(released)
    for path in sorted(there):
        name = path.removesuffix(SUFFIX)
        if path.startswith(f"{FOLDER}/"):
            continue  # compared with each type that uses it
        if name not in EVENT_TYPES:
            found.append(f"{name}: the type is gone.")
            continue
        old, new = bundled(path, there), schema_of(EVENT_TYPES[name])
        edits = incompatible_edits(old, new)
        if name in FROM_THE_BUS:
            edits += unreadable_edits(old, new)
        found += [f"{name}: {edit}" for edit in edits]
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code is 1 where a file is stale or an edit is refused."""
    if "--release" in arguments:
        edits = refused()
        lines = edits or [f"Released: {path}" for path in write(RELEASED)]
        code = 1 if edits else 0
    elif "--check" in arguments:
        paths = stale() + stale(VALUES, values())
        lines = [f"{path} differs from the models: run `make schemas`." for path in paths]
        code = 1 if paths else 0
    else:
        lines, code = [f"Written: {path}" for path in write() + write(VALUES, values())], 0
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return code


def _texts(folder: Path) -> dict[str, str]:
    """The text of each schema file of a folder and of its definitions, by path."""
    found = chain(folder.glob(f"*{SUFFIX}"), folder.glob(f"{FOLDER}/*{SUFFIX}"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
