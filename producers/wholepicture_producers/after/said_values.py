"""A value as a person writes it at a terminal, read as the field's own type.

A list or an object is JSON; a code is itself or its label; null takes the field away.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from wholepicture_schemas.changes import problem_of_path
from wholepicture_schemas.envelope import Attributes, Event
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.after.blanks import is_blank
from wholepicture_producers.cell.cells import plain, value
from wholepicture_producers.cell.days import Dates
from wholepicture_producers.cell.unclear import Unclear
from wholepicture_producers.shape import LeafField, NoSuchField, leaf

_DATES = Dates(order="day-first")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


class _NotSettable(ValueError):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def said_changes(kind: type[Event[Any]], texts: Sequence[str]) -> list[tuple[str, Any]]:
    """The field and the value of each ``field=value``, in order.

    Raises:
        InvalidEvent: with every field that leads nowhere, and every value that is not of its type.
    """
    changes: list[tuple[str, Any]] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            changes.append(_said(kind, text))
        except _NotSettable as error:
            problems.append(error.problem)
    if problems:
        raise InvalidEvent(problems)
    return changes


def _said(kind: type[Event[Any]], text: str) -> tuple[str, Any]:
    field, equals, written = text.partition("=")
    field, written = field.strip(), written.strip()
    if not equals or not _PATH.fullmatch(field):
        raise _NotSettable(Problem("--set", "is not of the form field=value", _LIKE))
    if not field.startswith(("core.", "detail.")):
        if field not in Attributes.model_fields:
            raise _NotSettable(Problem("--set", "names no field of the event", _LIKE))
        fix = "Take the event back and send it anew."
        raise _NotSettable(Problem(field, "is no part of what was told", fix))
    problem = problem_of_path(0, field, [kind])
    if problem is not None:
        raise _NotSettable(_refused(kind, field, problem))
    return field, _value(kind, field, written)


_LIKE = "Write it like --set core.call_back.phone='0117 496 0123'."


def _refused(kind: type[Event[Any]], field: str, problem: Problem) -> Problem:
    try:
        leaf(kind, field)
    except NoSuchField as error:
        fix = f"{error.hint} {problem.fix}".strip()
        return Problem(field, "is no field of the event", fix)
    return Problem(field, "cannot be corrected", problem.fix)


def _value(kind: type[Event[Any]], field: str, written: str) -> Any:
    if written == "null":
        return None
    if not written:
        fix = "Write a value, or null to take the field away."
        raise _NotSettable(Problem(field, "is given no value", fix))
    if is_blank(written):
        fix = "Write what is right in the place of the dots, or null to take the field away."
        raise _NotSettable(Problem(field, "is not filled in", fix))
    try:
        found = leaf(kind, field)
    except NoSuchField:
        return _json(field, written)
    if found.kind == "any":
        return _json(field, written)
    listed = found.many and not field.rpartition(".")[2].isdigit()
    if not listed:
        return _single(field, found, written)
    parts = _json(field, written) if written.startswith("[") else [written]
    return [_single(field, found, part) if isinstance(part, str) else part for part in parts]


def _single(field: str, found: LeafField, written: str) -> Any:
    if found.kind == "codes":
        return _code(field, found, written)
    try:
        return value(written, found, _DATES)
    except Unclear as error:
        raise _NotSettable(Problem(field, error.what, error.fix)) from None


def _code(field: str, found: LeafField, written: str) -> str:
    known = {plain(label): code for code, label in found.labels.items()}
    known |= {plain(code): code for code in found.codes}
    code = known.get(plain(written))
    if code is None:
        fix = f"Use one of {', '.join(found.codes)}."
        raise _NotSettable(Problem(field, "is not one of the codes", fix))
    return code


def _json(field: str, written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        fix = f"Write it as JSON, or set the fields in it, each with its own --set {field}.NAME=."
        raise _NotSettable(Problem(field, "holds more than one value", fix)) from None
