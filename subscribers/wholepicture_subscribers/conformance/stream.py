"""The recorded stream: items as the bus sent them to one made-up recipient, in their order."""

from dataclasses import dataclass
from hashlib import sha256
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
    "unreadable", "after the unreadable", "news", "restricted", "withdrawal", "taken back by Kafka",
]  # fmt: skip
"""What an item of the stream shows."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The items in their order, and which stream it is."""

    steps: "tuple[Step, ...]"
    version: str
    """The first digits of the SHA-256 of its lines: two streams with the same have the same."""


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
    def amends(self) -> str:
        """How it asks for something in the record to be put right; empty where it does not."""
        amends = self.data.get("amends")
        return str(amends.get("how", "")) if isinstance(amends, dict) else ""

    @property
    def is_readable(self) -> bool:
        """Whether a subscriber can read it at all."""
        return self.shows != "unreadable"


def stream(file: Path | None = None, recipient: RecipientId = RECIPIENT) -> Stream:
    """The stream of this package, or one of a file in the same form: a JSON object a line.

    ``recipient``: to whom its items are addressed.

    Raises:
        StopError: the file cannot be read as a stream; the sentence names the line.
    """
    if file is None:
        text = (files(__package__) / "stream.jsonl").read_text("utf-8")
    else:
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise StopError("The stream's file cannot be read as UTF-8 text.") from None
    steps = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            steps.append(_addressed(Step.model_validate_json(line), recipient))
        except ValidationError:
            raise StopError(f"Line {number} of the stream is no item of a stream.") from None
    return Stream(tuple(steps), sha256(text.encode()).hexdigest()[:12])


def _addressed(step: Step, recipient: RecipientId) -> Step:
    if not step.data or recipient == RECIPIENT:
        return step
    event = {**step.event, "data": {**step.data, "recipient": recipient}}
    return step.model_copy(update={"event": event})


def line_of(step: Step) -> str:
    """A step as the stream's file holds it."""
    return step.model_dump_json()
