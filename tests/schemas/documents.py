"""The examples of the language, as documents that a test may change."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from wholepicture_schemas.catalogue import EVENT_TYPES, REPLIES, TOLD, short_name
from wholepicture_schemas.reading import Read, read_open

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"

ALL_NAMES = sorted(short_name(name) for name in EVENT_TYPES)
TOLD_NAMES = sorted(short_name(name) for name in TOLD)
REPLY_NAMES = sorted(short_name(name) for name in REPLIES)

INCIDENT = "domestic-abuse-incident"


@cache
def _text(name: str) -> str:
    return (EXAMPLES / f"{name}.json").read_text("utf-8")


def example(name: str) -> dict[str, Any]:
    """A fresh copy of an example, by its short name, such as child-concern."""
    document: dict[str, Any] = json.loads(_text(name))
    return document


WITH_A_CORE = [name for name in ALL_NAMES if "core" in example(name).get("data", {})]
"""What agencies tell, and what the bus makes of it to be told likewise."""


def with_changes(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A document with values put at paths, written with two underscores for each dot."""
    changed = copy.deepcopy(document)
    for path, value in changes.items():
        *holders, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        place: Any = changed["data"]
        for step in holders:
            place = place[step]
        place[last] = value
    return changed


def read(document: dict[str, Any]) -> Read:
    """A document read open, as a consumer reads the record that it would be."""
    attributes = {name: text for name, text in document.items() if name != "data"}
    return read_open(attributes, json.dumps(document["data"]).encode())


def fields_of(problems: Any) -> list[str]:
    """The fields that problems name."""
    return [problem.field for problem in problems]
