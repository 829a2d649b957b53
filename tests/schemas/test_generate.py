"""The schema files: what the models say, for whoever does not use Python."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.contract.closed import schema_of
from wholepicture_schemas.contract.definitions import DIALECT
from wholepicture_schemas.generate import RELEASED, SCHEMAS, list_stale, main, refused, stale, write

from tests.schemas.documents import INCIDENT, TOLD_NAMES, example

TYPES = sorted(EVENT_TYPES)


def test_the_files_are_what_the_models_say() -> None:
    """Where this fails: `make schemas`, and commit what it wrote."""
    assert stale(SCHEMAS) == []


def test_the_list_of_the_types_is_what_the_models_say() -> None:
    """docs/event-types.md; where this fails: `make schemas`, and commit what it wrote."""
    assert list_stale() == []


def test_every_type_has_a_released_schema() -> None:
    """What was released once is what later edits are held to."""
    released = {path.name for path in RELEASED.glob("*.json")}

    assert released == {f"{name}.schema.json" for name in TYPES}


def test_no_edit_since_the_release_breaks_anybody() -> None:
    """Where this fails: undo the edit, or make a new version of the type."""
    assert refused(RELEASED) == []


@pytest.mark.parametrize("name", TYPES)
def test_a_schema_is_closed_and_names_its_type(name: str) -> None:
    """A schema for exactly one type."""
    schema = schema_of(EVENT_TYPES[name])

    assert schema["$schema"] == DIALECT
    assert schema["$id"] == f"https://wholepicture.example/schemas/{name}.schema.json"
    assert schema["properties"]["type"]["const"] == name
    assert schema["properties"]["time"]["format"] == "date-time"
    assert {"id", "source", "type", "time", "data"} <= set(schema["required"])
    models = [part for part in (schema, *schema["$defs"].values()) if "properties" in part]
    assert all(part["additionalProperties"] is False for part in models)
    assert schema["description"]


@pytest.mark.parametrize("field", ["producer", "local_reference", "asks", "exercise", "call_back"])
@pytest.mark.parametrize("name", TOLD_NAMES)
def test_a_needed_field_is_required_and_never_null(name: str, field: str) -> None:
    """Producers hold to the schema closed, so what is needed is required."""
    document = example(name)
    validator = Draft202012Validator(schema_of(EVENT_TYPES[document["type"]]))

    document["data"]["core"][field] = None
    assert not validator.is_valid(document)
    del document["data"]["core"][field]
    assert not validator.is_valid(document)


def test_an_unknown_field_is_refused() -> None:
    """Closed at every level."""
    document = example(INCIDENT)
    validator = Draft202012Validator(schema_of(EVENT_TYPES[document["type"]]))
    document["data"]["core"]["children"][0]["nickname"] = "x"

    assert not validator.is_valid(document)


def test_writing_puts_a_folder_right(tmp_path: Path) -> None:
    """What lacks is written, what is stale is written anew, what is too much is removed."""
    write(tmp_path)
    names = [f"{name}.schema.json" for name in TYPES]
    (tmp_path / names[0]).write_text("{}\n", "utf-8")
    (tmp_path / names[1]).unlink()
    (tmp_path / "uk.wholepicture.police.gone.v1.schema.json").write_text("{}\n", "utf-8")

    wrong = stale(tmp_path)

    assert wrong == sorted([*names[:2], "uk.wholepicture.police.gone.v1.schema.json"])
    assert write(tmp_path) == wrong
    assert stale(tmp_path) == []


def test_a_type_that_is_gone_and_a_field_that_is_gone_are_refused(tmp_path: Path) -> None:
    """Each as a sentence that begins with the type."""
    write(tmp_path)
    gone = "uk.wholepicture.police.gone.v1"
    (tmp_path / f"{gone}.schema.json").write_text("{}", "utf-8")
    feedback = tmp_path / "uk.wholepicture.bus.feedback.v1.schema.json"
    schema = json.loads(feedback.read_text("utf-8"))
    schema["$defs"]["FeedbackData"]["properties"]["spoken"] = {"type": "string"}
    feedback.write_text(json.dumps(schema), "utf-8")

    assert refused(tmp_path) == [
        "uk.wholepicture.bus.feedback.v1: data.spoken is no longer a field.",
        f"{gone}: the type is gone.",
    ]


def test_checking_is_quiet_where_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to say, and the exit code is 0."""
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""
