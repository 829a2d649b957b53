"""A patient as a child of an event, and whoever is told of around them as its adults.

Nothing is inferred of a family: who lives with whom and who has parental responsibility is told
only where the sender says it. A person is told of in one child's event alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.health.days import day_of, is_over, may_be_a_child
from wholepicture_producers.health.elements import codes_of, concept_text, values_at
from wholepicture_producers.health.readers import Around, read
from wholepicture_producers.health.resources import Resource

_STRICTEST = ("address_protected", "not_visible_online", "not_in_shared_records",
              "originator_control")  # fmt: skip
_CHILD, _MOTHER = "c1", "a1"
_TEST_DATA = "reason|HTEST"


@dataclass
class People:
    """The people of one event, and what must be done to protect them."""

    children: list[dict[str, Any]] = field(default_factory=list)
    adults: list[dict[str, Any]] = field(default_factory=list)
    handling: set[str] = field(default_factory=set)
    asked: list[Problem] = field(default_factory=list)
    test_data: bool = False


def people_of(patient: Resource, around: Around, whom: str) -> People:
    """The people of an event about a patient: ``whom`` is the child, or the unborn child of one."""
    people = People()
    guard = _labels(patient, around, people)
    about = replace(around, of=patient, guarded=guard)
    if whom == "unborn":
        people.children.append({"person": _CHILD, "exposure": "UNBORN", "mother": _MOTHER})
        people.adults.append(
            {"person": _MOTHER, **_fields(patient, about, "RelatedPerson"),
             "related_to": [{"child": _CHILD, "relation": "mother"}]}
        )  # fmt: skip
        return people
    child = {"person": _CHILD, **_fields(patient, about, "Patient")}
    _add_disabilities(child, patient, about)
    _ask_about(child, patient, people)
    people.children.append(child)
    _add_adults(patient, about, people)
    return people


def handling_of(told: Resource, around: Around, people: People) -> None:
    """Add what the labels of the resource that is told ask for."""
    _labelled(told, around.known.handling["told"], around, people)


def protected(people: People) -> list[str]:
    """The references of everybody whose address is protected: all, where one of them is."""
    if "address_protected" not in people.handling:
        return []
    return [person["person"] for person in (*people.children, *people.adults)]


def _labels(person: Resource, around: Around, people: People) -> bool:
    """Note what the labels of a person ask for; whether they ask for anything."""
    return _labelled(person, around.known.handling["person"], around, people)


def _labelled(
    resource: Resource, table: Mapping[str, Sequence[str]], around: Around, people: People
) -> bool:
    asked: set[str] = set()
    for label in values_at(resource.content, "meta.security", around.known):
        for code in codes_of(label, around.known):
            if code == _TEST_DATA:
                people.test_data = True
            elif code in table:
                asked |= {*table[code]}
            elif code.startswith("conf|"):
                asked |= {*_STRICTEST}
                around.counts.code(resource.kind, "confidentiality", code)
            else:
                around.counts.code(resource.kind, "meta.security", code)
    people.handling |= asked
    return bool(asked)


def _fields(person: Resource, around: Around, table: str) -> dict[str, Any]:
    """What the table's rows make of a person."""
    told: dict[str, Any] = {}
    for element in around.known.of(table):
        if not element.to:
            continue
        found = list(values_at(person.content, element.path, around.known))
        value = read(found, element.read, around)
        if value is None:
            continue
        if isinstance(value, list) and element.to in told:
            told[element.to] += [entry for entry in value if entry not in told[element.to]]
        else:
            told.setdefault(element.to, value)
    return told


def _add_disabilities(child: dict[str, Any], patient: Resource, around: Around) -> None:
    """The disabilities that a problem in the child's record is, by the table's codes alone."""
    table = around.known.codes["disability"]
    found = []
    for condition in around.scope.about(patient, "Condition"):
        said = [code for status in ("clinicalStatus", "verificationStatus")
                for code in codes_of(condition.content.get(status), around.known)]  # fmt: skip
        if {"condition|resolved", "verification|refuted", "verification|entered-in-error"} & {
            *said
        }:
            continue
        codes = codes_of(condition.content.get("code"), around.known)
        found += [table[code] for code in codes if code in table]
    if found:
        child["disability"] = list(dict.fromkeys(found))


def _ask_about(child: dict[str, Any], patient: Resource, people: People) -> None:
    path = "core.children.0"
    number = child.get("nhs_number")
    if number is None:
        people.asked.append(
            Problem(f"{path}.nhs_number", "is not there", "Give it, once it is known.")
        )
    elif "(" in number:
        fix = "Trace it, and publish the file again. Until then it identifies nobody."
        people.asked.append(Problem(f"{path}.nhs_number", "is not verified", fix))
    is_twin = patient.content.get("multipleBirthBoolean") or patient.content.get(
        "multipleBirthInteger"
    )
    if is_twin and (number is None or "(" in number) and not (child.get("name") or {}).get("given"):
        fix = "Give the NHS number or the given name, so that one twin is not taken for the other."
        people.asked.append(Problem(f"{path}.name.given", "is missing of a twin", fix))


def _add_adults(patient: Resource, around: Around, people: People) -> None:
    """Add the adults whom a RelatedPerson tells of, then the contacts who are none of them."""
    known: set[str] = set()
    for person in around.scope.about(patient, "RelatedPerson"):
        content = person.content
        if content.get("active") is False or is_over(content.get("period"), around.day):
            around.counts.passed["RelatedPerson", "It no longer holds."] += 1
            continue
        guard = _labels(person, around, people)
        own = replace(around, of=person, guarded=guard)
        _add_adult(person, content.get("relationship"), own, people, known)
    for contact in patient.content.get("contact") or ():
        if is_over(contact.get("period"), around.day):
            continue
        names = contact.get("name")
        as_person = {**contact, "name": [names] if isinstance(names, Mapping) else [],
                     "address": [contact["address"]] if "address" in contact else []}  # fmt: skip
        person = Resource("RelatedPerson", as_person, patient.place)
        _add_adult(person, contact.get("relationship"), replace(around, of=person), people, known)


def _add_adult(
    person: Resource, relationship: Any, around: Around, people: People, known: set[str]
) -> None:
    adult = _fields(person, around, "RelatedPerson")
    if not adult:
        return
    who = str(adult.get("name"))
    if "name" in adult and who in known:
        return
    born = day_of(adult.get("birth_date"))
    grown_up = _first_code(relationship, "may-be-a-child", around)
    if grown_up and (born is None or may_be_a_child(born, around.day)):
        why = "Somebody who may be a child is told of in an event of their own."
        around.counts.passed["RelatedPerson", why] += 1
        return
    relation = grown_up or _relation(relationship, around)
    known.add(who)
    related = {"child": _CHILD, "relation": relation}
    responsible = _first_code(relationship, "parental-responsibility", around)
    if responsible:
        related["parental_responsibility"] = responsible
    reference = f"a{len(people.adults) + 1}"
    people.adults.append({"person": reference, **adult, "related_to": [related]})


def _relation(relationship: Any, around: Around) -> str:
    """The relation to the child by the table; as it was written where no code has it."""
    known = around.known.codes
    found = _first_code(relationship, "relation", around)
    if found:
        return found
    told = [code for value in _each(relationship) for code in codes_of(value, around.known)]
    strange = [code for code in told if not any(code in known[table] for table in
               ("no-relation", "parental-responsibility"))]  # fmt: skip
    for code in strange:
        around.counts.code("RelatedPerson", "relation", code)
    texts = [concept_text(value) for value in _each(relationship)]
    return next(filter(None, texts), "unknown") if strange or not told else "unknown"


def _first_code(value: Any, table: str, around: Around) -> str:
    codes: Mapping[str, Any] = around.known.codes[table]
    told = (code for one in _each(value) for code in codes_of(one, around.known))
    return next((str(codes[code]) for code in told if code in codes), "")


def _each(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else [value] if value is not None else []


def died_before(patient: Resource, day: str) -> bool:
    """Whether a patient is said to have died before a day, or at a time that is not told."""
    if patient.content.get("deceasedBoolean") is True:
        return True
    died = day_of(patient.content.get("deceasedDateTime"))
    return bool(died and died < day[: len(died)])
