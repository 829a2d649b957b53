"""What an event says as one digest: the same content written in another way has the same.

The order of names, blanks, escapes, and an absent field beside a null one make no difference. The
``value`` of a correction's change is the exception: its null takes a field away.
"""

import json
from hashlib import sha256
from typing import Any

_SAYS_NULL = "value"
_TEXT = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest_of_content(content: Any) -> str:
    """SHA-256 of a JSON value by what it says, in hexadecimal.

    >>> digest_of_content({"b": 1, "a": None}) == digest_of_content({"b": 1})
    True
    """
    text = _TEXT.encode(content)
    if "null" in text:
        text = _TEXT.encode(_without_null(content))
    return sha256(text.encode()).hexdigest()


def _without_null(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            name: _without_null(item)
            for name, item in part.items()
            if item is not None or name == _SAYS_NULL
        }
    if isinstance(part, list):
        return [_without_null(item) for item in part]
    return part
