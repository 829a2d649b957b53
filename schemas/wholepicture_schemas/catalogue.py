"""Every type of event, who may say it, and the class that it is. The one list of the language."""

from collections.abc import Mapping
from typing import Any

from wholepicture_schemas.any_agency import Correction, FeedManifestSent, Retraction, Withheld
from wholepicture_schemas.children import ChildConcerned, PersonLinked, ReplyTakenIn
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.disclosures import Disclosure
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.feedback import Feedback, FixRequest
from wholepicture_schemas.operations import Release
from wholepicture_schemas.police import (
    ChildConcern,
    ChildLinkedIncidentManifest,
    DomesticAbuseIncident,
)
from wholepicture_schemas.replies import (
    Acknowledged,
    Answered,
    CannotProcess,
    CorrectionApplied,
    Decided,
)
from wholepicture_schemas.social_care import InvolvementChanged

TOLD: Mapping[str, type[Event[Any]]] = {
    kind.TYPE: kind
    for kind in (
        DomesticAbuseIncident,
        ChildConcern,
        ChildLinkedIncidentManifest,
        InvolvementChanged,
        Correction,
        Retraction,
        Withheld,
        FeedManifestSent,
    )
}
"""What agencies publish."""

REPLIES: Mapping[str, type[Event[Any]]] = {
    kind.TYPE: kind for kind in (Acknowledged, Decided, CorrectionApplied, CannotProcess, Answered)
}
"""What recipients answer."""

FROM_THE_BUS: Mapping[str, type[Event[Any]]] = {
    kind.TYPE: kind
    for kind in (
        Delivery,
        Feedback,
        FixRequest,
        Disclosure,
        ChildConcerned,
        PersonLinked,
        ReplyTakenIn,
        Release,
    )
}
"""What the bus itself says."""

EVENT_TYPES: Mapping[str, type[Event[Any]]] = {**TOLD, **REPLIES, **FROM_THE_BUS}


def agency_kind(event_type: str) -> str:
    """Who says a type: police, childrens-social-care, any (agency), recipient or bus."""
    return event_type.split(".")[2]


def short_name(event_type: str) -> str:
    """The name of a type without its prefix and version, such as domestic-abuse-incident."""
    return event_type.split(".")[3]


def by_name(name: str) -> type[Event[Any]] | None:
    """The class of a type, by its whole name or its short one; None where there is no such type."""
    if name in EVENT_TYPES:
        return EVENT_TYPES[name]
    return next((kind for kind in EVENT_TYPES.values() if short_name(kind.TYPE) == name), None)
