"""The value of a record as a JSON object: a tolerant reader of JSON."""

import json
import math
from typing import Any, NamedTuple

from pydantic_core import from_json

from wholepicture_schemas.json_text import in_utf8, in_whole_characters, is_utf8, without_slips
from wholepicture_schemas.problems import Problem, Unreadable, once, path_of

_NUL = "\x00"
_DEEPEST = 150
"""How many lists and objects may lie in each other."""
_MOST_DIGITS = 4000
"""A longer whole number is none: no field holds it."""
_EXACT = 1e15
"""Below this a number without a fraction is read as a whole one: 2.0 is 2."""
_NOT_WHOLE = Problem(
    "event", "has characters that cannot be read", "Send it as UTF-8 text, as JSON is."
)
_SLIPS = Problem(
    "event",
    "is not quite JSON, and was read all the same",
    "Write no comment, no comma before a bracket, and nothing behind the last one.",
)
_TWICE_WRITTEN = Problem(
    "event", "is JSON within a text, and was read all the same", "Write the object itself."
)


class _NoNumber:
    """Stands for what is written where a number is expected, and is none."""


_NO_NUMBER = _NoNumber()


class Parsed(NamedTuple):
    """A JSON object, what of it could not be read, and how it is not quite JSON."""

    content: dict[str, Any]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    """For the sender alone: nothing is lost by it."""


def json_object(value: bytes | None) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The JSON object that a value holds, and what of it could not be read; see ``parsed``."""
    found = parsed(value)
    return found.content, found.problems


def parsed(value: bytes | None, content_type: str = "") -> Parsed:
    """The JSON object that a value holds.

    A name that stands twice in one object is read twice: lists are joined and objects merged, so
    that a child in either is kept. Of other values the last counts. NaN, Infinity and a number that
    is too large are left out and reported; in a list null takes their place. U+0000 is dropped,
    because no database keeps it in a text. U+FFFD replaces bytes that are not UTF-8 and unpaired
    surrogates: one wrong letter in a name loses no child.

    Raises:
        Unreadable: where the value is no JSON object.
    """
    if value is None:
        raise Unreadable("the record has no value")
    text = in_utf8(value, content_type)
    reader = _Reader()
    try:
        content = reader.read(text)
        if isinstance(content, str) and content.lstrip().startswith("{"):
            reader.remarks.append(_TWICE_WRITTEN)
            text = content.encode()
            content = reader.read(text)
    except (ValueError, RecursionError):
        reason = "the value is not JSON" if is_utf8(text) else "the value is not UTF-8 text"
        raise Unreadable(reason) from None
    if not isinstance(content, dict):
        raise Unreadable("the value is not a JSON object")
    if reader.odd_numbers:
        reader.leave_out(content, ())
    if b"\\u0000" in text:
        content = _without_nul(content)
    return Parsed(content, once(reader.problems), tuple(reader.remarks))


class _Reader:
    """Reads JSON, strictly where it is, and notes what was odd about it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self.odd_numbers = False

    def read(self, text: bytes) -> Any:
        """The JSON value of a text. Raises ValueError or RecursionError where there is none."""
        if _is_strict(text):
            return self._loaded(text, strict=True)
        whole = in_whole_characters(text)
        if whole != text:
            self.problems.append(_NOT_WHOLE)
        slipless = without_slips(whole)
        if slipless != whole:
            self.remarks.append(_SLIPS)
        content = self._loaded(slipless, strict=False)
        _refuse_deep(content)
        return content

    def leave_out(self, part: Any, location: tuple[int | str, ...]) -> None:
        """Take out of the content, in place, what is written for a number and is none."""
        pairs = part.items() if isinstance(part, dict) else enumerate(part)
        for name, item in list(pairs):
            if item is _NO_NUMBER:
                fix = "Write a number, or leave the field out."
                self.problems.append(Problem(path_of((*location, name)), "is not a number", fix))
                if isinstance(part, dict):
                    del part[name]
                else:
                    part[name] = None
            elif isinstance(item, dict | list):
                self.leave_out(item, (*location, name))

    def _loaded(self, text: bytes, *, strict: bool) -> Any:
        return json.loads(
            text,
            object_pairs_hook=self._one_of_each,
            parse_float=self._finite,
            parse_int=int if strict else self._whole_number,
            parse_constant=self._no_number,
            strict=strict,
        )

    def _one_of_each(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        found = {}
        for name, item in pairs:
            if name in found:
                self.problems.append(_repeated(name))
            found[name] = _joined(found[name], item) if name in found else item
        return found

    def _finite(self, text: str) -> Any:
        number = float(text)
        if not math.isfinite(number):
            return self._no_number(text)
        return int(number) if number.is_integer() and abs(number) < _EXACT else number

    def _whole_number(self, text: str) -> Any:
        return int(text) if len(text) <= _MOST_DIGITS else self._no_number(text)

    def _no_number(self, _: str) -> Any:
        self.odd_numbers = True
        return _NO_NUMBER


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


def _is_strict(text: bytes) -> bool:
    """Whether it is JSON without unpaired surrogates and without too deep a nesting."""
    try:
        from_json(text, allow_inf_nan=False)
    except ValueError:
        return False
    return True


def _refuse_deep(part: Any, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError
    if isinstance(part, dict | list):
        for item in part.values() if isinstance(part, dict) else part:
            _refuse_deep(item, depth + 1)


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
