"""Reading what can be read of an event: what has the wrong form is left out, and named.

Left out is the smallest part that holds the error. Where that would lose a person, or what protects
one, something else is done:

* every person keeps a place and a reference (naming.py);
* one thing where a list is expected is a list of one, a number where a text is expected is its
  digits, and a text that is too long is cut;
* some required fields have a stand-in that says less, never more (``_STAND_INS``);
* handling of which a part is lost is read at its strictest.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.fields import content_type, places
from wholepicture_schemas.naming import NOT_NAMED, everyone, name_everyone
from wholepicture_schemas.problems import (
    Problem,
    Unreadable,
    details_of,
    once,
    problems_of_details,
)

_MOST_ROUNDS = 40
"""How often an event is read again with what was wrong left out, before it counts as unreadable."""

_DETAIL, _HANDLING = ("data", "detail"), ("data", "core", "handling")
_STRICTEST = ("not_visible_online", "not_in_shared_records", "originator_control")

_STAND_INS: Mapping[str, str] = {
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
    kind: type[Event[Any]], document: dict[str, Any], without_detail: type[Event[Any]]
) -> tuple[Event[Any], tuple[Problem, ...]]:
    """The event of a document, which is changed until it can be read, and the problems of it.

    Where no detail of its type can be read the event is one of ``without_detail``.

    Raises:
        Unreadable: where there is no core to act on.
    """
    told = _is_told(kind)
    detail = _at(document, _DETAIL) if told else None
    given = frozenset(detail) if isinstance(detail, dict) else None
    emptied = False
    found: list[Problem] = []
    for _ in range(_MOST_ROUNDS):
        if told:
            found += name_everyone(document["data"])
        try:
            return kind.model_validate(document, extra="ignore"), once(found)
        except ValidationError as error:
            details = details_of(error)
            blamed = [entry for entry in details if not (emptied and entry["loc"][:2] == _DETAIL)]
            found += problems_of_details(blamed)
            lost = _mend(document, details, told=told)
        if any(not told or location[:2] != _DETAIL for location in lost):
            raise Unreadable(
                "its core cannot be read" if told else "it cannot be read", once(found)
            )
        if lost:
            if given and not emptied:
                # its fields lack because they were taken away here: only what was not given does
                emptied = True
                found += _not_given(kind, given)
            kind = without_detail if document["data"].get("detail") == {} else kind
            document["data"]["detail"] = {}
    raise Unreadable("too much of it cannot be read", once(found))


def _not_given(kind: type[Event[Any]], given: Collection[str]) -> Iterator[Problem]:
    """What a detail that cannot be read lacks besides, of what a producer must give."""
    for place in places(content_type(kind)):
        in_detail, _, name = place.path.partition(".")
        if in_detail == "detail" and place.needed and "." not in name and name not in given:
            yield Problem(place.path, "is missing", place.needed.fix)


def _is_told(kind: type[Event[Any]]) -> bool:
    return issubclass(content_type(kind), Told)


def _mend(document: dict[str, Any], errors: list[ErrorDetails], *, told: bool) -> list[_Location]:
    """Mends the document; the locations of the errors that could not be mended.

    What is left out is left out at the end, so that list positions hold until then.
    """
    leaving: set[_Location] = set()
    lost: list[_Location] = []
    for error in errors:
        if _put_right(document, error):
            continue
        part = _smallest_part(document, error["loc"], 3 if told else 2)
        if part is None:
            lost.append(error["loc"])
        elif not _stands_in(document, part):
            leaving.add(part)
    loosened = {
        part for part in leaving if part[:3] == _HANDLING and _at(document, part) is not None
    }
    for part in sorted(leaving, reverse=True):
        holder = _at(document, part[:-1])
        if holder is not None:
            del holder[part[-1]]
    if loosened:
        _read_strictly(document["data"]["core"], loosened)
    return lost


def _at(document: Any, location: _Location) -> Any:
    """What stands at a location; None where there is nothing."""
    for part in location:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _put_right(document: dict[str, Any], error: ErrorDetails) -> bool:
    """Whether the value could be kept in the form that the field has."""
    location = error["loc"]
    value = _at(document, location)
    if isinstance(value, bool) or value is None:
        return False
    match error["type"]:
        case "tuple_type" if value:
            right: object = [value]
        case "string_type" if isinstance(value, int):
            right = str(value)
        case "string_too_long" if isinstance(value, str):
            right = value.strip()[: error["ctx"]["max_length"]]
        case _:
            return False
    _at(document, location[:-1])[location[-1]] = right
    return True


def _smallest_part(document: dict[str, Any], location: _Location, least: int) -> _Location | None:
    """The smallest part around an error that can go, at least so many steps down.

    What is missing where it is required cannot go itself: the object around it does, unless it has
    a stand-in.
    """
    for depth in range(len(location), least - 1, -1):
        part = location[:depth]
        holder = _at(document, part[:-1])
        if isinstance(holder, dict) and (part[-1] in holder or _path(part) in _STAND_INS):
            return part
        if isinstance(holder, list):
            return part
    return None


def _stands_in(document: dict[str, Any], part: _Location) -> bool:
    """Whether a part has a stand-in, which it now is."""
    stand_in = _STAND_INS.get(_path(part))
    if stand_in is None:
        return False
    _at(document, part[:-1])[part[-1]] = stand_in
    return True


def _path(part: _Location) -> str:
    """The path of a part without its list positions."""
    return ".".join(step for step in part[1:] if isinstance(step, str))


def _read_strictly(core: dict[str, Any], loosened: set[_Location]) -> None:
    """Handling of which a part was lost, as the sender can at most have meant it."""
    handling = core.setdefault("handling", {})
    handling |= dict.fromkeys(_STRICTEST, True)
    if any(part == _HANDLING or "address_protected" in part for part in loosened):
        handling["address_protected"] = everyone(core)
