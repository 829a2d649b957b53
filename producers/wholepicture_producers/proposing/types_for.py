"""Which type of event an export may be of: one that its agency may tell."""

import re
from collections.abc import Iterable
from typing import Any

from wholepicture_schemas.catalogue import TOLD, agency_kind, by_name, is_told_by
from wholepicture_schemas.envelope import Event

from wholepicture_producers.proposing.people_guesses import words_of
from wholepicture_producers.shape import leaves

_OF_DOMESTIC_ABUSE = re.compile(r"\b(dash|suspect|perpetrator|victim|domestic|risk grade)\b")
_OF_ANYBODY = "uk.wholepicture.any.concern.v1"
_CHECK = "no column says what it is: CHECK it, wholepicture template names all types"


def kind_for(columns: Iterable[str], agency: str | None) -> tuple[type[Event[Any]], str]:
    """The type that the names of columns suggest, and why.

    ``agency`` is the kind of agency that tells of it. Where that is not known, a type of one kind
    is proposed only where a column speaks for it.
    """
    names = map(words_of, columns)
    seen = next((found[0] for name in names if (found := _OF_DOMESTIC_ABUSE.search(name))), None)
    incident = by_name("domestic-abuse-incident")
    if seen and incident and (agency is None or is_told_by(incident.TYPE, agency)):
        sure = "" if agency else f", and the type is for {agency_kind(incident.TYPE)} alone: CHECK"
        return incident, f'a column says "{seen}"{sure}'
    own = (TOLD[name] for name in TOLD if agency and agency_kind(name) == agency)
    concern = next((kind for kind in own if _tells_a_concern(kind)), TOLD[_OF_ANYBODY])
    return concern, _CHECK


def _tells_a_concern(kind: type[Event[Any]]) -> bool:
    return any(field.path == "detail.concern" for field in leaves(kind))
