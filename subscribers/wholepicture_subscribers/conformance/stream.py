"""The recorded stream: items as the bus sent them to one made-up recipient, in their order."""

from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import EventId, RecipientId
from wholepicture_schemas.model import JsonObject, Model

RECIPIENT = RecipientId("front-door-bristol")
"""The recipient of the items, and the sender of the replies."""

Shows = Literal[
    "first contact", "repeat", "correction", "retraction", "another child", "kept back",
    "unborn child", "many children", "gap", "question", "own reference", "newer version",
    "unreadable", "news", "restricted", "withdrawal",
]  # fmt: skip
"""What an item of the stream shows."""


class Step(Model, frozen=True):
    """One item of the stream, as a structured CloudEvent."""

    shows: Shows
    event: JsonObject

    @property
    def delivery(self) -> EventId:
        """The item's id; a repeat has that of the item that it repeats."""
        return EventId(str(self.event["id"]))

    @property
    def data(self) -> dict[str, Any]:
        """Its content; empty where there is none that could be read."""
        data = self.event.get("data")
        return data if isinstance(data, dict) else {}

    @property
    def amends(self) -> bool:
        """Whether it asks the recipient to put something in its record right."""
        return bool(self.data.get("amends"))

    @property
    def is_readable(self) -> bool:
        """Whether a subscriber can read it at all."""
        return self.shows != "unreadable"


def stream(file: Path | None = None) -> tuple[Step, ...]:
    """The stream of this package, or one of a file in the same form: a JSON object a line.

    Raises:
        StopError: the file cannot be read as a stream; the sentence names the line.
    """
    if file is None:
        lines = (files(__package__) / "stream.jsonl").read_text("utf-8").splitlines()
    else:
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise StopError("The stream's file cannot be read as UTF-8 text.") from None
    steps = []
    for number, line in enumerate(lines, start=1):
        try:
            steps.append(Step.model_validate_json(line))
        except ValidationError:
            raise StopError(f"Line {number} of the stream is no item of a stream.") from None
    return tuple(steps)


def line_of(step: Step) -> str:
    """A step as the stream's file holds it."""
    return step.model_dump_json()
