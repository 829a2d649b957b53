"""Made-up families: events of the same children again and again, and what amends an event.

Each child has an NHS number of the range that is never issued, so that every event of a family is
for certain about the same children.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from wholepicture_bus.records import Headers
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.identifiers import derived

from benchmarks.events import AGENCY, documents

_GIVEN = ("Asha", "Bryn", "Cerys", "Dara", "Elin", "Farid", "Gwen", "Hari", "Iona", "Jory")
_MOST_CHILDREN = 20
_WEIGHTS = range(10, 1, -1)
_NO_CHECK_DIGIT = 10


class Family:
    """A family with so many children, and the events that one agency tells of them."""

    def __init__(self, number: int, children: int = 1) -> None:
        (self._document,) = documents(1, first=number)
        core = self._document["data"]["core"]
        (first,) = core["children"]
        numbers = nhs_numbers(number * _MOST_CHILDREN)
        core["children"] = [
            {
                **deepcopy(first),
                "person": f"c{place}",
                "name": {**first["name"], "given": _GIVEN[place % len(_GIVEN)]},
                "birth_date": f"{2011 + place % 10}-04-{place + 1:02d}",
                "nhs_number": next(numbers),
            }
            for place in range(1, children + 1)
        ]
        for adult in core["adults"]:
            relation = adult["related_to"][0]["relation"]
            adult["related_to"] = [
                {"child": child["person"], "relation": relation} for child in core["children"]
            ]
        self._number, self._told = number, 0

    def incident(self) -> dict[str, Any]:
        """The next incident, with an id of its own."""
        self._told += 1
        event = derived("family", str(self._number), str(self._told))
        made = deepcopy(self._document)
        made["data"]["core"]["local_reference"] = f"DA/2026/{self._number:07d}/{self._told}"
        return {**made, "id": event, "correlationid": event}

    def correction(self, of: Mapping[str, Any]) -> dict[str, Any]:
        """A correction of a field that everybody who was told of it may see."""
        detail = {
            "corrects": of["id"],
            "changes": [{"field": "core.call_back.phone", "value": "0117 496 0222"}],
            "because": "A slip of the pen.",
        }
        return self._amending(of, Correction.TYPE, "correction", detail)

    def retraction(self, of: Mapping[str, Any]) -> dict[str, Any]:
        """The event taken back."""
        detail = {"retracts": of["id"], "reason": "wrong-child", "because": "Another family's."}
        return self._amending(of, Retraction.TYPE, "retraction", detail)

    def _amending(
        self, of: Mapping[str, Any], event_type: str, asks: str, detail: Mapping[str, Any]
    ) -> dict[str, Any]:
        core = {**of["data"]["core"], "children": [], "adults": [], "asks": asks}
        for of_an_incident in ("allegations", "summary"):
            core.pop(of_an_incident)
        return {
            **of,
            "id": derived(asks, of["id"]),
            "type": event_type,
            "data": {"core": core, "detail": detail},
        }


def headers(document: Mapping[str, Any], at: datetime) -> Headers:
    """The headers under which the document is published, as having happened at that moment."""
    attributes = {name: str(value) for name, value in document.items() if name != "data"}
    attributes.pop("datacontenttype")
    attributes["time"] = at.isoformat()
    return tuple((f"ce_{name}", value.encode()) for name, value in attributes.items())


def value(document: Mapping[str, Any]) -> bytes:
    """The value under which the document is published."""
    return json.dumps(document["data"], separators=(",", ":")).encode()


def nhs_numbers(first: int) -> Iterator[str]:
    """Valid numbers of the range that is never issued, from one on."""
    for number in range(first, 1_000_000):
        nine = f"999{number:06d}"
        weighed = sum(int(digit) * weight for digit, weight in zip(nine, _WEIGHTS, strict=True))
        check = (11 - weighed % 11) % 11
        if check < _NO_CHECK_DIGIT:
            yield f"{nine}{check}"


TOPIC = f"events.{AGENCY}"
"""Where the families' events are published."""
