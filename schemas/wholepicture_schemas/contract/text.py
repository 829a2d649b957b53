"""The text of a schema's file: JSON of which each part stands on one line, where it fits there.

A file is a fifth as long as with each value on a line of its own, and a changed field is still one
changed line.
"""

import json
from typing import Any

_WIDTH = 100
_STEP = "  "


def text_of(schema: Any) -> str:
    """A schema as its file holds it, with a line's end at the end.

    >>> print(text_of({"type": "object", "properties": {"a": {"type": "string"}}}), end="")
    {"type": "object", "properties": {"a": {"type": "string"}}}
    """
    return _laid_out(schema, "", 0) + "\n"


def _laid_out(part: Any, indent: str, before: int) -> str:
    """A part whose first line has so many characters before it."""
    line = json.dumps(part, ensure_ascii=False)
    if not part or not isinstance(part, dict | list) or before + len(line) < _WIDTH:
        return line
    inner = indent + _STEP
    if isinstance(part, list):
        lines = [inner + _laid_out(entry, inner, len(inner)) for entry in part]
        return "\n".join(["[", ",\n".join(lines), f"{indent}]"])
    lines = []
    for name, said in part.items():
        start = f"{inner}{json.dumps(name, ensure_ascii=False)}: "
        lines.append(start + _laid_out(said, inner, len(start)))
    return "\n".join(["{", ",\n".join(lines), f"{indent}}}"])
