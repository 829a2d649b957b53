"""Made-up police incidents, each with a child of its own and two adults; the same for one seed."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wholepicture_bus.records import Outgoing
from wholepicture_producers.checking import record_of
from wholepicture_schemas.identifiers import AgencyId, derived
from wholepicture_schemas.police import DomesticAbuseIncident

AGENCY = AgencyId("avon-and-somerset-police")
SEED = 20_261_123
NOW = datetime(2026, 11, 23, tzinfo=UTC)
"""After all that the events tell of."""

_GIVEN = ("Asha", "Bryn", "Cerys", "Dara", "Elin", "Farid", "Gwen", "Hari", "Iona", "Jory")
_BEGIN = ("Ash", "Brack", "Corn", "Dun", "Elder", "Fern", "Gorse", "Hazel", "Iver", "Juni")
_END = ("bourne", "combe", "field", "ham", "leigh", "mere", "stead", "ton", "well", "wick")
_STREETS = ("Sampler Row", "Thimble Street", "Bobbin Lane", "Needle Close")


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of an event of the series, and what is derived from it."""

    number: int
    pick: random.Random

    @property
    def family(self) -> str:
        """A surname that no other number has."""
        word = self.pick.choice(_BEGIN) + self.pick.choice(_END)
        return f"{word}-{_letters(self.number)}"


def documents(count: int, *, seed: int = SEED, first: int = 0) -> Iterator[dict[str, Any]]:
    """Events as CloudEvents JSON documents, in a series that one seed makes again."""
    for number in range(first, first + count):
        yield _document(Numbered(number, random.Random(f"{seed}:{number}")))  # noqa: S311 - no secret


def records(
    count: int, *, seed: int = SEED, first: int = 0, history: bool = False
) -> list[Outgoing]:
    """The records that a publisher makes of the events.

    With ``history`` they are told as a first load: they fill chronologies and are sent to nobody.
    """
    made = []
    for document in documents(count, seed=seed, first=first):
        if history:
            document["data"]["core"]["history"] = True
        made.append(_checked_once(document))
    return made


_checked: set[bool] = set()


def _checked_once(document: dict[str, Any]) -> Outgoing:
    """The record of an event; the first of each kind goes through the publisher's checks."""
    kind = bool(document["data"]["core"].get("history"))
    if kind not in _checked:
        record_of(json.loads(json.dumps(document)), AGENCY, NOW)
        _checked.add(kind)
    names = [name for name in document if name not in {"data", "datacontenttype"}]
    return Outgoing(
        topic=f"events.{AGENCY}",
        key=str(document["partitionkey"]).encode(),
        value=json.dumps(document["data"], separators=(",", ":")).encode(),
        headers=(
            ("content-type", b"application/json"),
            *((f"ce_{name}", str(document[name]).encode()) for name in names),
        ),
    )


def _document(numbered: Numbered) -> dict[str, Any]:
    pick, family = numbered.pick, numbered.family
    event = derived("benchmark", str(numbered.number), str(pick.random()))
    home = {
        "lines": [f"{pick.randint(1, 200)} {pick.choice(_STREETS)}", "Fishponds"],
        "postcode": f"BS99 {pick.randint(1, 9)}AA",
        "authority": "E06000023",
    }
    hour, minute = pick.randint(0, 23), pick.randint(0, 59)
    return {
        "specversion": "1.0",
        "id": event,
        "source": f"/agencies/{AGENCY}",
        "type": DomesticAbuseIncident.TYPE,
        "time": f"2026-11-{pick.randint(1, 20):02d}T{hour:02d}:{minute:02d}:00Z",
        "datacontenttype": "application/json",
        "partitionkey": derived("family", str(numbered.number)).replace("-", "")[:16],
        "correlationid": event,
        "dataclassification": "official-sensitive",
        "data": {"core": _core(numbered, family, home), "detail": _detail(numbered, home)},
    }


def _core(numbered: Numbered, family: str, home: dict[str, Any]) -> dict[str, Any]:
    pick = numbered.pick
    born = f"{pick.randint(2010, 2024)}-0{pick.randint(1, 9)}-1{pick.randint(0, 9)}"
    return {
        "producer": AGENCY,
        "local_reference": f"DA/2026/{numbered.number:07d}",
        "asks": "information",
        "urgency": "routine",
        "exercise": True,
        "call_back": {"role": "on-call supervisor", "phone": "0117 496 0110"},
        "children": [
            {
                "person": "c1",
                "name": {"given": pick.choice(_GIVEN), "family": family},
                "birth_date": born,
                "sex": pick.choice("MF"),
                "lives_at": home,
                "school": {"name": "Harbourside Primary (made up)", "urn": "100001"},
                "vulnerability_considered": {
                    "considered": True,
                    "disability_known": "no",
                    "communication_known": "no",
                    "rationale": "The child speaks for itself and was seen with its mother.",
                },
                "exposure": "PRESENT_HEARD",
                "seen": True,
                "welfare_check_done": True,
                "voice": {"words": "I stayed on the stairs until it was quiet."},
            }
        ],
        "adults": [
            _adult("a1", numbered, family, home, "mother"),
            _adult("a2", numbered, f"{family}-Vale", home, "parents-partner"),
        ],
        "allegations": [
            {
                "alleged_by": "a1",
                "alleged": "a2",
                "victims": ["a1"],
                "kinds": ["violent-or-threatening"],
                "what": "That he shouted at her and would not let her leave the room.",
            }
        ],
        "summary": "A neighbour called. Officers found both adults and the child at home.",
        "sharing": {
            "power": "children-act-2004-s11",
            "because": "A child was in the home.",
            "family_informed": "yes",
        },
    }


def _adult(
    person: str, numbered: Numbered, family: str, home: dict[str, Any], relation: str
) -> dict[str, Any]:
    return {
        "person": person,
        "name": {"given": numbered.pick.choice(_GIVEN), "family": family},
        "birth_date": str(numbered.pick.randint(1970, 1998)),
        "related_to": [{"child": "c1", "relation": relation}],
        "lives_with_children": "yes",
        "address": home,
    }


def _detail(numbered: Numbered, home: dict[str, Any]) -> dict[str, Any]:
    return {
        "children_check": {"answer": "named"},
        "where": home,
        "crime_number": f"5226/{numbered.number:06d}",
        "connection": "INTIMATE",
        "kinds": ["violent-or-threatening"],
        "risk_tool": "DASH",
        "risk_grade": "STANDARD",
        "what_happened": "An argument about money. No injury was seen.",
    }


def _letters(number: int) -> str:
    """A number as letters, so that it stands in a name."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
        if number == 0:
            return letters
