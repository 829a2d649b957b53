"""Made-up families for journeys: each story has a surname and a postcode of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

POLICE = "avon-and-somerset-police"
COUNCIL = "bristol-city-council"
NEIGHBOUR = "south-gloucestershire-council"
TEAM = "social-work-bristol-3"
FRONT_DOOR = "front-door-bristol"
EDUCATION = "education-bristol"
INCIDENT = "uk.wholepicture.police.domestic-abuse-incident.v1"
CONCERN = "uk.wholepicture.police.child-concern.v1"
INVOLVEMENT = "uk.wholepicture.childrens-social-care.involvement-changed.v1"
CORRECTION = "uk.wholepicture.any.correction.v1"
RETRACTION = "uk.wholepicture.any.retraction.v1"

_numbers = count(1)
_WEIGHTS = range(10, 1, -1)
_NO_CHECK_DIGIT = 10


@dataclass(frozen=True)
class Family:
    """A family that exists in one journey only, with words that must never leak."""

    surname: str
    postcode: str
    street: str

    @property
    def words(self) -> tuple[str, ...]:
        """What may stand in a record's value and nowhere else."""
        return self.surname, self.postcode, self.street


def family() -> Family:
    """A fresh family."""
    letters = "".join(chr(97 + int(digit, 16)) for digit in uuid4().hex[:10])
    number = next(_numbers)
    return Family(f"Q{letters}", f"BS{90 + number % 9} {number % 10}ZZ", f"{number} {letters} Row")


def nhs_number() -> str:
    """A valid NHS number from the range that is never issued; each is given out once."""
    while True:
        nine = f"999{next(_numbers) + int(uuid4().hex[:4], 16):06d}"
        weighed = sum(int(digit) * weight for digit, weight in zip(nine, _WEIGHTS, strict=True))
        check = (11 - weighed % 11) % 11
        if check < _NO_CHECK_DIGIT:
            return f"{nine}{check}"


def child(of: Family, given: str, born: str, person: str = "c1", **more: Any) -> dict[str, Any]:
    """A child as police name it: by name, birth date and where it lives."""
    return {
        "person": person,
        "name": {"given": given, "family": of.surname},
        "birth_date": born,
        "lives_at": {
            "lines": [of.street], "postcode": of.postcode, "authority": "E06000023",
        },
        "exposure": "PRESENT_HEARD",
        "vulnerability_considered": {"considered": True, "rationale": "Asked the mother."},
        **more,
    }  # fmt: skip


def adult(of: Family, given: str, person: str, relation: str, **more: Any) -> dict[str, Any]:
    """A parent."""
    return {
        "person": person,
        "name": {"given": given, "family": of.surname},
        "birth_date": "1990-01-02",
        "related_to": [{"child": "c1", "relation": relation}],
        "address": {"lines": [of.street], "postcode": of.postcode},
        "phone": "0117 496 0999",
        **more,
    }


def core(
    agency: str,
    children: Sequence[Mapping[str, Any]],
    adults: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """The core of an event."""
    return {
        "producer": agency,
        "local_reference": f"REF-{next(_numbers)}",
        "asks": "information",
        "urgency": "same-day",
        "exercise": True,
        "call_back": {"role": "duty sergeant", "phone": "0117 496 0001"},
        "children": list(children),
        "adults": list(adults),
        "sharing": {
            "power": "common-law-policing",
            "because": "The children live with it.",
            "family_informed": "not-yet",
        },
        **more,
    }  # fmt: skip


def incident(
    children: Sequence[Mapping[str, Any]],
    adults: Sequence[Mapping[str, Any]] = (),
    *,
    answer: str = "named",
    detail: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A domestic-abuse incident, graded STANDARD."""
    said: dict[str, Any] = {
        "children_check": {"answer": answer},
        "where": {"authority": "E06000023"},
        "risk_tool": "DASH",
        "risk_grade": "STANDARD",
        "what_happened": "He shouted and broke a door.",
        **(detail or {}),
    }
    texts = {
        "for_school": "It was loud at home, and the children were there.",
        "for_health": "It was loud at home; nobody was hurt.",
    }
    return {
        "type": INCIDENT,
        "data": {"core": core(POLICE, children, adults, **texts | more), "detail": said},
    }


def involvement(
    of: Family, given: str, born: str, *, agency: str = COUNCIL, **more: Any
) -> dict[str, Any]:
    """Children's services work with a child: the disabled children's team."""
    known = child(of, given, born, disability=["COMM"], communication=["NON_VERBAL"],
                  voice={"observation": "Settled with her carer."}, **more)  # fmt: skip
    for police_only in ("exposure", "vulnerability_considered"):
        known.pop(police_only)
    detail = {
        "state": "open",
        "kind": "child-in-need",
        "team": TEAM,
        "worker": {"name": "W. Example", "role": "social worker", "phone": "0117 496 0002"},
        "manager": {"name": "M. Example", "role": "team manager", "phone": "0117 496 0003"},
    }
    sharing = {"power": "children-act-2004-s10", "because": "So that news reaches the worker.",
               "family_informed": "yes"}  # fmt: skip
    told = core(agency, [known], asks="status", urgency="routine", sharing=sharing)
    return {"type": INVOLVEMENT, "data": {"core": told, "detail": detail}}


def correction(agency: str, of: str, changes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A correction of an earlier event."""
    return {
        "type": CORRECTION,
        "data": {
            "core": core(agency, [], asks="correction"),
            "detail": {"corrects": of, "changes": list(changes), "because": "A slip of the pen."},
        },
    }


def retraction(agency: str, of: str) -> dict[str, Any]:
    """A retraction of an earlier event."""
    return {
        "type": RETRACTION,
        "data": {
            "core": core(agency, [], asks="retraction"),
            "detail": {"retracts": of, "reason": "wrong-child", "because": "Another family's."},
        },
    }
