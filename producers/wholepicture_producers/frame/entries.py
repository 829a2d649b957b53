"""An object in a file of JSON: an event, or an entry of a file of rejected ones that holds it."""

import json
from typing import Any

_REMARK = "//"
_REJECTED = {"number", "problems", "row"}
"""The names in an entry of a file of rejected events."""


def put_right(item: Any) -> Any:
    """The event in an entry of a file of rejected rows; anything else as it is.

    What was no JSON stands there as a text, and is JSON once it was put right.
    """
    if not isinstance(item, dict) or item.keys() != _REJECTED:
        return item
    row = item["row"]
    try:
        return json.loads(row) if isinstance(row, str) else row
    except (json.JSONDecodeError, RecursionError):
        return row


def without_remarks(node: Any) -> Any:
    """The document without what a template remarks: every name that begins with ``//``."""
    if isinstance(node, dict):
        return {
            name: without_remarks(inner)
            for name, inner in node.items()
            if not name.startswith(_REMARK)
        }
    return [without_remarks(inner) for inner in node] if isinstance(node, list) else node
