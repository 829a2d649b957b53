"""Mistakes in the agreement's files, in words, with what was probably meant."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from wholepicture_schemas.fields import own_fields
from wholepicture_schemas.problems import problems_of
from wholepicture_schemas.words import did_you_mean

_QUOTED = re.compile(r"'([^']+)'")
_AT = re.compile(r"(?P<what>.*?) \(at (line (?P<line>\d+)|end).*\)$")
_NOT_TOML = {
    "Illegal character '\\n'": "a text does not end with its quotation mark",
    "Unclosed array": "a list lacks a comma or its closing bracket",
    "Unclosed inline table": "something in curly brackets lacks a comma or its closing bracket",
    "Cannot overwrite a value": "this stands here twice, or an entry of a list has [ ] for [[ ]]",
    "Invalid value": "a text stands here without quotation marks, or nothing stands here",
    "Expected '=' after a key in a key/value pair": "a line is neither KEY = VALUE nor a [heading]",
    "Expected newline or end of document after a statement": "more stands here than one value",
}
"""The commonest mistakes in TOML, in words."""
_WRITE = {
    r"^[0-9+() -]{5,25}$": "Write a telephone number in digits, such as 0117 496 0100.",
    r"^[EWNS][0-9]{8}$": "Write the code of the authority, such as E06000023 for Bristol.",
    r"^[0-9]{6}$": "Write the six digits of its number in Get Information about Schools.",
    r"^\d{4}-\d{2}-\d{2}(\.\d+)?$": "Write a day, such as 2026-11-01, or 2026-11-01.2.",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Write it in small letters, digits and hyphens, such as police-1.",
    r"^(core|detail)(\.[a-z0-9_*-]+)*$": "Write a path such as core.children.*.name.",
}
NAMED_BY = ("id", "code", "name", "title")
"""The keys of which the first that is there is the name of an entry."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, and its location in the file."""

    where: tuple[int | str, ...]
    sentence: str
    value: str | None = None
    """A text in the line of the mistake."""


def slips_of(
    error: ValidationError, document: Mapping[str, Any], kind: type[BaseModel]
) -> Iterator[Finding]:
    """A finding for each of pydantic's errors, with the entry that it is in and what to write."""
    details = error.errors(include_url=False)
    lists = {detail["loc"][:-1] for detail in details}
    for detail, problem in zip(details, problems_of(error), strict=False):
        if detail["type"] == "too_short" and detail["loc"] in lists:
            continue  # it is short of what is wrong in it, and that is said
        place, key = detail["loc"], _key(detail["loc"])
        whose = _whose(place, document)
        given = detail.get("input")
        if detail["type"] == "extra_forbidden":
            known = _keys(kind, place[:-1])
            hint = did_you_mean(key, known) or f" There are: {', '.join(known)}."
            yield Finding(place, f"{whose}there is no key {key}.{hint}", key)
        elif detail["type"] == "missing":
            yield Finding(place[:-1], f"{whose}{key} is missing: add it.")
        elif detail["type"] == "literal_error" and isinstance(given, str):
            choices = _QUOTED.findall(str(detail.get("ctx", {}).get("expected", "")))
            hint = did_you_mean(given, choices)
            sentence = f"{whose}{key} cannot be {given}.{hint} Use one of {', '.join(choices)}."
            yield Finding(place, sentence, given)
        else:
            value = given if isinstance(given, str) else None
            fix = _WRITE.get(str(detail.get("ctx", {}).get("pattern")), problem.fix)
            yield Finding(place, f"{whose}{key} {problem.what}. {fix}", value)


def _key(place: Sequence[int | str]) -> str:
    """The key that a place is under, such as when of ("rule", 3, "when", 1)."""
    return next((str(part) for part in reversed(place) if isinstance(part, str)), "this file")


def _whose(place: Sequence[int | str], document: Mapping[str, Any]) -> str:
    """The beginning of a sentence about an entry, such as "Recipient front-door-bristol: "."""
    words, node = "", document
    table = ""
    for part in place:
        try:
            node = node[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(part, str):
            table = part
        elif isinstance(node, dict):
            named = next((str(node[key]) for key in NAMED_BY if key in node), None)
            words = f"{_capital(table)} {named}: " if named else f"{_capital(table)} {part + 1}: "
    return words


def _capital(table: str) -> str:
    return table.replace("_", " ").capitalize()


def _keys(kind: type[BaseModel], place: Sequence[int | str]) -> tuple[str, ...]:
    """The keys that a model has at a place of its document."""
    models = [kind]
    for part in place:
        if isinstance(part, str):
            fields = (field for model in models for field in own_fields(model))
            models = [inner for field in fields if field.path == part for inner in field.models]
    return tuple(field.path for model in models for field in own_fields(model))


def not_toml(name: str, error: tomllib.TOMLDecodeError) -> str:
    """What is said of a file that is not TOML, with the line where reading it ended."""
    told = _AT.match(str(error))
    line, what = (f" line {told['line']}", told["what"]) if told else ("", str(error))
    what = _NOT_TOML.get(what, what)
    return f"{name}{line}: this is not TOML: {what}. See this line and the one before it."
