"""Each distribution declares what it imports, so that the wheels of a few work without the rest."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
HOUSE = ("schemas", "bus", "engine", "agreement", "producers", "subscribers", "consumers", "desk")
WITHOUT_AN_IMPORT = {
    "tzdata": r"\bZoneInfo\b",
    "psycopg": r"postgresql\+psycopg",
}
"""What is needed without being imported, and what stands in a module that needs it."""
PART_OF = {"pydantic-core": "pydantic", "crc32c": "kafka-python", "markupsafe": "jinja2"}
"""What comes with another package: that one is declared, with the extra that brings it."""
SHARED = {"opentelemetry": {"opentelemetry-sdk", "opentelemetry-exporter-otlp-proto-http"}}
"""A package whose modules come from several distributions: those that are declared for it."""


def _modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder / f"wholepicture_{folder}").rglob("*.py"))


def _imported(folder: str) -> set[str]:
    """The distributions whose packages are imported anywhere in a distribution's modules."""
    owners = packages_distributions()
    names = {name for file in _modules(folder) for name in _top_names(file)}
    found: set[str] = {
        canonicalize_name(name if name.startswith("wholepicture") else owners[name][0])
        for name in names - {f"wholepicture_{folder}"} - sys.stdlib_module_names - SHARED.keys()
    }
    found |= {part for name in names & SHARED.keys() for part in SHARED[name]}
    return {PART_OF.get(name, name) for name in found}


def _top_names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.partition(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module.partition(".")[0]
            case ast.Call(func=ast.Attribute(attr="import_module"), args=[ast.Constant(value)]):
                yield str(value).partition(".")[0]


def _needed_otherwise(folder: str) -> set[str]:
    text = "\n".join(file.read_text(encoding="utf-8") for file in _modules(folder))
    return {name for name, mark in WITHOUT_AN_IMPORT.items() if re.search(mark, text)}


def _declared(folder: str) -> set[str]:
    text = (ROOT / folder / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    extras = project.get("optional-dependencies", {}).values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.parametrize("folder", HOUSE)
def test_a_distribution_declares_what_it_imports_and_no_more(folder: str) -> None:
    """A package that is there only because another distribution needs it is not relied on."""
    assert _declared(folder) == _imported(folder) | _needed_otherwise(folder)


def test_what_is_installed_is_in_the_order_of_the_house() -> None:
    """Every distribution of the workspace is in the whole, and the whole is every distribution."""
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert tuple(whole["tool"]["uv"]["workspace"]["members"]) == HOUSE
    named = [Requirement(line).name for line in whole["project"]["dependencies"]]
    assert named == [f"wholepicture-{folder}" for folder in HOUSE]
