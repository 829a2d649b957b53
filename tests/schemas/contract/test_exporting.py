"""The schemas as files for somebody else's tools."""

import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.cli import app
from wholepicture_bus.schemas_command import write
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.contract.exporting import exported
from wholepicture_schemas.generate import SCHEMAS


@cache
def _files(*, bundled: bool) -> dict[str, str]:
    """The files as they are exported."""
    return exported(bundled=bundled)


@pytest.mark.parametrize("bundled", [True, False], ids=["bundled", "apart"])
def test_the_index_names_files_that_are_there(*, bundled: bool) -> None:
    """Each type once, with its version and what it is called."""
    files = _files(bundled=bundled)
    index = json.loads(files["index.json"])["types"]

    assert [entry["type"] for entry in index] == list(EVENT_TYPES)
    for entry in index:
        assert {entry["event"], entry.get("value", entry["event"])} <= files.keys()
        assert entry["type"].endswith(f".v{entry['version']}")
        assert entry["called"]


def test_bundled_files_stand_alone() -> None:
    """Not one definition is a file, and none is referred to."""
    whole = _files(bundled=True)

    assert not [path for path in whole if "definitions" in path]
    assert not [path for path, text in whole.items() if ".schema.json#" in text]
    assert not [path for path, text in whole.items() if 'schema.json"}' in text]


def test_files_that_are_apart_are_those_of_the_repository(tmp_path: Path) -> None:
    """The same paths, the same bytes, and the index."""
    write(_files(bundled=False), tmp_path)

    there = {file.relative_to(tmp_path) for file in tmp_path.rglob("*.schema.json")}
    assert there == {file.relative_to(SCHEMAS) for file in SCHEMAS.rglob("*.schema.json")}
    assert all((tmp_path / at).read_bytes() == (SCHEMAS / at).read_bytes() for at in there)


def test_the_command_says_what_lists_them(tmp_path: Path) -> None:
    """One line, with the index."""
    done = CliRunner().invoke(app(), ["schemas", "export", str(tmp_path / "new")])

    assert done.exit_code == 0, done.output
    assert done.output == f"{tmp_path / 'new' / 'index.json'} lists what was written.\n"
    assert (tmp_path / "new" / "index.json").is_file()
