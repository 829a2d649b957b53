"""How an element becomes a field, by the names that the table of elements has for the ways.

A reader is given what stands at an element's path, and answers the field's value, or None where it
says nothing. What it cannot read it answers as it was written: the event goes, and is asked about.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_producers.health.counting import Counts
from wholepicture_producers.health.days import begins_after, day_of, is_over, time_of
from wholepicture_producers.health.elements import codes_of, concept_text, value_of, values_at
from wholepicture_producers.health.meanings import Meanings
from wholepicture_producers.health.naming import address_of, name_text, names_of
from wholepicture_producers.health.resources import Resource
from wholepicture_producers.health.scopes import Scope, nhs_number_in

_VERIFIED = {"", "verified"}
_SERVICES = ("HealthcareService", "Location", "Organization")


@dataclass(frozen=True, slots=True)
class Around:
    """What a reader may look at beside the element."""

    of: Resource
    scope: Scope
    known: Meanings
    counts: Counts
    day: str
    """The day of the event: what was over by then is left out."""
    guarded: bool = False
    """Whether the person is protected, so that no former name of theirs is told."""


Reader = Callable[[Sequence[Any], str, Around], Any]


def read(values: Sequence[Any], way: str, around: Around) -> Any:
    """What values become by a way of reading, such as ``code:sex``."""
    name, _, argument = way.partition(":")
    return READERS[name](values, argument, around) if values else None


def _text(values: Sequence[Any], _: str, __: Around) -> Any:
    texts = [text.strip() for text in values if isinstance(text, str) and text.strip()]
    return "\n".join(dict.fromkeys(texts)) or None


def _concept(values: Sequence[Any], _: str, __: Around) -> Any:
    return "; ".join(dict.fromkeys(filter(None, map(concept_text, values)))) or None


def _time(values: Sequence[Any], _: str, __: Around) -> Any:
    return next(filter(None, map(time_of, values)), None) or values[0]


def _day(values: Sequence[Any], _: str, __: Around) -> Any:
    return next(filter(None, map(day_of, values)), None) or values[0]


def _code(values: Sequence[Any], table: str, around: Around) -> Any:
    """The code of a field; one that no table has as it was written, and counted."""
    codes = around.known.codes[table]
    for value in values:
        told = list(codes_of(value, around.known))
        found = next((code for code in told if code in codes), None)
        if found is not None:
            return codes[found]
        for code in told:
            around.counts.code(around.of.kind, table, code)
    return _concept(values, "", around)


def _nhs_number(values: Sequence[Any], _: str, around: Around) -> Any:
    """The current NHS number; one that is not verified with a word on it, so that it is no key."""
    for identifier in values:
        number = nhs_number_in(identifier, around.known)
        if not number or identifier.get("use") == "old" or _is_over(identifier, around):
            continue
        said = values_at(identifier, "extension[verification-status]", around.known)
        told = next((code for one in said for code in codes_of(one, around.known)), "")
        status = around.known.codes["nhs-number-status"].get(told, told)
        return number if status in _VERIFIED else f"{number} ({status})"
    return None


def _local_identifiers(values: Sequence[Any], _: str, around: Around) -> Any:
    """The patient's numbers in the sender's own systems."""
    found = []
    for identifier in values:
        value, system = identifier.get("value"), str(identifier.get("system") or "")
        is_old = identifier.get("use") == "old" or _is_over(identifier, around)
        left_out = around.known.codes["number-left-out"].keys() & {
            *codes_of(identifier.get("type"), around.known)
        }
        if not value or not system or is_old or left_out:
            continue
        if nhs_number_in(identifier, around.known):
            continue
        assigner = (identifier.get("assigner") or {}).get("display")
        found.append({"system": str(assigner or system), "value": str(value)})
    return found or None


def _names(values: Sequence[Any], _: str, around: Around) -> Any:
    return names_of(values, around.day, guarded=around.guarded)


def _address(values: Sequence[Any], use: str, around: Around) -> Any:
    return address_of(values, use, around.day, around.known)


def _phone(values: Sequence[Any], _: str, around: Around) -> Any:
    """The first telephone number that still holds; a mobile one first."""
    phones = [
        point
        for point in values
        if point.get("system") in {"phone", "sms", None}
        and point.get("value")
        and point.get("use") != "old"
        and not _is_over(point, around)
    ]
    phones.sort(key=lambda point: (point.get("use") != "mobile", point.get("rank") or 99))
    return str(phones[0]["value"]) if phones else None


def _languages(values: Sequence[Any], _: str, __: Around) -> Any:
    told = [concept_text(value.get("language")) for value in values if isinstance(value, Mapping)]
    return list(dict.fromkeys(filter(None, told))) or None


def _interpreter(values: Sequence[Any], _: str, __: Around) -> Any:
    return ["INTERPRETER"] if any(value_of(value) is True for value in values) else None


def _nested(values: Sequence[Any], part: str, around: Around) -> Any:
    """A part of an extension of extensions: a language, or that an interpreter is required."""
    inner = [found for value in values for found in values_at(value, f"extension[{part}]",
                                                              around.known)]  # fmt: skip
    if part == "interpreterRequired":
        return _interpreter(inner, "", around)
    return list(dict.fromkeys(filter(None, map(concept_text, inner)))) or None


def _practice(values: Sequence[Any], _: str, around: Around) -> Any:
    """The GP practice: its code of the Organisation Data Service, and its name."""
    for reference in values:
        found = around.scope.find(reference, around.of)
        own = found.content.get("identifier", []) if found else []
        told = [identifier for identifier in (reference.get("identifier"), *own) if identifier]
        codes = [
            str(identifier.get("value") or "")
            for identifier in told
            if around.known.systems.get(str(identifier.get("system"))) == "ods"
            and not _is_over(identifier, around)
        ]
        if told and not codes:
            continue
        name = (found.content.get("name") if found else None) or reference.get("display")
        practice = {"code": next(iter(codes), None), "name": name}
        if any(practice.values()) and (found is None or found.kind == "Organization"):
            return {part: value for part, value in practice.items() if value}
    return None


def _service(values: Sequence[Any], _: str, around: Around) -> Any:
    """The name of the first service, place or organisation that is referred to."""
    for reference in values:
        found = around.scope.find(reference, around.of)
        told = str(reference.get("reference") or "")
        kind = found.kind if found else reference.get("type") or told.rpartition("/")[0]
        if str(kind).rpartition("/")[2] not in _SERVICES:
            continue
        name = (found.content.get("name") if found else None) or reference.get("display")
        if name:
            return str(name)
    return None


def _clinician(values: Sequence[Any], _: str, around: Around) -> Any:
    """Who leads the care: name, role and telephone."""
    for reference in values:
        found = around.scope.find(reference, around.of)
        role = None
        if found is not None and found.kind == "PractitionerRole":
            role = _concept(found.content.get("code", []), "", around)
            found = around.scope.find(found.content.get("practitioner"), found)
        if found is not None and found.kind != "Practitioner":
            continue
        named = name_text(found.content.get("name", []), around.day) if found else None
        phone = _phone(found.content.get("telecom", []), "", around) if found else None
        person = {"name": named or reference.get("display"), "role": role, "phone": phone}
        if person["name"]:
            return {part: value for part, value in person.items() if value}
    return None


def _is_over(part: Mapping[str, Any], around: Around) -> bool:
    period = part.get("period")
    return is_over(period, around.day) or begins_after(period, around.day)


def _whether(values: Sequence[Any], _: str, __: Around) -> Any:
    """Whether it is so; a number greater than none says that it is."""
    return next((bool(value) for value in values if isinstance(value, bool | int)), None)


READERS: Mapping[str, Reader] = {
    "text": _text,
    "concept": _concept,
    "time": _time,
    "day": _day,
    "code": _code,
    "nhs-number": _nhs_number,
    "local-identifiers": _local_identifiers,
    "names": _names,
    "address": _address,
    "phone": _phone,
    "languages": _languages,
    "interpreter": _interpreter,
    "nested": _nested,
    "practice": _practice,
    "service": _service,
    "clinician": _clinician,
    "whether": _whether,
}
