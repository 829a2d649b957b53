"""A resource as drafts of events: one for each child whom it is about.

An event is told where a rule says so and where the child can be found. A resource that tells
nothing is counted. What it told in an earlier export, and tells no longer, is named in its draft.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any

from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.problems import Problem

from wholepicture_producers.drafts import Draft, LocatedProblem
from wholepicture_producers.health.counted import counted
from wholepicture_producers.health.counting import Counts
from wholepicture_producers.health.days import day_of, may_be_a_child
from wholepicture_producers.health.deciding import decided, in_error
from wholepicture_producers.health.elements import values_at
from wholepicture_producers.health.events import Written, time_in, written
from wholepicture_producers.health.meanings import Meanings, Tells
from wholepicture_producers.health.people import died_before
from wholepicture_producers.health.readers import Around
from wholepicture_producers.health.resources import Resource
from wholepicture_producers.health.scopes import Scope, may_be_a_patient
from wholepicture_producers.health.settings import Settings
from wholepicture_producers.health.unmapped import count_unmapped

_IN_ERROR = "The record says that it was entered in error."
_NOT_SO = "The record says otherwise since."
_NO_PATIENT = "Send the Patient in the same bundle, or in a file beside it."
_CONTRADICTED = Problem(
    "Appointment.status",
    "says that the service cancelled, and a code says that the child was not brought",
    "Take one of them away: what a service cancels is told as service-not-provided.",
)
_NOT_KNOWN_WHETHER_A_CHILD = Problem(
    "Patient.birthDate", "is missing, so that it is not known whether it is a child", "Give it."
)
_INVALID_RECORD = Problem(
    "Patient.meta.security", "says that the record is not to be used", "Find the right record."
)
_TEST_DATA = Problem(
    "meta.security", "says that it is test data", "Set core.exercise to true under [constants]."
)


@dataclass(frozen=True, slots=True)
class _Subject:
    """The patients to whom a resource leads, and whether a reference leads to none."""

    patients: tuple[Resource, ...]
    path: str
    lost: bool


class Adapter:
    """Makes the drafts of one file's resources, and counts what becomes nothing."""

    def __init__(self, settings: Settings, counts: Counts) -> None:
        self._settings = settings
        self._known: Meanings = settings.meanings
        self._counts = counts
        self._numbers = count(1)
        self._by_kind: dict[str, tuple[str, ...]] = {}

    def refused(self, place: str, content: Any, *problems: Problem) -> Draft:
        """The draft of what cannot be told as it is."""
        found = tuple(LocatedProblem(problem, place=place) for problem in problems)
        return Draft(next(self._numbers), content, found=found, place=place)

    def drafts(self, told: Resource, scope: Scope) -> Iterator[Draft]:
        """The drafts of a resource: events, and what it told before and tells no longer."""
        if told.version is not None:
            yield self.refused(told.place, _alone(told), told.version)
            return
        decision = decided(told, self._known, scope)
        rule = decision.rule
        kind = _type(rule.event) if rule is not None and rule.event else None
        if in_error(told, self._known):
            self._counts.passed[told.kind, "It was entered in error."] += 1
            yield from self._all_taken_back(told, scope, _IN_ERROR, kind)
        elif decision.contradicted:
            yield self.refused(told.place, _alone(told), _CONTRADICTED)
        elif rule is None:
            self._counts.undecided[told.kind, decision.codes] += 1
        elif rule.fix:
            yield self.refused(told.place, _alone(told), Problem(told.kind, rule.why, rule.fix))
        elif rule.takes_back:
            taken = self._all_taken_back(told, scope, rule.why)
            yield from (replace(draft, takes_back=True) for draft in taken)
        elif not rule.event:
            self._counts.passed[told.kind, rule.why] += 1
            if not rule.was_so:
                yield from self._all_taken_back(told, scope, _NOT_SO)
        elif kind is None or kind.AMENDS:
            fix = "Name one of: wholepicture template"
            problem = Problem(f"{told.kind}.code", "names no type of event that is told so", fix)
            yield self.refused(told.place, _alone(told), problem)
        else:
            yield from self._events(told, scope, rule, kind)

    def _events(
        self, told: Resource, scope: Scope, rule: Tells, kind: type[Event[Any]]
    ) -> Iterator[Draft]:
        subject = self._subject(told, scope)
        if not subject.patients or subject.lost:
            what = "leads to nobody here" if subject.lost else "leads to no patient"
            problem = Problem(f"{told.kind}.{subject.path}", what, _NO_PATIENT)
            yield self.refused(told.place, _alone(told), problem)
            return
        count_unmapped(
            told, self._known, self._counts, event=rule.event, read=self._read(told, rule)
        )
        for patient in subject.patients:
            whose = _whose(patient) if len(subject.patients) > 1 else ""
            yield self._event(told, patient, scope, (rule, kind), whose)

    def _event(
        self,
        told: Resource,
        patient: Resource,
        scope: Scope,
        tells: tuple[Tells, type[Event[Any]]],
        whose: str,
    ) -> Draft:
        rule, kind = tells
        around = Around(told, scope, self._known, self._counts, "9999")
        time = time_in(told, rule.event, around)
        wrong = list(self._wrong_with(told, patient, time))
        if wrong:
            return self.refused(told.place, _alone(told, patient, scope), *wrong)
        day = day_of(time) or "9999"
        why = _passed(patient, rule, day)
        if why:
            self._counts.passed[told.kind, why] += 1
            return self._taking_back(told, _NOT_SO, whose)
        around = Around(told, scope, self._known, self._counts, day)
        event = written(told, patient, rule, kind, around)
        event.filling.put_all(counted(patient, rule.event, around, self._settings.complete_since))
        return self._draft(told, patient, scope, kind, event, whose, time)

    def _draft(
        self,
        told: Resource,
        patient: Resource,
        scope: Scope,
        kind: type[Event[Any]],
        event: Written,
        whose: str,
        time: Any,
    ) -> Draft:
        event.filling.put("core.local_reference", self._reference(told))
        event.filling.put_constants(self._settings.constants)
        content = _alone(told, patient, scope)
        if event.test_data and self._settings.constants.get("core.exercise") is not True:
            return self.refused(told.place, content, _TEST_DATA)
        asked = (*told.problems, *patient.problems, *event.asked)
        return Draft(
            next(self._numbers),
            content,
            {"type": kind.TYPE, "time": time, "data": event.filling.content},
            asked=tuple(LocatedProblem(problem, place=told.place) for problem in asked),
            family_reference=self._key(patient),
            once=self._key(told) + whose,
            place=told.place,
            no_longer=tuple(name for name in self._types(told.kind) if name != kind.TYPE),
            no_longer_because=_NOT_SO,
        )

    def _wrong_with(self, told: Resource, patient: Resource, time: Any) -> Iterator[Problem]:
        if time is None:
            rows = (element for element in self._known.of(told.kind) if element.to == "time")
            paths = " or ".join(dict.fromkeys(f"{told.kind}.{element.path}" for element in rows))
            yield Problem("time", "is missing", f"Give {paths}.")
        if patient.version is not None:
            yield patient.version
            return
        if "REDACTED" in str((patient.content.get("meta") or {}).get("security")):
            yield _INVALID_RECORD
        if day_of(patient.content.get("birthDate")) is None:
            yield _NOT_KNOWN_WHETHER_A_CHILD

    def _subject(self, told: Resource, scope: Scope) -> _Subject:
        paths = self._known.resources[told.kind].child
        for path in paths:
            references = [
                reference
                for reference in values_at(told.content, path, self._known)
                if may_be_a_patient(reference)
            ]
            found = [scope.find(reference, told) for reference in references]
            patients = {id(one): one for one in found if one and one.kind == "Patient"}
            if references:
                return _Subject(tuple(patients.values()), path, lost=None in found)
        return _Subject((), paths[0], lost=False)

    def _all_taken_back(
        self, told: Resource, scope: Scope, because: str, said: type[Event[Any]] | None = None
    ) -> Iterator[Draft]:
        """What a resource may have told before, of whichever of its patients."""
        patients = self._subject(told, scope).patients
        several = [_whose(patient) for patient in patients] if len(patients) > 1 else []
        for whose in ("", *several):
            yield self._taking_back(told, because, whose, said)

    def _taking_back(
        self, told: Resource, because: str, whose: str, said: type[Event[Any]] | None = None
    ) -> Draft:
        types = {*self._types(told.kind), *((said.TYPE,) if said else ())}
        return Draft(
            next(self._numbers),
            None,
            once=self._key(told) + whose,
            place=told.place,
            no_longer=tuple(sorted(types)),
            no_longer_because=because,
        )

    def _types(self, kind: str) -> tuple[str, ...]:
        """The types of event that resources of a kind can become by a rule."""
        if kind not in self._by_kind:
            found = (_type(name) for name in sorted(self._known.events_of(kind)))
            self._by_kind[kind] = tuple(event.TYPE for event in found if event is not None)
        return self._by_kind[kind]

    def _read(self, told: Resource, rule: Tells) -> frozenset[str]:
        """The paths that are read beside those of the rows."""
        kind = self._known.resources[told.kind]
        return frozenset((*kind.child, *kind.error, *rule.when))

    def _key(self, told: Resource) -> str:
        """What makes a resource this one in every export."""
        return f"fhir {self._settings.system} {_identity(told)}"

    def _reference(self, told: Resource) -> str:
        return (next(_identifiers(told), "").rpartition("|")[2] or told.key)[:80]


@cache
def _type(name: str) -> type[Event[Any]] | None:
    return by_name(name)


def _passed(patient: Resource, rule: Tells, day: str) -> str:
    """Why nothing is told of a patient; empty where it is."""
    born = day_of(patient.content.get("birthDate"))
    if rule.whom == "child" and born and not may_be_a_child(born, day):
        return "It is of an adult."
    if not rule.after_death and died_before(patient, day):
        return "The patient has died: tell it by telephone."
    return ""


def _identity(resource: Resource) -> str:
    """Kind and id of a resource; where it has none its first identifier, else what it says."""
    own = resource.id or next(_identifiers(resource), "")
    if not own:
        own = sha256(json.dumps(resource.content, sort_keys=True).encode()).hexdigest()
    return f"{resource.kind}/{own}"


def _whose(patient: Resource) -> str:
    """What tells the event of one patient from those of the others of a resource."""
    return f" {_identity(patient)}"


def _identifiers(told: Resource) -> Iterator[str]:
    entries = told.content.get("identifier")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping) and entry.get("value"):
            yield f"{entry.get('system') or ''}|{entry['value']}"


def _alone(told: Resource, patient: Resource | None = None, scope: Scope | None = None) -> Any:
    """A bundle of a resource and of whom it is about, which can be put right and published."""
    beside: Sequence[Resource] = ()
    if patient is not None and scope is not None:
        beside = [patient, *scope.about(patient, "RelatedPerson")]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {**({"fullUrl": one.url} if one.url else {}), "resource": one.content}
            for one in (told, *beside)
        ],
    }
