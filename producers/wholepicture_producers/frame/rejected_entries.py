"""An entry of a file of rejected events: what stood there, which was put right since."""

import json
from typing import Any

REJECTED = {"number", "problems", "row"}
"""The names in an entry of a file of rejected events."""


def put_right(item: Any) -> Any:
    """The event in an entry of a file of rejected rows; anything else as it is.

    What was no JSON stands there as a text, and is JSON once it was put right.
    """
    if not isinstance(item, dict) or item.keys() != REJECTED:
        return item
    row = item["row"]
    try:
        return json.loads(row) if isinstance(row, str) else row
    except (json.JSONDecodeError, RecursionError):
        return row
