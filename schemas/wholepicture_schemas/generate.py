"""The language as JSON Schema files, one for each type of event, for other languages than Python.

``python -m wholepicture_schemas.generate`` writes ``schemas/json``, and into its folder ``values``
what readers hold the value of a record to (read_openly.py). With ``--check`` it only says which
files differ from the models, and with ``--release`` it makes the current schemas the released ones,
to which every later edit must be compatible (compatibility.py).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from wholepicture_schemas.catalogue import EVENT_TYPES, FROM_THE_BUS, short_name
from wholepicture_schemas.compatibility import incompatible_edits, unreadable_edits
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.read_openly import READ, value_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS = Path(__file__).parents[1] / "json"
VALUES = SCHEMAS / "values"
RELEASED = Path(__file__).parents[1] / "released"
SUFFIX = ".schema.json"


class _Plain(GenerateJsonSchema):
    """JSON Schema without a title that only repeats a field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schema_of(kind: type[Event[Any]]) -> dict[str, Any]:
    """The JSON Schema of one type of event in CloudEvents JSON form, closed."""
    schema = kind.model_json_schema(schema_generator=_Plain)
    schema["properties"]["type"] = {"const": kind.TYPE, "type": "string"}
    named = {
        "$schema": DIALECT,
        "$id": f"urn:wholepicture:schema:{kind.TYPE}",
        "title": short_name(kind.TYPE).replace("-", " ").capitalize(),
    }
    return {**named, **{name: part for name, part in schema.items() if name not in named}}


def text_of(schema: Mapping[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def files() -> dict[str, str]:
    """What each schema file should hold, by its name."""
    return {f"{name}{SUFFIX}": text_of(schema_of(kind)) for name, kind in EVENT_TYPES.items()}


def values() -> dict[str, str]:
    """What each schema file of a value should hold, by its name."""
    return {f"{kind.TYPE}{SUFFIX}": text_of(value_schema_of(kind)) for kind in READ}


def value_schema_of(kind: type[Event[Any]]) -> dict[str, Any]:
    """The JSON Schema of the value of a record of one type, open, for who reads it."""
    named = {
        "$schema": DIALECT,
        "$id": f"urn:wholepicture:schema:value:{kind.TYPE}",
        "title": f"The value of a record: {kind.CALLED}",
    }
    return {**named, **value_schema(kind, _Plain)}


def stale(folder: Path = SCHEMAS, wanted: Mapping[str, str] | None = None) -> list[str]:
    """The names of the files in a folder that are outdated, missing or left over."""
    wanted = files() if wanted is None else wanted
    there = {path.name: path.read_text("utf-8") for path in folder.glob(f"*{SUFFIX}")}
    return sorted(
        name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name)
    )


def write(folder: Path = SCHEMAS, wanted: Mapping[str, str] | None = None) -> list[str]:
    """The names of the files of a folder that had to be written anew or removed."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = files() if wanted is None else wanted
    changed = stale(folder, wanted)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], "utf-8")
        else:
            (folder / name).unlink()
    return changed


def refused(released: Path = RELEASED) -> list[str]:
    """Every incompatible edit since the released schemas, each as a sentence."""
    found = []
    for path in sorted(released.glob(f"*{SUFFIX}")):
        name = path.name.removesuffix(SUFFIX)
        if name not in EVENT_TYPES:
            found.append(f"{name}: the type is gone.")
            continue
        old, new = json.loads(path.read_text("utf-8")), schema_of(EVENT_TYPES[name])
        edits = incompatible_edits(old, new)
        if name in FROM_THE_BUS:
            edits += unreadable_edits(old, new)
        found += [f"{name}: {edit}" for edit in edits]
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code is 1 where a file is stale or an edit is refused."""
    if "--release" in arguments:
        edits = refused()
        lines = edits or [f"Released: {name}" for name in write(RELEASED)]
        code = 1 if edits else 0
    elif "--check" in arguments:
        names = stale() + stale(VALUES, values())
        lines = [f"{name} differs from the models: run `make schemas`." for name in names]
        code = 1 if names else 0
    else:
        lines, code = [f"Written: {name}" for name in write() + write(VALUES, values())], 0
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
