"""The content of one event, from the resource that tells it and the patient whom it is about."""

from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.envelope import Event
from wholepicture_schemas.problems import Problem

from wholepicture_producers.health.days import day_of, is_under
from wholepicture_producers.health.filling import Filling
from wholepicture_producers.health.meanings import Element, Tells
from wholepicture_producers.health.people import People, handling_of, people_of, protected
from wholepicture_producers.health.readers import Around, read
from wholepicture_producers.health.resources import Resource
from wholepicture_producers.health.scopes import reached

_UNDER = 16


@dataclass(frozen=True, slots=True)
class Written:
    """The content of an event, and what its sender is asked about it."""

    filling: Filling
    asked: tuple[Problem, ...]
    test_data: bool
    """Whether a label says that it is of nobody real."""


def written(
    told: Resource, patient: Resource, rule: Tells, kind: type[Event[Any]], around: Around
) -> Written:
    """The event that a rule makes of a resource about a patient.

    What the rule gives comes first, then what the sender states of a field, then the table's rows.
    """
    people = people_of(patient, around, rule.whom)
    handling_of(told, around, people)
    filling = Filling(kind)
    filling.put_all(rule.given)
    born = day_of(patient.content.get("birthDate"))
    if rule.under_16 and born and is_under(born, _UNDER, around.day):
        filling.put_all(rule.under_16)
    asked = filling.put_stated(told, around.known)
    for element in around.known.of(told.kind):
        if element.to.startswith(("core.", "detail.")) and _is_for(element, rule.event):
            filling.put(
                element.to,
                read(
                    list(reached(told, element.path, around.scope, around.known)),
                    element.read,
                    around,
                ),
            )
    filling.put_people(people.children, people.adults)
    _put_handling(filling, people)
    return Written(filling, (*asked, *people.asked), people.test_data)


def time_in(told: Resource, event: str, around: Around) -> Any:
    """When it happened, by the first of the table's rows that says it; None where none does."""
    for element in around.known.of(told.kind):
        if element.to == "time" and _is_for(element, event):
            found = read(
                list(reached(told, element.path, around.scope, around.known)), element.read, around
            )
            if found is not None:
                return found
    return None


def _put_handling(filling: Filling, people: People) -> None:
    for name in sorted(people.handling - {"address_protected"}):
        filling.put(f"core.handling.{name}", value=True)
    filling.put("core.handling.address_protected", protected(people) or None)


def _is_for(element: Element, event: str) -> bool:
    return not element.of or event in element.of
