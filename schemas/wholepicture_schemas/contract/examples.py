"""The example of each type of event, where this is a checkout of the repository."""

from pathlib import Path
from typing import Any

from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.envelope import Event

_FOLDER = Path(__file__).parents[2] / "examples"


def example_of(kind: type[Event[Any]]) -> str:
    """The text of the example of a type, as JSON; empty in an installation without examples."""
    file = _FOLDER / f"{short_name(kind.TYPE)}.json"
    return file.read_text("utf-8") if file.is_file() else ""
