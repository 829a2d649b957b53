"""Urgency: how urgent an event is for certain of its children; all that hurries asks this."""

from collections.abc import Iterable, Mapping
from typing import Any

from wholepicture_schemas.codes import Urgency
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.persons import Child

HURRY: Mapping[Urgency, int] = {"routine": 0, "same-day": 1, "immediate": 2}
"""The order of urgency, the least first."""


def urgency_of(core: Core, children: Iterable[Child | None]) -> Urgency:
    """How urgent an event is for these children, and never less than the sender says.

    A child who is said to be at risk of significant harm is never less than "same-day". A risk that
    is said not to be known is asked about and hurries nobody: it is the usual answer of somebody
    who has not looked. If it woke the duty team, those at risk would be lost among all the others.
    """
    if core.urgency == "routine":
        for child in children:
            if child and child.risk_of_significant_harm == "yes":
                return "same-day"
    return core.urgency


def hurried(event: Event[Any]) -> Core:
    """The core of an event, as urgent at least as its type is: a missing child is immediate."""
    core: Core = event.data.core
    if HURRY[event.URGENCY] <= HURRY[core.urgency]:
        return core
    return core.model_copy(update={"urgency": event.URGENCY})
