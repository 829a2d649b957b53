"""The AsyncAPI document: every topic, every type, and what the bus really sends is valid by it."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from typer.testing import CliRunner
from wholepicture_bus.binding import headers_of
from wholepicture_bus.channels import by_type
from wholepicture_bus.cli import app
from wholepicture_bus.topics import OUTPUT_BYTES
from wholepicture_consumers.running.described import described
from wholepicture_consumers.topic_specs import topic_specs
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.reading import read_closed

from tests.schemas.documents import example
from tests.support import npm
from tests.support.shipped import shipped

PARSER = "@asyncapi/parser@3.6.3"


@cache
def _document() -> dict[str, Any]:
    """The document of the shipped agreement."""
    return described(shipped(), datetime(2026, 11, 25, 12, tzinfo=UTC))


@cache
def _whole() -> Registry[Any]:
    """Where references into the document lead."""
    contents = Resource.from_contents(_document(), default_specification=DRAFT7)
    made: Registry[Any] = Registry[Any]().with_resource("urn:document", contents)
    return made


def _at(reference: str) -> Any:
    part: Any = _document()
    for step in reference.removeprefix("#/").split("/"):
        part = part[step]
    return part


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for inner in part.values() for found in _references(inner)]
    return (
        [found for inner in part for found in _references(inner)] if isinstance(part, list) else []
    )


def test_every_reference_leads_into_the_document() -> None:
    """It stands alone: nothing is fetched."""
    for reference in _references(_document()):
        assert isinstance(_at(reference), dict), reference


def test_every_topic_is_described_and_no_other() -> None:
    """Each channel's address with each of its owners is a topic that the agreement needs."""
    named = set()
    for channel in _document()["channels"].values():
        ((parameter, said),) = (channel.get("parameters") or {"": {"enum": [""]}}).items()
        named |= {channel["address"].replace(f"{{{parameter}}}", owner) for owner in said["enum"]}

    assert named == {spec.name for spec in topic_specs(shipped())}


def test_every_type_is_a_message_of_a_channel() -> None:
    """And every message is sent or received by an operation."""
    on_channels = {
        name for channel in _document()["channels"].values() for name in channel["messages"]
    }
    operated = {
        message["$ref"].rpartition("/")[2]
        for operation in _document()["operations"].values()
        for message in operation["messages"]
    }

    assert on_channels == operated == _document()["components"]["messages"].keys()
    assert by_type().keys() <= on_channels


def test_each_channel_says_who_writes_and_who_reads_it() -> None:
    """An agency reads no other agency's events."""
    channels = _document()["channels"]

    for channel in channels.values():
        assert channel["x-written-by"] in channel["description"]
        assert channel["x-read-by"] in channel["description"]
    assert channels["events"]["x-read-by"] == "the bus itself"
    assert channels["referrals"]["x-read-by"].endswith("and nobody else")


def test_a_channel_says_how_its_topic_is_set() -> None:
    """Its partitions, and how much and how long it keeps."""
    bound = _document()["channels"]["referrals"]["bindings"]["kafka"]

    assert bound["partitions"] == 1
    assert bound["topicConfiguration"]["max.message.bytes"] > OUTPUT_BYTES
    assert bound["topicConfiguration"]["cleanup.policy"] == ["delete"]


def _validator(event_type: str, part: str) -> Draft7Validator:
    """For the headers or the payload of a message."""
    at = f"urn:document#/components/messages/{event_type}/{part}"
    return Draft7Validator({"$ref": at}, registry=_whole())


@pytest.mark.parametrize("name", sorted(short_name(kind) for kind in by_type()))
def test_the_record_of_an_example_is_valid_by_its_message(name: str) -> None:
    """Its headers as the bus writes them, and its value."""
    event = read_closed(example(name))
    by_headers, by_value = (_validator(event.type, part) for part in ("headers", "payload"))
    headers = {key: (value or b"").decode() for key, value in headers_of(event)}
    value = json.loads(event.data.model_dump_json(exclude_none=True))

    assert [error.json_path for error in by_headers.iter_errors(headers)] == []
    assert [error.json_path for error in by_value.iter_errors(value)] == []
    assert not by_headers.is_valid({**headers, "ce_type": "uk.wholepicture.any.other.v1"})
    assert not by_value.is_valid([])


def test_messages_are_called_what_they_tell() -> None:
    """Readers of the document see the words that people use."""
    for name, message in _document()["components"]["messages"].items():
        assert message["title"][:1].isupper(), name
        assert message["summary"].endswith("."), name


@pytest.mark.long
def test_asyncapis_own_parser_finds_nothing_wrong(tmp_path: Path) -> None:
    """No error and no warning; with a reference that leads nowhere it finds one."""
    folder = npm.folder_with(PARSER)
    script = Path(__file__).parent / "parse.mjs"
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    done = CliRunner().invoke(app(), ["schemas", "asyncapi", "--out", str(good)])
    assert done.exit_code == 0, done.output
    wrong = good.read_text("utf-8").replace('"#/components/schemas/Core"', '"#/components/x"')
    bad.write_text(wrong, "utf-8")

    found = [
        [line for line in npm.run(script, folder, str(file)).splitlines() if line[:1] in {"0", "1"}]
        for file in (good, bad)
    ]

    assert found[0] == []
    assert found[1]
