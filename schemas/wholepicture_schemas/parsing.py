"""The value of a record as a JSON object: a tolerant reader of JSON."""

import codecs
import json
import math
import re
from typing import Any

from pydantic_core import from_json

from wholepicture_schemas.problems import Problem, Unreadable, once, path_of

_NUL = "\x00"
_ESCAPES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
"""A surrogate pair in two escapes, an unpaired surrogate, or any other escape."""
_NOT_WHOLE = Problem(
    "event", "has characters that cannot be read", "Send it as UTF-8 text, as JSON is."
)


def json_object(value: bytes | None) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The JSON object that a value holds, and the problems of it.

    A name that stands twice in one object is read twice: lists are joined and objects merged, so
    that a child in either is kept. Of other values the last counts. A number that is too large
    becomes null. U+0000 is dropped, because no database keeps it in a text. U+FFFD replaces bytes
    that are not UTF-8 and unpaired surrogates: one wrong letter in a name loses no child.

    Raises:
        Unreadable: where the value is no JSON object.
    """
    if value is None:
        raise Unreadable("the record has no value")
    text = value.removeprefix(codecs.BOM_UTF8)
    repeated: list[str] = []

    def one_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        found = {}
        for name, item in pairs:
            if name in found:
                repeated.append(name)
            found[name] = _joined(found[name], item) if name in found else item
        return found

    odd: list[Problem] = []
    try:
        if not _is_strict(text):
            text = _in_whole_characters(text)
            odd.append(_NOT_WHOLE)
            from_json(text, allow_inf_nan=False)
        content = json.loads(text, object_pairs_hook=one_of_each, parse_float=_finite)
    except (ValueError, RecursionError):
        reason = "the value is not JSON" if _is_utf8(value) else "the value is not UTF-8 text"
        raise Unreadable(reason) from None
    if not isinstance(content, dict):
        raise Unreadable("the value is not a JSON object")
    if b"\\u0000" in text:
        content = _without_nul(content)
    return content, once([*odd, *map(_repeated, repeated)])


def _joined(first: Any, second: Any) -> Any:
    """Two values of the same name, merged."""
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    if isinstance(first, dict) and isinstance(second, dict):
        merged = {**first, **second}
        for name in first.keys() & second.keys():
            merged[name] = _joined(first[name], second[name])
        return merged
    return first if second is None else second


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _is_strict(text: bytes) -> bool:
    """Whether it is JSON without unpaired surrogates and without too deep a nesting."""
    try:
        from_json(text, allow_inf_nan=False)
    except ValueError:
        return False
    return True


def _in_whole_characters(text: bytes) -> bytes:
    return _ESCAPES.sub(_whole, text.decode("utf-8", "replace").encode())


def _whole(escape: re.Match[bytes]) -> bytes:
    found = escape.group()
    return rb"\ufffd" if escape["half"] else found


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_nul(part: Any) -> Any:
    if isinstance(part, str):
        return part.replace(_NUL, "")
    if isinstance(part, list):
        return [_without_nul(item) for item in part]
    if isinstance(part, dict):
        return {name.replace(_NUL, ""): _without_nul(item) for name, item in part.items()}
    return part


def _repeated(name: str) -> Problem:
    return Problem(path_of([name]), "stands more than once in one object", "Give each field once.")
