"""What each type of event says in the study, as a document of the real model of its type."""

import datetime as dt
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId, EventId, derived
from wholepicture_schemas.reading import read_closed

from wholepicture_consumers.study.families import Child, Family
from wholepicture_consumers.study.rates import Teller

_FILE = Path(__file__).parent / "events.toml"
_DAY = "@"


def event(
    name: str,
    at: dt.datetime,
    teller: Teller,
    agency: AgencyId,
    family: Family,
    heard: Mapping[str, bool],
    numbered: Collection[str],
    more: Mapping[str, Any],
    agreement: Agreement,
) -> Event[Any]:
    """An event of a type, valid for its producer, about the children of ``heard``.

    Args:
        name: The short name of its type.
        at: When it happened; no other event of the family has the same time.
        teller: What is known of whoever tells it.
        agency: Whose event it is.
        family: Whose event it is about.
        heard: Of each child of it, whether what the child says or shows was written down.
        numbered: Of which of them its agency knows the NHS number.
        more: What its detail says beyond what stands in events.toml.
        agreement: Where the family lives, and whether it is practice.

    Raises:
        InvalidEvent: it is not as the model of its type has it.
    """
    wording, kind = _wordings()[name], by_name(name)
    if kind is None:
        raise KeyError(name)
    children = [child for child in family.children if child.person in heard]
    of_child = wording.get("of_child", {})
    area = agreement.partnership.home_authority
    core = {
        "producer": agency,
        "local_reference": f"STUDY-{family.number}-{at:%m%d-%H%M%S}",
        "asks": "information",
        "exercise": agreement.is_exercise(agreement.agencies[agency]),
        "call_back": {"role": "duty desk", "phone": "0117 496 0001"},
        "sharing": {
            "power": _wordings()["powers"][teller.kind],
            "because": "So that those who work with the child see it together.",
            "family_informed": "yes",
        },
        "children": [
            {
                **_child(child, family, area, heard=heard[child.person]),
                **({"nhs_number": child.nhs_number} if child.person in numbered else {}),
                **of_child,
            }
            for child in children
        ],
        "adults": [_adult(who, family, children) for who in wording.get("adults", ("a1",))],
        **wording.get("core", {}),
    }
    document = {
        "specversion": "1.0",
        "id": _id(family, name, at),
        "source": f"/agencies/{agency}",
        "type": kind.TYPE,
        "time": at.isoformat(),
        "partitionkey": f"study-{family.number}",
        "data": {"core": core, "detail": _with(_on(wording["detail"], at.date()), more)},
    }
    return read_closed(document)


def barriers(name: str) -> Mapping[str, Any]:
    """What stood in the way, as an event of this type says it."""
    said: Mapping[str, Any] = _wordings()[name].get("barriers", {"kinds": ["transport"]})
    return said


def _id(family: Family, name: str, at: dt.datetime) -> EventId:
    return derived("study", str(family.number), name, at.isoformat())


def _child(child: Child, family: Family, area: str, *, heard: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "person": child.person,
        "name": {"given": child.given, "family": family.surname},
        "birth_date": child.born.isoformat(),
        "lives_at": {"lines": [family.street], "postcode": family.postcode, "authority": area},
        "ethnicity": child.ethnicity,
        "voice": _voice(child, heard=heard),
    }
    if child.school is not None:
        told["school"] = {"urn": child.school}
    if child.disability:
        told["disability"] = list(child.disability)
    if child.communication:
        told["communication"] = list(child.communication)
    return told


def _voice(child: Child, *, heard: bool) -> dict[str, str]:
    if not heard:
        return {"not_obtained_because": "The child was not met."}
    if child.communication:
        return {"observation": "Turned away, and held on to the blanket."}
    return {"words": "I want to stay at school."}


def _adult(person: str, family: Family, children: Iterable[Child]) -> dict[str, Any]:
    given, relation = {"a1": ("Mo", "mother"), "a2": ("Dan", "father")}[person]
    return {
        "person": person,
        "name": {"given": given, "family": family.surname},
        "related_to": [{"child": child.person, "relation": relation} for child in children],
        "lives_with_children": "yes" if person == "a1" else "unknown",
    }


def _on(value: Any, day: dt.date) -> Any:
    """A value with its days written out, as they lie before or after a day."""
    if isinstance(value, Mapping):
        return {name: _on(part, day) for name, part in value.items()}
    if isinstance(value, list):
        return [_on(part, day) for part in value]
    if isinstance(value, str) and value.startswith(_DAY):
        return (day + dt.timedelta(days=int(value.removeprefix(_DAY)))).isoformat()
    return value


def _with(detail: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """A detail with more said in it, and in the parts of it."""
    parts = {
        name: _with(detail[name], said) if isinstance(detail.get(name), Mapping) else said
        for name, said in more.items()
    }
    return {**detail, **parts}


@cache
def _wordings() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
