"""From a case to its event: an incident of a made-up family, varied as the case says."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.children import Missing
from wholepicture_schemas.codes import InvolvementKind
from wholepicture_schemas.fields import exists
from wholepicture_schemas.identifiers import ChildRef, PersonRef, RecipientId
from wholepicture_schemas.persons import Professional
from wholepicture_schemas.reading import read_open

from wholepicture_agreement.cases.files import Case, CaseChild, many
from wholepicture_agreement.cases.made_up import made_up
from wholepicture_agreement.situation import KnownChild, OpenEpisode, Situation, Teller
from wholepicture_agreement.whom.keeping import of_not_to

MORNING = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""The default moment of a case: a Wednesday morning."""


def situation(case: Case) -> Situation:
    """The situation of a case."""
    return of_document(document(case), case)


def of_document(event: Mapping[str, Any], case: Case) -> Situation:
    """The situation of an event, its children known as the case says."""
    attributes = {name: str(value) for name, value in event.items() if name != "data"}
    read = read_open(attributes, json.dumps(event["data"]).encode())
    return Situation(
        event=read.event,
        received=case.at or MORNING,
        missing=tuple(
            Missing(field=problem.field, what=problem.what, fix=problem.fix)
            for problem in read.problems
        ),
        children=tuple(_known(child, case.at or MORNING) for child in case.children),
    )


def document(case: Case) -> dict[str, Any]:
    """The event of a case, as CloudEvents JSON."""
    kind = by_name(case.event)
    data = {"core": _core(case) | case.core, "detail": _detail(case) | case.detail}
    for path in case.without:
        _leave_out(data, path.split("."))
    return {
        "specversion": "1.0",
        "id": case.id,
        "source": f"/agencies/{case.sender}",
        "type": kind.TYPE if kind else f"uk.wholepicture.police.{case.event}.v1",
        "time": (case.at or MORNING).isoformat(),
        "data": data,
    }


def _core(case: Case) -> dict[str, Any]:
    core: dict[str, Any] = {
        "producer": case.sender,
        "local_reference": "AS-26-000123",
        "asks": "information",
        "urgency": case.urgency,
        "exercise": case.exercise,
        "history": case.history,
        "call_back": {"name": "Desk officer", "phone": "0117 496 0199"},
        "children": [_child(child, case) for child in case.children],
        "adults": [_father(case), _mother(case)],
        "allegations": [
            {
                "alleged_by": _other(person),
                "alleged": person,
                "victims": [_other(person)],
                "what": "Hit.",
            }
            for person in case.who_is_alleged
        ],
        "professionals": [{"role": "health visitor", "organisation": "Community health"}],
        "sharing": {"power": "children-act-2004-s11", "because": "A child lives there."},
        "handling": {
            "originator_control": case.originator_control,
            "restricted_kinds": list(case.restricted),
            "not_to": [entry.model_dump(mode="json") for entry in case.not_to],
        },
    }
    if case.by_police:
        core["sharing"] = {"power": "common-law-policing", "because": "A child lives there."}
    if case.of_an_incident:
        core |= {
            "summary": "The neighbour called. He hit her and the child cried.",
            "for_school": "It was loud at home. The child is tired.",
            "for_health": "It was loud at home. Nobody was hurt.",
        }
    if case.exercise == "not said":
        del core["exercise"]
    return core


def _detail(case: Case) -> dict[str, Any]:
    """The fields of a made-up detail that the type of the case has."""
    kind = by_name(case.event)
    every: dict[str, Any] = {
        "where": {"authority": case.where} if case.where else None,
        "concern": "The child was alone at home.",
        "children_check": {"answer": case.check, "how_known": "Asked."} if case.check else None,
        "risk_tool": "DASH",
        "risk_grade": case.grade,
        "what_happened": "He hit her in the kitchen.",
        "crime_number": "52260001",
        "orders": [
            {
                "kind": "bail-condition",
                "person": "a1",
                "children": [child.person for child in case.children],
                "condition": "Not to collect the children.",
            }
        ],
    }
    if not case.by_police:
        every = {"where": every["where"], "concern": every["concern"]}
    told = {
        name: said
        for name, said in every.items()
        if said is not None and (kind is None or exists(kind, f"detail.{name}"))
    }
    return (made_up(kind) if kind and not case.of_an_incident else {}) | told


def _other(person: str) -> str:
    """The victim of an alleged person: the father where that is the mother, else the mother."""
    return "a1" if person == "a2" else "a2"


def _child(child: CaseChild, case: Case) -> dict[str, Any]:
    exposure = {"exposure": "PRESENT_HEARD"} if case.of_an_incident else {}
    told: dict[str, Any] = {
        "person": child.person,
        "name": {"given": f"Given-{child.person}", "family": "Example"},
        **exposure,
        "welfare_check_done": True,
        "voice": {"words": "I was scared.", "for_school": "Is frightened."},
        "impact": {"effect_seen": "Hid behind the door."},
        "ethnicity": "WBRI",
        "vulnerability_considered": {"considered": True, "rationale": "Asked the mother."},
    }
    if child.born:
        told["birth_date"] = child.born
    if child.expected:
        told["expected_birth_date"] = child.expected
    if child.no_fixed_address:
        told["lives_at"] = {"no_fixed_address": True}
    elif child.area:
        told["lives_at"] = {
            "lines": ["4 Made Up Road"],
            "postcode": "BS5 1AA",
            "authority": child.area,
        }
    if child.staying:
        told["staying_at"] = {"authority": child.staying}
    if child.responsible:
        told["responsible_authority"] = child.responsible
    if child.urn or child.home_educated:
        told["school"] = {"home_educated": True} if child.home_educated else {}
    if child.urn:
        told["school"]["urn"] = child.urn
    return told | child.also


def _father(case: Case) -> dict[str, Any]:
    father: dict[str, Any] = {
        "person": "a1",
        "name": {"given": "Robin", "family": "Example"},
        "related_to": [{"child": child.person, "relation": "father"} for child in case.children],
        "address": {"lines": ["7 Other Lane"], "postcode": "BS9 9AA"},
        "phone": "07700 900111",
    }
    if case.by_police:
        father |= {
            "new_address": {"lines": ["1 Far Street"], "postcode": "BS7 7AA"},
            "offence_history": "Convicted in 2019.",
        }
    father |= {"works_for": case.works_for} if case.works_for else {}
    return father | ({"works_at": list(case.works_at)} if case.works_at else {})


def _mother(case: Case) -> dict[str, Any]:
    mother: dict[str, Any] = {
        "person": "a2",
        "name": {"given": "Alex", "family": "Example"},
        "related_to": [{"child": child.person, "relation": "mother"} for child in case.children],
        "address": {"lines": ["4 Made Up Road"], "postcode": "BS5 1AA"},
        "phone": "07700 900222",
    }
    if case.by_police:
        mother |= {
            "new_address": {"lines": ["Flat 9, New House"], "postcode": "BS8 8ZZ"},
            "victim_service": "Harbour Support",
            "safe_contact": {"how": "text only", "never": "phone the home"},
            "offence_history": "Cautioned in 2018.",
        }
    return mother


def _known(child: CaseChild, at: datetime) -> KnownChild:
    area = child.moved_since_to or child.last_known_in
    a_day = timedelta(days=1)
    return KnownChild(
        person=PersonRef(child.person),
        ref=ChildRef(f"ref-{child.person}"),
        confidence=child.identity,
        involvements=(
            *(_episode(team, "child-in-need") for team in many(child.open)),
            *(_episode(team, "early-help") for team in many(child.early_help)),
        ),
        areas=(area,) if area else (),
        kept_back=tuple(map(of_not_to, child.kept_from)),
        tellers=tuple(
            Teller(
                told.agency, told.event, f"{told.agency}:{told.event}", at - told.days_ago * a_day
            )
            for told in child.told_before
        ),
        employers=frozenset(
            word
            for told in child.told_before
            for word in (told.works_for, *told.works_at)
            if word is not None
        ),
        objected=any(told.objects for told in child.told_before),
        areas_since=(at + a_day if child.moved_since_to else at - a_day) if area else None,
    )


def _episode(team: str, kind: InvolvementKind) -> OpenEpisode:
    return OpenEpisode(RecipientId(team), kind, _professional("Worker"), _professional("Manager"))


def _professional(name: str) -> Professional:
    return Professional(name=name, phone="0117 496 0299")


def _leave_out(data: Any, parts: list[str]) -> None:
    """Remove the value at a path, which exists: a path to nothing is refused at reading."""
    for part in parts[:-1]:
        data = data[int(part) if isinstance(data, list) else part]
    del data[int(parts[-1]) if isinstance(data, list) else parts[-1]]
