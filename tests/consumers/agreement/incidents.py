"""Situations as the cases tell them: an incident of a made-up family, varied by a few words."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wholepicture_consumers.agreement import KnownChild, OpenEpisode, Situation
from wholepicture_schemas.children import Missing
from wholepicture_schemas.identifiers import ChildRef, PersonRef, RecipientId
from wholepicture_schemas.persons import Professional
from wholepicture_schemas.reading import read_open

POLICE = "/agencies/avon-and-somerset-police"
MORNING = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""A Wednesday."""
Case = Mapping[str, Any]

CASES: Sequence[Case] = tomllib.loads(
    (Path(__file__).parent / "cases.toml").read_text(encoding="utf-8")
)["case"]
OPEN_CASE_AND_UNKNOWN = next(
    case for case in CASES if case["name"] == "two children, one open case, standard grade"
)


def situation(case: Case) -> Situation:
    """The situation of a case."""
    return of_document(document(case), case)


def of_document(event: Mapping[str, Any], case: Case) -> Situation:
    """The situation of a document, its children known as the case says."""
    attributes = {name: str(value) for name, value in event.items() if name != "data"}
    read = read_open(attributes, json.dumps(event["data"]).encode())
    return Situation(
        event=read.event,
        received=datetime.fromisoformat(case["at"]) if "at" in case else MORNING,
        missing=tuple(
            Missing(field=one.field, what=one.what, fix=one.fix) for one in read.problems
        ),
        children=tuple(_known(child) for child in case.get("children", ())),
    )


def document(case: Case) -> dict[str, Any]:
    """The event of a case, as CloudEvents JSON."""
    name = case.get("event", "domestic-abuse-incident")
    children = [_child(child) for child in case.get("children", ())]
    alleged = case.get("alleged", ["a1"])
    core: dict[str, Any] = {
        "producer": "avon-and-somerset-police",
        "local_reference": "AS-26-000123",
        "asks": "information",
        "urgency": case.get("urgency", "routine"),
        "exercise": case.get("exercise", True),
        "history": case.get("history", False),
        "call_back": {"name": "Desk officer", "phone": "0117 496 0199"},
        "children": children,
        "adults": [_father(children, case), _mother(children)],
        "allegations": [
            {"alleged_by": _other(one), "alleged": one, "victims": [_other(one)], "what": "Hit."}
            for one in alleged
        ],
        "professionals": [{"role": "health visitor", "organisation": "Community health"}],
        "summary": "The neighbour called. He hit her and the child cried.",
        "sharing": {"power": "common-law-policing", "because": "A child lives there."},
        "handling": {
            "originator_control": case.get("originator_control", False),
            "restricted_kinds": case.get("restricted", []),
        },
    }
    return {
        "specversion": "1.0",
        "id": "01931f2e-0000-7000-8000-000000000001",
        "source": POLICE,
        "type": f"uk.wholepicture.police.{name}.v1",
        "time": case.get("at", MORNING.isoformat()),
        "data": {"core": core, "detail": _detail(name, case)},
    }


def _detail(name: str, case: Case) -> dict[str, Any]:
    where = case.get("where", "E06000023")
    detail: dict[str, Any] = {"where": {"authority": where}} if where else {}
    if name == "child-concern":
        return detail | {"concern": "The child was alone at home."}
    check = case.get("check", "named")
    detail |= {"children_check": {"answer": check, "how_known": "Asked."}} if check else {}
    return detail | {
        "risk_tool": "DASH",
        "risk_grade": case.get("grade", "MEDIUM"),
        "what_happened": "He hit her in the kitchen.",
        "crime_number": "52260001",
        "orders": [
            {
                "kind": "bail-condition",
                "person": "a1",
                "children": [child["person"] for child in case.get("children", ())],
                "condition": "Not to collect the children.",
            }
        ],
    }


def _other(person: str) -> str:
    """Who is harmed by whom: he by her, she by him or by a child."""
    return "a1" if person == "a2" else "a2"


def _child(child: Case) -> dict[str, Any]:
    told: dict[str, Any] = {
        "person": child["person"],
        "name": {"given": f"Given-{child['person']}", "family": "Example"},
        "exposure": "PRESENT_HEARD",
        "welfare_check_done": True,
        "voice": {"words": "I was scared."},
        "ethnicity": "WBRI",
        "vulnerability_considered": {"considered": True, "rationale": "Asked the mother."},
    }
    if child.get("born"):
        told["birth_date"] = child["born"]
    if child.get("expected"):
        told["expected_birth_date"] = child["expected"]
    if child.get("area", "E06000023"):
        told["lives_at"] = {
            "lines": ["4 Made Up Road"],
            "postcode": "BS5 1AA",
            "authority": child.get("area", "E06000023"),
        }
    if child.get("staying"):
        told["staying_at"] = {"authority": child["staying"]}
    if child.get("responsible"):
        told["responsible_authority"] = child["responsible"]
    if child.get("urn"):
        told["school"] = {
            "urn": child["urn"],
            "home_educated": child.get("home_educated", False),
        }
    return told


def _father(children: Sequence[Case], case: Case) -> dict[str, Any]:
    father = {
        "person": "a1",
        "name": {"given": "Robin", "family": "Example"},
        "related_to": [{"child": one["person"], "relation": "father"} for one in children],
        "address": {"lines": ["7 Other Lane"], "postcode": "BS9 9AA"},
        "phone": "07700 900111",
        "new_address": {"lines": ["1 Far Street"], "postcode": "BS7 7AA"},
        "offence_history": "Convicted in 2019.",
    }
    return father | ({"works_for": case["works_for"]} if "works_for" in case else {})


def _mother(children: Sequence[Case]) -> dict[str, Any]:
    return {
        "person": "a2",
        "name": {"given": "Alex", "family": "Example"},
        "related_to": [{"child": one["person"], "relation": "mother"} for one in children],
        "address": {"lines": ["4 Made Up Road"], "postcode": "BS5 1AA"},
        "phone": "07700 900222",
        "new_address": {"lines": ["Flat 9, New House"], "postcode": "BS8 8ZZ"},
        "victim_service": "Harbour Support",
        "safe_contact": {"how": "text only", "never": "phone the home"},
        "offence_history": "Cautioned in 2018.",
    }


def _known(child: Case) -> KnownChild:
    teams = child.get("open", [])
    return KnownChild(
        person=PersonRef(child["person"]),
        ref=ChildRef(f"ref-{child['person']}"),
        confidence=child.get("identity", "confirmed"),
        involvements=tuple(
            OpenEpisode(
                RecipientId(team),
                "child-in-need",
                _professional("Worker"),
                _professional("Manager"),
            )
            for team in ([teams] if isinstance(teams, str) else teams)
        ),
    )


def _professional(name: str) -> Professional:
    return Professional(name=name, phone="0117 496 0299")
