"""Signals of the NHS (MNS): that something happened to somebody, and where it can be read.

A signal is a CloudEvent, or a bundle whose first entry are Parameters of the subscription backport.
It holds an NHS number and an address, and nothing of what an event says: so it is told as none.
"""

from collections.abc import Mapping
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.health.meanings import Meanings, meanings

_BACKPORT = "subscriptions-backport"
_FIX = (
    "No event follows from it alone. Fetch what it points to, and publish that as a FHIR bundle; "
    "what matters to a child's safety, tell as a concern: wholepicture template concern"
)


def signal(item: Mapping[str, Any], known: Meanings | None = None) -> Problem | None:
    """What a CloudEvent is, where it is a signal of the NHS; None where it is another."""
    kind = str(item.get("type"))
    signals = (known or meanings()).signals
    is_of_nhs = (
        "dataref" in item
        or "uk.nhs" in str(item.get("source", ""))
        or ("fhir.nhs.uk" in str(item.get("source", "")))
    )
    if kind not in signals and not is_of_nhs:
        return None
    return _problem(kind, signals)


def signal_in_bundle(bundle: Mapping[str, Any], known: Meanings) -> Problem | None:
    """What a bundle signals, where it is the notification of a subscription; else None."""
    entries = bundle.get("entry")
    first = entries[0] if isinstance(entries, list) and entries else None
    resource = first.get("resource") if isinstance(first, Mapping) else None
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "Parameters":
        return None
    if _BACKPORT not in str((resource.get("meta") or {}).get("profile")):
        return None
    parts = [
        part
        for parameter in resource.get("parameter") or ()
        if isinstance(parameter, Mapping)
        for part in parameter.get("part") or ()
    ]
    kind = next(
        (str(part.get("valueString")) for part in parts if part.get("name") == "event-type"), ""
    )
    return _problem(kind, known.signals)


def _problem(kind: str, signals: Mapping[str, str]) -> Problem:
    what = f"is a signal of the NHS (MNS) of {signals.get(kind, 'something')}"
    return Problem("event", f"{what}, which points to data and does not hold them", _FIX)
