"""An event that is larger than its topic takes: the field that is the largest part of it."""

import json
from collections.abc import Mapping
from typing import Any

from wholepicture_schemas.problems import Problem

_FIX = "Shorten it, or tell it in several events."


def too_large(document: Mapping[str, Any], size: int, most: int) -> Problem:
    """The problem of an event of this size, at the field that says most of it."""
    what = (
        f"is the largest part of an event of {size:,} bytes, and at most {most:,} can be sent here"
    )
    return Problem(_largest(document.get("data")), what, _FIX)


def _largest(node: Any) -> str:
    """The path to what is more than half of all that is around it."""
    path: list[str] = []
    while True:
        inner = dict(enumerate(node)) if isinstance(node, list | tuple) else node
        inside = inner.items() if isinstance(inner, Mapping) else ()
        sizes = {str(name): (_bytes(value), value) for name, value in inside}
        if not sizes:
            break
        name, (size, value) = max(sizes.items(), key=lambda item: item[1][0])
        if 2 * size < _bytes(node) and path not in ([], ["core"], ["detail"]):
            break
        path.append(name)
        node = value
    return ".".join(path) or "data"


def _bytes(node: Any) -> int:
    return len(json.dumps(node, default=str).encode())
