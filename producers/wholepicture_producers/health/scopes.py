"""Where references lead: within a bundle, or within the lines of an export.

A reference that leads to nothing here is answered with None: nothing is guessed. One address is one
resource: the same id on two servers is two resources.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from wholepicture_producers.health.elements import Content, values_at
from wholepicture_producers.health.meanings import Meanings
from wholepicture_producers.health.resources import Resource

_RELATIVE = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[^/]+)?")
_ABSOLUTE = re.compile(r"(https?://.+)/([A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64})(?:/_history/[^/]+)?")
ABOUT = {
    "RelatedPerson": "patient",
    "Condition": "subject",
    "Appointment": "participant.actor",
    "Encounter": "subject",
}
"""The resources that are found by the patient whom they are about, and how they name them."""


class Scope(Protocol):
    """Resources that may refer to each other."""

    def find(self, reference: Any, of: Resource) -> Resource | None:
        """The resource that a reference in ``of`` leads to; None where it leads to none here."""
        ...

    def about(self, patient: Resource, kind: str) -> Iterator[Resource]:
        """The resources of a kind in ``ABOUT`` that are about a patient."""
        ...


class BundleScope:
    """The resources of one bundle, or of one list."""

    def __init__(self, resources: Sequence[Resource], known: Meanings) -> None:
        self._known = known
        self._by_url: dict[str, Resource] = {}
        self._by_key: dict[str, list[Resource]] = defaultdict(list)
        self._by_kind: dict[str, list[Resource]] = defaultdict(list)
        for resource in resources:
            if resource.url:
                self._by_url[resource.url] = resource
            if resource.id:
                self._by_key[resource.key].append(resource)
            self._by_kind[resource.kind].append(resource)

    def find(self, reference: Any, of: Resource) -> Resource | None:
        """The resource that a reference leads to."""
        if not isinstance(reference, Mapping):
            return None
        told = reference.get("reference")
        if isinstance(told, str) and told.startswith("#"):
            return contained(told, of)
        if isinstance(told, str):
            return self._at(told, of)
        return self._identified(reference.get("identifier"))

    def about(self, patient: Resource, kind: str) -> Iterator[Resource]:
        """The resources of a kind that are about a patient."""
        for resource in self._by_kind[kind]:
            named = values_at(resource.content, ABOUT[kind], self._known)
            if any(self.find(reference, resource) is patient for reference in named):
                yield resource

    def _at(self, told: str, of: Resource) -> Resource | None:
        exact = self._by_url.get(told) or self._by_url.get(told.partition("/_history/")[0])
        if exact is not None:
            return exact
        relative = _RELATIVE.fullmatch(told)
        if relative is None:
            return None
        key = f"{relative[1]}/{relative[2]}"
        base = _ABSOLUTE.fullmatch(of.url)
        here = self._by_url.get(f"{base[1]}/{key}") if base else None
        same = self._by_key.get(key, [])
        return here or (same[0] if len(same) == 1 else None)

    def _identified(self, identifier: Any) -> Resource | None:
        """The one patient who has an NHS number, as a reference without an address names them."""
        number = nhs_number_in(identifier, self._known)
        if not number:
            return None
        found = [
            patient
            for patient in self._by_kind["Patient"]
            if number in numbers_of(patient.content, self._known)
        ]
        return found[0] if len(found) == 1 else None


def reached(told: Resource, path: str, scope: Scope, known: Meanings) -> Iterator[Any]:
    """What stands at a path, which may lead through a reference to another resource."""
    here, arrow, there = path.partition("->")
    for value in values_at(told.content, here, known):
        if not arrow:
            yield value
        elif (target := scope.find(value, told)) is not None:
            yield from values_at(target.content, there, known)


def contained(told: str, of: Resource) -> Resource | None:
    """The resource within another that a reference such as #p1 leads to."""
    inside = of.content.get("contained")
    for inner in inside if isinstance(inside, list) else ():
        if isinstance(inner, Mapping) and inner.get("id") == told[1:]:
            return Resource(str(inner.get("resourceType")), inner, of.place)
    return None


def target_of(reference: Any) -> tuple[str, str] | None:
    """The server and the kind and id that a reference names; None where it names none so."""
    told = reference.get("reference") if isinstance(reference, Mapping) else None
    if not isinstance(told, str):
        return None
    absolute = _ABSOLUTE.fullmatch(told)
    if absolute:
        return absolute[1], absolute[2]
    relative = _RELATIVE.fullmatch(told)
    return ("", f"{relative[1]}/{relative[2]}") if relative else None


def may_be_a_patient(reference: Any) -> bool:
    """Whether a reference may lead to a patient: it names one, or does not say to whom it leads."""
    if not isinstance(reference, Mapping):
        return False
    kind, told = reference.get("type"), str(reference.get("reference") or "")
    if kind is not None:
        return str(kind) == "Patient"
    if told.startswith(("#", "urn:")):
        return True
    return "Patient/" in told or (not told and "identifier" in reference)


def nhs_number_in(identifier: Any, known: Meanings) -> str:
    """The NHS number that an identifier is; empty where it is another."""
    if not isinstance(identifier, Mapping):
        return ""
    is_nhs = known.systems.get(str(identifier.get("system"))) == "nhs"
    return str(identifier.get("value") or "").replace(" ", "") if is_nhs else ""


def numbers_of(patient: Content, known: Meanings) -> frozenset[str]:
    """The NHS numbers of a patient."""
    told = patient.get("identifier")
    entries = told if isinstance(told, list) else []
    return frozenset(filter(None, (nhs_number_in(entry, known) for entry in entries)))
