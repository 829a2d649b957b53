"""Unmet support: what families needed of a service and did not get, and why.

Each event that says so counts once for each of its children, on the day on which it happened.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from wholepicture_schemas.agencies.every_agency import ServiceNotProvided
from wholepicture_schemas.fields import content_type, leaves_of
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.governance.equality.known import Known
from wholepicture_consumers.governance.equality.suppression import Measure, Unit

_NEEDED, _WHY = "detail.service_needed", "detail.why_not"
_NOT_SAID = "not said"
_LABELS: Mapping[str, Mapping[str, str]] = {
    place.path: place.codes for place in leaves_of(content_type(ServiceNotProvided))
}

NEEDED = Measure("what was needed", (*_LABELS[_NEEDED].values(), _NOT_SAID), zeros=True)
WHY = Measure("why it was not given", (*_LABELS[_WHY].values(), _NOT_SAID), zeros=True)


def unmet(
    children: Mapping[ChildRef, Known], since: dt.datetime, until: dt.datetime
) -> Iterator[Unit]:
    """Each time that a family did not get a service, from ``since`` on and before ``until``."""
    for child, known in children.items():
        for event in known.events:
            entry = event.entry
            if entry.type == ServiceNotProvided.TYPE and since <= entry.happened < until:
                said = (_label(entry.says.get(path, ()), path) for path in (_NEEDED, _WHY))
                yield Unit(child, tuple(known.groups), tuple(said))


def _label(codes: tuple[str, ...], path: str) -> str:
    return _LABELS[path].get(codes[0], _NOT_SAID) if codes else _NOT_SAID
