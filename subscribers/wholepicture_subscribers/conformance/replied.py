"""What is wrong with a subscriber's reply, by field and fix and never by value."""

from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.catalogue import REPLIES, short_name
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import RecipientId, recipient_source
from wholepicture_schemas.problems import InvalidEvent, Unreadable
from wholepicture_schemas.reading import read_closed


def wrong_with(reply: Any, recipient: RecipientId, delivery: str) -> Iterator[str]:
    """What is wrong with a recipient's reply to a delivery; nothing where the bus would take it."""
    if not isinstance(reply, dict):
        yield "a reply is no object: Write a CloudEvent, in curly brackets"
        return
    if reply.get("type") not in REPLIES:
        names = ", ".join(sorted(short_name(name) for name in REPLIES))
        yield f"the type of a reply is none of uk.wholepicture.recipient: {names}"
        return
    try:
        read_closed(reply)
    except InvalidEvent as error:
        yield from (
            f"{_path(problem.field, reply)} {problem.what}: {problem.fix}"
            for problem in error.problems
        )
    except Unreadable as error:
        yield f"a reply cannot be read: {error.reason}"
    if reply.get("source") != recipient_source(recipient):
        yield f"source of a reply is another's: Write {recipient_source(recipient)}"
    said = reply.get("data")
    if not isinstance(said, dict) or said.get("delivery") != delivery:
        yield "data.delivery of a reply is another item's id: Write that of the item it answers"


def _path(field: str, reply: Mapping[str, Any]) -> str:
    """The whole path of a field, which an error names without the content's ``data`` before it."""
    first, said = field.partition(".")[0], reply.get("data")
    if field == "event":
        return field if isinstance(said, dict) else "data"
    inside = isinstance(said, dict) and first in said
    is_attribute = first in Attributes.model_fields or (first in reply and not inside)
    return field if is_attribute else f"data.{field}"
