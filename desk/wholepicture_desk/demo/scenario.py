"""The six months: what each agency saw of one child, as a file that people read and change."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wholepicture_bus.errors import StopError
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.identifiers import AgencyId, EventId, derived

FILE = "six-months.toml"
"""Its name in the folder of the story."""
_AMENDS = {"corrects": "correction", "retracts": "retraction"}
_OF_THE_CORE = ("summary", "for_school", "for_health")
_OF_THE_CHILD = ("impact", "exposure", "vulnerability_considered")
_OF_AN_AMENDMENT = ("because", "reason", "changes")


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the six months, as its agency's system sends it."""

    agency: AgencyId
    document: Mapping[str, Any]
    amends: EventId | None
    """The event that it corrects or takes back."""

    @property
    def id(self) -> EventId:
        """The event's id."""
        return EventId(str(self.document["id"]))

    @property
    def on(self) -> date:
        """The day on which it was told."""
        return datetime.fromisoformat(self.document["time"]).date()


@dataclass(frozen=True, slots=True)
class Scenario:
    """The six months: the events in the order of the file, and what the lanes are called."""

    first: date
    last: date
    called: Mapping[AgencyId, str]
    told: tuple[Told, ...]

    def before(self, day: date) -> tuple[Told, ...]:
        """What was told before a day."""
        return tuple(one for one in self.told if one.on < day)

    def since(self, day: date) -> tuple[Told, ...]:
        """What was told on a day and after it."""
        return tuple(one for one in self.told if one.on >= day)


def read_scenario(folder: Path) -> Scenario:
    """The six months of a folder.

    Raises:
        StopError: where the file is not there, or an event of it names what is not there.
    """
    file = folder / FILE
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        return Scenario(
            first=written["first"],
            last=written["last"],
            called={AgencyId(id_): agency["called"] for id_, agency in written["agency"].items()},
            told=tuple(_told(written)),
        )
    except FileNotFoundError:
        raise StopError(
            f"The six months are not in {file}. Run this in the folder of Whole Picture, or say "
            "where the story is: --story folder."
        ) from None
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise StopError(f"{file} cannot be read: {error}. Put that place right.") from None


def _told(written: Mapping[str, Any]) -> Iterator[Told]:
    names: dict[str, EventId] = {}
    for number, event in enumerate(written["event"], start=1):
        agency = AgencyId(event["from"])
        names[event["name"]] = derived("six-months", agency, event["name"])
        amends = next((names[event[key]] for key in _AMENDS if key in event), None)
        kind = by_name(event["type"])
        if kind is None:
            raise KeyError(event["type"])
        document = {
            "specversion": "1.0",
            "id": names[event["name"]],
            "source": f"/agencies/{agency}",
            "type": kind.TYPE,
            "time": event["at"].isoformat(),
            "partitionkey": derived("six-months", agency),
            "data": {
                "core": _core(event, written, number),
                "detail": _detail(event, names),
            },
        }
        yield Told(agency, json.loads(json.dumps(document, default=str)), amends)


def _core(event: Mapping[str, Any], written: Mapping[str, Any], number: int) -> dict[str, Any]:
    agency = written["agency"][event["from"]]
    amends = next((asks for key, asks in _AMENDS.items() if key in event), None)
    core: dict[str, Any] = {
        "producer": event["from"],
        "local_reference": f"SIX-26-{number:03}",
        "asks": amends or event.get("asks", "information"),
        "exercise": True,
        "call_back": agency["call_back"],
        "sharing": {
            "power": agency["power"],
            "because": "So that those who work with him see it together.",
            "family_informed": "yes",
        },
    }
    if amends is None and not event.get("of_nobody"):
        core["children"] = [_child(event, written)]
        core["adults"] = [written["adults"][adult] for adult in event.get("adults", ("a1",))]
    return core | {key: event[key] for key in _OF_THE_CORE if key in event}


def _child(event: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    voice = {"observation": event["saw"]} if "saw" in event else {}
    if "not_seen" in event:
        voice["not_obtained_because"] = event["not_seen"]
    more = {key: event[key] for key in _OF_THE_CHILD if key in event}
    child: dict[str, Any] = written["child"] | {"voice": voice} | more
    return child


def _detail(event: Mapping[str, Any], names: Mapping[str, EventId]) -> dict[str, Any]:
    detail: dict[str, Any] = {
        **{key: names[event[key]] for key in _AMENDS if key in event},
        **{key: event[key] for key in _OF_AN_AMENDMENT if key in event},
        **event.get("detail", {}),
    }
    if "about_event" in detail:
        detail["about_event"] = names[detail["about_event"]]
    return detail
