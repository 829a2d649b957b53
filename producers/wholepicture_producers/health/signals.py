"""Signals of the NHS (MNS): that something happened to somebody, and where it can be read.

A signal is a CloudEvent, or a bundle whose first entry are Parameters of the subscription backport.
It holds an NHS number and an address. It is read as a resource of a kind of its own, ``Signal``,
about the patient who has that number: what is told of the child stands in the Patient beside it.

Source: github.com/NHSDigital/multicast-notification-service, specification and signal-schemas,
April 2026.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.health.meanings import Meanings, meanings

KIND = "Signal"
"""The kind of resource that a signal is read as; FHIR has none of that name."""
_NHS = "https://fhir.nhs.uk/Id/nhs-number"
_BACKPORT = "subscriptions-backport"
_FLAG = re.compile(r"[?&]code=([A-Za-z0-9-]{1,20})")
_NUMBER = re.compile(r"\d{10}")
_FETCH = (
    "No event follows from it alone. Fetch what it points to, and publish that as a FHIR bundle; "
    "what matters to a child's safety, tell as a concern: wholepicture template concern"
)
_AS_FHIR = (
    "Publish it with the settings of FHIR and the Patient that it points to in a file beside it: "
    "wholepicture publish signals.ndjson Patient.ndjson --map health.toml"
)
_NOBODY = Problem(
    "subject",
    "has no NHS number of ten digits",
    "Take it from the signal as it came. Without it nobody knows of whom it is.",
)


def signal(item: Mapping[str, Any], known: Meanings | None = None) -> Problem | None:
    """What a CloudEvent is, where it is a signal of the NHS; None where it is another."""
    told = known or meanings()
    kind = _kind(item)
    if kind is None or not _is_of_nhs(item, told):
        return None
    return _problem(kind, told)


def as_resource(item: Any, known: Meanings) -> Any:
    """A signal as a resource, or what is wrong with it; whatever else an item is, as it came.

    A bundle that holds other resources too stays a bundle, and its signal is told within it.
    """
    if not isinstance(item, Mapping):
        return item
    if "resourceType" not in item:
        return _from_event(item, known) if _is_of_nhs(item, known) else item
    entries = item.get("entry")
    resources = [entry for entry in entries if isinstance(entry, Mapping) and entry.get("resource")
                 ] if isinstance(entries, list) else []  # fmt: skip
    return (signal_in_bundle(item, known) or item) if len(resources) == 1 else item


def signal_in_bundle(bundle: Mapping[str, Any], known: Meanings) -> Any:
    """The signal that a bundle holds, as a resource, or what is wrong with it; None of another."""
    entries = bundle.get("entry")
    first = entries[0] if isinstance(entries, list) and entries else None
    resource = first.get("resource") if isinstance(first, Mapping) else None
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "Parameters":
        return None
    if _BACKPORT not in str((resource.get("meta") or {}).get("profile")):
        return None
    parts = {part.get("name"): part for part in _parts(resource)}
    return _from_event(
        {
            "id": bundle.get("id"),
            "source": _said(parts.get("source"), "valueUri"),
            "type": _said(parts.get("event-type"), "valueString"),
            "time": _said(parts.get("timestamp"), "valueInstant") or bundle.get("timestamp"),
            "subject": _said(parts.get("subject"), "valueReference", "identifier", "value"),
            "dataref": _said(parts.get("focus"), "valueReference", "reference"),
        },
        known,
    )


def _from_event(event: Mapping[str, Any], known: Meanings) -> dict[str, Any] | Problem:
    kind = str(event.get("type"))
    if kind not in _told(known):
        return _problem(kind, known)
    number = _number(event.get("subject"))
    if number is None:
        return _NOBODY
    once = next((name for name, kinds in known.once.items() if kind in kinds), "")
    data = event.get("data")
    own = {
        "id": f"{once}-{number}" if once else str(event.get("id") or ""),
        "identifier": [{"system": str(event.get("source")), "value": event.get("id")}],
        "meta": {"lastUpdated": event.get("time")},
        "type": kind,
        "time": event.get("time"),
        "subject": {"identifier": {"system": _NHS, "value": number}},
        "status": _said(data, "deathNotificationStatus"),
        "registration": _said(data, "registrationEncounterCode")
        or _said(event.get("filtering"), "registrationencountercode"),
        "flag": _flag(event),
    }
    return {"resourceType": KIND} | {name: value for name, value in own.items() if value}


def _flag(event: Mapping[str, Any]) -> str | None:
    """Which flag changed, by the filter or by the address of it."""
    told = _said(event.get("filtering"), "flagtype")
    found = _FLAG.search(str(event.get("dataref") or ""))
    return told or (found[1] if found else None)


def _number(subject: Any) -> str | None:
    """The NHS number: the subject itself, or a part of it in signals of the first version."""
    told = subject.get("nhsNumber") if isinstance(subject, Mapping) else subject
    number = str(told or "").replace(" ", "")
    return number if _NUMBER.fullmatch(number) else None


def _said(value: Any, *names: str) -> str | None:
    """A text that stands in objects within each other; None where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else None


def _parts(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for parameter in resource.get("parameter") or ():
        for part in (parameter.get("part") or ()) if isinstance(parameter, Mapping) else ():
            if isinstance(part, Mapping):
                yield part


def _is_of_nhs(item: Mapping[str, Any], known: Meanings) -> bool:
    source = str(item.get("source", ""))
    named = "dataref" in item or "uk.nhs" in source or "fhir.nhs.uk" in source
    return _kind(item) is not None and (str(item["type"]) in known.signals or named)


def _kind(item: Mapping[str, Any]) -> str | None:
    """The type of a CloudEvent; None of what says none. The first version has no specversion."""
    kind = item.get("type")
    return kind if isinstance(kind, str) else None


def _told(known: Meanings) -> frozenset[str]:
    """The types of signal that a rule tells."""
    return frozenset(
        kind for rule in known.rules if rule.resource == KIND for kind in rule.when.get("type", ())
    )


def _problem(kind: str, known: Meanings) -> Problem:
    what = f"is a signal of the NHS (MNS) of {known.signals.get(kind, 'something')}"
    fix = _AS_FHIR if kind in _told(known) else _FETCH
    return Problem("event", f"{what}, which points to data and does not hold them", fix)
