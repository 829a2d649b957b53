"""What is wrong with an event, told to a person: the field and the fix, never a value."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wholepicture_schemas.looks import OF_A_PATTERN

_OBJECT = "Write an object, in curly brackets."
_DATE = "Write the date as 2026-03-04."
_TIME = "Write the time with its offset from UTC: 2026-03-04T21:15:00Z."

FIXES: Mapping[str, str] = {
    "missing": "Add this field.",
    "string_too_short": "Write something here, or leave the field out.",
    "string_too_long": "Shorten the text.",
    "string_type": "Write it as text, in quotes.",
    "bool_type": "Write true or false, without quotes.",
    "bool_parsing": "Write true or false, without quotes.",
    "int_type": "Write a whole number, without quotes.",
    "int_parsing": "Write a whole number, without quotes.",
    "int_from_float": "Write a whole number, without quotes.",
    "tuple_type": "Write a list, in square brackets.",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "timezone_aware": "Add the offset from UTC, as in 2026-03-04T21:15:00Z.",
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "uuid_parsing": "Leave it out: the publisher makes one. Or write a UUID.",
    "uuid_type": "Leave it out: the publisher makes one. Or write a UUID.",
}

_FIELD_NAME = re.compile(r"[a-z_]+([0-9]{1,2}[a-z_]+)*")
"""What a field name looks like. Anything else may be a value that got into a name's place."""
_LONGEST_NAME = 40
_MOST_PROBLEMS = 100
"""How many problems of one event are told; who has more begins with these."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one field.

    ``field`` is the path in the event, dots between names and list positions counted from 0
    (``core.children.0.birth_date``); ``what`` completes the sentence "This field ..."; ``fix`` is
    what the sender can do about it. None of the three ever holds a value that was sent.
    """

    field: str
    what: str
    fix: str

    def __str__(self) -> str:
        """The problem as one line."""
        return f"{self.field} {self.what}. {self.fix}"


OF_ANOTHER_KIND = Problem("type", "is for another kind of agency", "Use a type of your agency.")
"""Only children's services open an episode, say."""


class InvalidEvent(ValueError):
    """An event that a producer cannot publish as it is; ``problems`` holds every one found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            f"{count} problem{'' if count == 1 else 's'}: " + " | ".join(map(str, problems))
        )


class Unreadable(ValueError):
    """A record that holds no event that can be acted on; the message says why, without a value."""

    def __init__(self, reason: str, problems: tuple[Problem, ...] = ()) -> None:
        self.reason, self.problems = reason, problems
        super().__init__(reason)


def problems_of(error: ValidationError, known: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Every problem that pydantic found, without the input that it quotes.

    ``known`` are field names that a misspelt one may have meant.
    """
    return problems_of_details(details_of(error), known)


def details_of(error: ValidationError) -> list[ErrorDetails]:
    """What pydantic found, without the input that it quotes."""
    return error.errors(include_url=False, include_context=True, include_input=False)


def problems_of_details(
    details: Sequence[ErrorDetails], known: Sequence[str] = ()
) -> tuple[Problem, ...]:
    """The problems that such details tell, up to the most that are told."""
    return tuple(_problem(detail, known) for detail in details[:_MOST_PROBLEMS])


def path_of(location: Sequence[int | str]) -> str:
    """The path of a field, the way that problems and the sharing agreement write it.

    A part that does not look like a field name is the sender's own text, perhaps somebody's name:
    the path ends before it.
    """
    parts: list[str] = []
    for part in location:
        if isinstance(part, int):
            parts.append(str(part))
        elif is_field_name(part):
            parts.append(part)
        elif not _is_choice(part):
            break
    return ".".join(parts[1:] if parts[:1] == ["data"] else parts) or "event"


def is_field_name(part: str) -> bool:
    """Whether a part of a path looks like a field's name; anything else may be somebody's."""
    return len(part) <= _LONGEST_NAME and _FIELD_NAME.fullmatch(part) is not None


def once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in order, the first of each field."""
    by_field: dict[str, Problem] = {}
    for problem in problems:
        by_field.setdefault(problem.field, problem)
    return tuple(by_field.values())[:_MOST_PROBLEMS]


def _is_choice(part: str) -> bool:
    """Whether pydantic put the part there to name a branch of a union, which is no field."""
    return "[" in part or part.startswith(("literal", "function"))


def _problem(detail: ErrorDetails, known: Sequence[str]) -> Problem:
    kind, field = detail["type"], path_of(detail["loc"])
    if kind == "extra_forbidden":
        return _unknown_field(detail["loc"], known)
    if kind in {"literal_error", "enum"}:
        expected = str(detail.get("ctx", {}).get("expected", ""))
        return Problem(field, "is not one of the codes", f"Use one of {expected}.")
    if kind.startswith("datetime") or kind in {"timezone_aware", "wholepicture.time"}:
        return Problem(field, "is not a time", FIXES.get(kind, _TIME))
    if kind == "missing":
        return Problem(field, "is missing", FIXES[kind])
    if kind in FIXES:
        return Problem(field, "has the wrong form", FIXES[kind])
    if kind.startswith("wholepicture."):
        return Problem(field, "cannot be right", detail["msg"])
    return Problem(field, "has the wrong form", _bounds(detail.get("ctx", {})))


def _unknown_field(location: tuple[int | str, ...], known: Sequence[str]) -> Problem:
    name = str(location[-1])
    near = get_close_matches(name.lower(), known, n=1)
    hint = f"Did you mean {near[0]}?" if near else "Remove it."
    if is_field_name(name):
        return Problem(path_of(location), "is not a field of this event", hint)
    return Problem(path_of(location[:-1]), "has an unknown field", hint)


def _bounds(context: Mapping[str, Any]) -> str:
    """What the field's own limits say, where pydantic names them."""
    looks = OF_A_PATTERN.get(str(context.get("pattern")))
    if looks is not None:
        return f"Write {looks}."
    words = {
        "ge": "be at least",
        "le": "be at most",
        "min_length": "have at least",
    }
    told = [f"must {word} {context[key]}" for key, word in words.items() if key in context]
    return f"It {' and '.join(told)}." if told else "Look at the template of this event."
