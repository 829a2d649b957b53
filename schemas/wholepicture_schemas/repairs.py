"""The tolerant reader's repairs: a part of the wrong form is left out and reported.

The smallest part that holds the error is left out. Where that would lose a person, or what protects
a person, something else is done:

* every person keeps a place and a reference (naming.py);
* what says the same in another form is read (other_forms.py);
* some required fields have a stand-in that says less, never more (``_STAND_INS``);
* what a person can read stays as it was written (as_written.py);
* handling that has lost a part is read at its strictest, and so is whatever else protects a person.
"""

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wholepicture_schemas.as_written import keep, standing_at
from wholepicture_schemas.empty_parts import empty_parts, problem_of_empty
from wholepicture_schemas.envelope import Attributes, Event
from wholepicture_schemas.fields import content_type, places
from wholepicture_schemas.naming import NOT_NAMED, everyone, name_everyone
from wholepicture_schemas.other_forms import in_another_form
from wholepicture_schemas.problems import (
    Problem,
    Unreadable,
    details_of,
    once,
    problems_of_details,
)
from wholepicture_schemas.protections import OF_VICTIMS
from wholepicture_schemas.unrepaired import is_told, unrepaired

_WAS_READ = "was read, and is not written as it should be"
_CUT = "string_too_long"
_MOST_ROUNDS = 40
"""How often an event is read again with what was wrong left out, before it counts as unreadable."""

_DETAIL, _HANDLING = ("data", "detail"), ("data", "core", "handling")
_ADULTS = ("data", "core", "adults")
_STRICTEST = ("not_visible_online", "not_in_shared_records", "originator_control")

_STAND_INS: Mapping[str, Any] = {
    "core.children.objects_to_sharing": {},
    "core.adults.related_to.relation": "unknown",
    "core.allegations.alleged": NOT_NAMED,
    "core.handling.do_not_disclose_to.because": "No reason could be read: ask the sender.",
    "core.handling.call_before_speaking_to_family.who": "the sender of this",
    "core.handling.call_before_speaking_to_family.phone": "the sender's call-back number",
    "detail.children_check.answer": "unknown",
    "detail.incidents.children_check": "unknown",
    "detail.orders.kind": "other",
    "detail.orders.person": NOT_NAMED,
    "detail.orders.condition": "The condition could not be read: ask the sender.",
    "arrival": "contact",
    "children.arrival": "contact",
    "children.confidence": "not-confirmed",
}
"""What a required field is read as, by its path without list positions."""

_Location = tuple[int | str, ...]


def repaired(
    kind: type[Event[Any]],
    attributes: Attributes,
    content: dict[str, Any],
    without_detail: type[Event[Any]],
) -> tuple[Event[Any], tuple[Problem, ...]]:
    """The event of a content, which is changed until it can be read, and the problems of it.

    Where no detail of its type can be read the event is one of ``without_detail``.

    Raises:
        Unreadable: where there is no core to act on.
    """
    event = unrepaired(kind, attributes, content)
    if event is not None:
        return event, ()
    document = {**attributes.model_dump(exclude_none=True), "data": content}
    return _repaired(kind, document, without_detail)


def _repaired(
    kind: type[Event[Any]], document: dict[str, Any], without_detail: type[Event[Any]]
) -> tuple[Event[Any], tuple[Problem, ...]]:
    told = is_told(kind)
    detail = standing_at(document, _DETAIL) if told else None
    given = frozenset(detail) if isinstance(detail, dict) else None
    emptied = False
    found: list[Problem] = []
    for part in empty_parts(document["data"]) if told else ():
        found.append(problem_of_empty(part))
        keep(document, part)
        _leave_out(document, part)
    for _ in range(_MOST_ROUNDS):
        if told:
            found += name_everyone(document["data"])
        try:
            return kind.model_validate(document, extra="ignore"), once(found)
        except ValidationError as error:
            details = details_of(error)
            blamed = [entry for entry in details if not (emptied and entry["loc"][:2] == _DETAIL)]
            lost, read = _mend(document, details, told=told)
            found += problems_of_details([entry for entry in blamed if entry not in read])
            found += [replace(problem, what=_WAS_READ) for problem in problems_of_details(read)]
        if any(not told or location[:2] != _DETAIL for location in lost):
            raise Unreadable(
                "its core cannot be read" if told else "it cannot be read", once(found)
            )
        if lost:
            if given and not emptied:
                # the fields are missing because they were removed here: report only those not given
                emptied = True
                found += _not_given(kind, given)
            kind = without_detail if document["data"].get("detail") == {} else kind
            document["data"]["detail"] = {}
    raise Unreadable("too much of it cannot be read", once(found))


def _not_given(kind: type[Event[Any]], given: Collection[str]) -> Iterator[Problem]:
    """A problem for each needed field that an unreadable detail did not give."""
    for place in places(content_type(kind)):
        in_detail, _, name = place.path.partition(".")
        if in_detail == "detail" and place.needed and "." not in name and name not in given:
            yield Problem(place.path, "is missing", place.needed.fix)


def _mend(
    document: dict[str, Any], errors: list[ErrorDetails], *, told: bool
) -> tuple[list[_Location], list[ErrorDetails]]:
    """Mend the document in place; where it could not be, and which errors cost nothing.

    The latter are of values that say the same in another form, and were read whole. Parts are
    removed at the end, so that list positions hold until then.
    """
    leaving: set[_Location] = set()
    lost: list[_Location] = []
    read: list[ErrorDetails] = []
    for error in errors:
        if _in_another_form(document, error):
            if error["type"] != _CUT:
                read.append(error)
            continue
        part = _smallest_part(document, error["loc"], 3 if told else 2)
        if part is None:
            lost.append(error["loc"])
        elif not _stands_in(document, part):
            leaving.add(part)
    loosened = {
        part
        for part in leaving
        if part[:3] == _HANDLING and standing_at(document, part) is not None
    }
    for part in sorted(leaving):
        if told:
            keep(document, part)
    for part in sorted(leaving, reverse=True):
        _leave_out(document, part)
    if loosened:
        read_strictly(document["data"]["core"], loosened)
    protect(document, leaving)
    return lost, read


def _leave_out(document: dict[str, Any], part: _Location) -> None:
    holder = standing_at(document, part[:-1])
    if holder is not None:
        del holder[part[-1]]


def _in_another_form(document: dict[str, Any], error: ErrorDetails) -> bool:
    """Replace a value that says the same in another form, in place; whether it did."""
    location = error["loc"]
    value = standing_at(document, location)
    if value is None:
        return False
    right = in_another_form(value, error, ".".join(map(str, location[1:])))
    if right is None:
        return False
    standing_at(document, location[:-1])[location[-1]] = right
    return True


def _smallest_part(document: dict[str, Any], location: _Location, least: int) -> _Location | None:
    """The smallest part around an error that can be removed, at least ``least`` steps down.

    A missing required field cannot be removed. The object around it is, unless the field has a
    stand-in.
    """
    for depth in range(len(location), least - 1, -1):
        part = location[:depth]
        holder = standing_at(document, part[:-1])
        if isinstance(holder, dict) and (part[-1] in holder or _path(part) in _STAND_INS):
            return part
        if isinstance(holder, list):
            return part
    return None


def _stands_in(document: dict[str, Any], part: _Location) -> bool:
    """Replace a part by its stand-in, in place; whether it has one."""
    stand_in = _STAND_INS.get(_path(part))
    if stand_in is None or (stand_in == {} and not _is_said(standing_at(document, part))):
        return False
    keep(document, part)
    standing_at(document, part[:-1])[part[-1]] = copy(stand_in)
    return True


def _is_said(value: Any) -> bool:
    """Whether a value of the wrong form may be a yes."""
    return bool(value) and str(value).strip().casefold() not in {"no", "n", "false", "none", "0"}


def _path(part: _Location) -> str:
    """The path of a part without its list positions."""
    return ".".join(step for step in part[1:] if isinstance(step, str))


def read_strictly(core: dict[str, Any], loosened: Collection[_Location]) -> None:
    """Set the handling to its strictest, because a part of it was lost."""
    handling = core.setdefault("handling", {})
    handling |= dict.fromkeys(_STRICTEST, True)
    if any(part == _HANDLING or "address_protected" in part for part in loosened):
        handling["address_protected"] = everyone(core)


def protect(document: dict[str, Any], left_out: Collection[_Location]) -> None:
    """Protect the addresses of adults who lost what only somebody who may be harmed has."""
    lost = {part[:4] for part in left_out if part[:3] == _ADULTS and {*part[4:5]} & OF_VICTIMS}
    people = [adult["person"] for part in sorted(lost) if (adult := standing_at(document, part))]
    handling = document["data"]["core"].setdefault("handling", {}) if people else None
    if isinstance(handling, dict):
        sent = handling.get("address_protected")
        known = sent if isinstance(sent, list) else []
        handling["address_protected"] = [*known, *(name for name in people if name not in known)]
