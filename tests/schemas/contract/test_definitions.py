"""Definitions in files of their own: a validator finds them, and they mean what they meant."""

import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.contract.closed import closed_files, schema_of
from wholepicture_schemas.contract.definitions import DIALECT, SUFFIX, Schema, apart, bundled
from wholepicture_schemas.contract.read_openly import value_files
from wholepicture_schemas.generate import RELEASED, SCHEMAS, VALUES, read

from tests.schemas.documents import ALL_NAMES, INCIDENT, example

TEXT = {"type": "string"}
OF_RELEASED = RELEASED / "values"
FOLDERS = pytest.mark.parametrize("folder", [SCHEMAS, VALUES, RELEASED, OF_RELEASED])


def _to(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _files(**definitions: Schema) -> Mapping[str, Schema]:
    """Two schemas: ``a`` uses the first definition, ``b`` the second."""
    first, second = list(definitions)[:2]
    schemas = {f"{at}{SUFFIX}": _to(name) for at, name in (("a", first), ("b", second))}
    return apart(schemas, definitions, "https://wholepicture.example/")


def test_what_two_schemas_use_is_a_file_and_what_one_uses_is_inside() -> None:
    """By whatever way they come to it."""
    files = _files(Child={"properties": {"name": _to("Name")}}, Adult=_to("Name"), Name=TEXT)

    assert list(files) == ["a.schema.json", "b.schema.json", "definitions/Name.schema.json"]
    assert files["a.schema.json"]["$ref"] == "#/$defs/Child"
    inside = files["a.schema.json"]["$defs"]["Child"]["properties"]["name"]
    assert inside == {"$ref": "definitions/Name.schema.json"}
    assert files["definitions/Name.schema.json"]["type"] == "string"


def test_bundling_puts_them_back() -> None:
    """A definition that holds itself too, and each once."""
    node = {"properties": {"next": _to("Node"), "name": _to("Name")}}
    files = _files(Node=node, Other=_to("Node"), Name=TEXT)

    assert bundled("a.schema.json", files)["$defs"] == {"Name": TEXT, "Node": node}


def test_definitions_of_one_name_stay_apart() -> None:
    """Two files may each have a definition of one name inside."""
    files: dict[str, Schema] = {
        "a": {"$ref": "b", "$defs": {"X": TEXT}, "items": _to("X")},
        "b": {"properties": {"x": _to("X")}, "$defs": {"X": {"type": "integer"}}},
    }

    whole = bundled("a", files)

    assert Draft202012Validator(whole).is_valid({"x": 1})
    assert not Draft202012Validator(whole).is_valid({"x": "1"})
    assert whole["$defs"][whole["items"]["$ref"].removeprefix("#/$defs/")] == TEXT


def test_a_field_may_have_the_name_of_a_keyword() -> None:
    """What stands under ``properties`` are names, and what stands under ``default`` is a value."""
    schema = {"properties": {"default": _to("X"), "$ref": TEXT}, "default": {"$ref": "as it is"}}
    files = apart({"a": schema, "b": _to("X")}, {"X": TEXT}, "")

    whole = bundled("a", files)

    assert whole["properties"] == schema["properties"]
    assert whole["default"] == schema["default"]


@FOLDERS
def test_each_reference_leads_to_a_file_beside_it(folder: Path) -> None:
    """And each file's id ends with its path, so that both ways lead there."""
    files = read(folder)

    for path, schema in files.items():
        assert schema["$id"].endswith(f"/{path}")
        for reference in re.findall(r'"\$ref": "([^"#]+)"', json.dumps(schema)):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), reference)) in files


@pytest.mark.parametrize("folder", [SCHEMAS, VALUES], ids=lambda at: at.name)
def test_each_file_is_a_schema_of_its_dialect(folder: Path) -> None:
    """Draft 2020-12, as it says."""
    for schema in read(folder).values():
        assert schema["$schema"] == DIALECT
        Draft202012Validator.check_schema(schema)


@FOLDERS
def test_no_two_files_have_one_id(folder: Path) -> None:
    """All of a folder can be given to a validator at once."""
    ids = [schema["$id"] for schema in read(folder).values()]

    assert len(set(ids)) == len(ids)


def _by_their_ids(folder: Path) -> Registry[Any]:
    return Registry[Any]().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in read(folder).values()
    )


REGISTRY = _by_their_ids(SCHEMAS)


@pytest.mark.parametrize("name", ALL_NAMES)
def test_a_validator_given_the_folder_knows_each_example(name: str) -> None:
    """Nothing is fetched: jsonschema fetches nothing that its registry does not hold."""
    document = example(name)
    schema = REGISTRY.contents(
        f"https://wholepicture.example/schemas/{document['type']}.schema.json"
    )
    validator = Draft202012Validator(schema, registry=REGISTRY)

    assert validator.is_valid(document)
    assert not validator.is_valid({**document, "data": {**document["data"], "of_its_own": 1}})


def test_a_file_and_its_bundle_find_the_same_wrong() -> None:
    """Deep inside, where a definition of a definition is."""
    document = example(INCIDENT)
    document["data"]["core"]["children"][0]["name"]["nickname"] = 7
    kind = EVENT_TYPES[document["type"]]
    apart_, inside = (
        Draft202012Validator(
            REGISTRY.contents(f"https://wholepicture.example/schemas/{kind.TYPE}.schema.json"),
            registry=REGISTRY,
        ),
        Draft202012Validator(schema_of(kind)),
    )

    found = [[error.json_path for error in each.iter_errors(document)] for each in (apart_, inside)]

    assert found == [["$.data.core.children[0].name"]] * 2


@pytest.mark.parametrize("files", [closed_files(), value_files()], ids=["closed", "open"])
def test_a_bundle_needs_no_other_file(files: Mapping[str, Schema]) -> None:
    """Every reference of it leads within."""
    for path in files:
        assert not re.search(r'"\$ref": "[^#]', json.dumps(bundled(path, files)))


@pytest.mark.parametrize("files", [closed_files(), value_files()], ids=["closed", "open"])
def test_no_two_models_have_one_name(files: Mapping[str, Schema]) -> None:
    """Else the name of each becomes that of its module, and its file moves: give one another."""
    named = {path for path in files if "__" in path}
    named |= {name for schema in files.values() for name in schema.get("$defs", ()) if "__" in name}

    assert named == set()
