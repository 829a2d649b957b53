"""The check of a correction's values: each must be valid at its path in the corrected event."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wholepicture_schemas.any_agency import Change
from wholepicture_schemas.changes import problem_of_path
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import content_type
from wholepicture_schemas.problems import Problem, details_of, path_of, problems_of_details

_PEOPLE = (("core", "children", 0), ("core", "adults", 0))


def problems_of_values(
    changes: Sequence[Change],
    kinds: Mapping[str, type[Event[Any]]],
    corrected: type[Event[Any]] | None,
) -> Iterator[Problem]:
    """The problems of values that are not valid at their path; a removal is always valid.

    ``corrected`` is the type of the corrected event, where it is known. Otherwise the event may be
    of any of ``kinds``, and only values in the core are checked: the core is the same in each type.
    """
    amendable = [kind for kind in kinds.values() if not kind.AMENDS]
    possible = amendable if corrected is None else [corrected]
    for number, change in enumerate(changes):
        if problem_of_path(number, change.field, amendable) is not None:
            continue  # problems_of_amendment reports the path itself
        nowhere = problem_of_path(number, change.field, possible)
        if nowhere is not None:
            yield nowhere
        elif change.value is not None and (corrected or change.field.startswith("core.")):
            wrong = [_wrong_in(kind, number, change) for kind in possible]
            yield from min(wrong, key=len)


def _wrong_in(kind: type[Event[Any]], number: int, change: Change) -> list[Problem]:
    """The problems of the value as a part of an event of this type."""
    way = tuple(0 if part.isdigit() else part for part in change.field.split("."))
    content: Any = change.value
    for part in reversed(way):
        content = [content] if part == 0 else {part: content}
    try:
        content_type(kind).model_validate_json(json.dumps(content), extra="forbid", strict=True)
    except ValidationError as error:
        inside = [detail for detail in details_of(error) if _is_of(detail, way)]
        moved = [
            _moved(detail, ("detail", "changes", number, "value"), len(way)) for detail in inside
        ]
        path = path_of([int(part) if part.isdigit() else part for part in change.field.split(".")])
        return [
            Problem(problem.field, f"does not fit {path}: it {problem.what}", problem.fix)
            for problem in problems_of_details(moved)
        ]
    return []


def _is_of(error: ErrorDetails, way: tuple[int | str, ...]) -> bool:
    """Whether an error is about the value.

    A person given whole may lack a reference: the earlier reference is kept.
    """
    location = error["loc"]
    return location[: len(way)] == way and not (
        way in _PEOPLE and error["type"] == "missing" and location[len(way) :] == ("person",)
    )


def _moved(error: ErrorDetails, to: tuple[int | str, ...], from_depth: int) -> ErrorDetails:
    moved = error.copy()
    moved["loc"] = (*to, *error["loc"][from_depth:])
    return moved
