"""A sender's own file for its FHIR exports: what every event says, and rules and codes of its own.

::

    reads = "fhir-r4"
    system = "acute-records"         # its name, where an agency exports from several

    [constants]
    "core.exercise" = true
    "core.asks" = "information"
    "core.call_back.phone" = "0117 496 0520"

    [systems]
    flags = "https://trust.example/flags"

    [[tells]]
    resource = "Flag"
    when = { status = "active", code = "flags|SG1" }
    event = "concern"

    [codes.relation]
    "flags|NAN" = "grandparent"

Every sentence about it names the entry that is wrong and what to do about it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.catalogue import TOLD, agency_kind, by_name, short_name

from wholepicture_producers.health.meanings import Meanings, meanings, meanings_of
from wholepicture_producers.mapping import MappingError
from wholepicture_producers.shape import NoSuchField, leaf

READS = "fhir-r4"
_TOP = {
    "reads",
    "system",
    "complete_since",
    "constants",
    "systems",
    "extensions",
    "tells",
    "field",
    "codes",
}
_RULE = {"resource", "when", "event", "set", "set_under_16", "whom", "means", "why", "was_so",
         "takes_back", "after_death", "fix"}  # fmt: skip
_ELEMENT = {"resource", "path", "to", "read", "of", "means", "why"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OF_HEALTH = {"health", "any"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a sender says of its exports."""

    meanings: Meanings = field(default_factory=meanings)
    constants: Mapping[str, Any] = field(default_factory=dict)
    system: str = ""
    complete_since: str = ""
    """From which day on the file has every appointment and encounter of its patients."""


def checked(document: Mapping[str, Any], where: str) -> Settings:
    """The settings that a TOML document says.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    wrong = [f"{where}: {name} is not a setting. Remove it." for name in document.keys() - _TOP]
    if document.get("reads") != READS:
        wrong.append(f'{where}: reads must be "{READS}".')
    constants = _table(document, "constants", where, wrong)
    _check_constants(constants, where, wrong)
    base = meanings()
    for number, entry in enumerate(_entries(document, "tells", where, wrong), start=1):
        _check_rule(entry, base, f"{where}: [[tells]] number {number}", wrong)
    for number, entry in enumerate(_entries(document, "field", where, wrong), start=1):
        _check_element(entry, base, f"{where}: [[field]] number {number}", wrong)
    for name, table in _table(document, "codes", where, wrong).items():
        if name not in base.codes or not isinstance(table, dict):
            known = ", ".join(base.codes)
            wrong.append(f"{where}: [codes.{name}] is no table of codes. There are: {known}.")
    since = str(document.get("complete_since", ""))
    if since and not _DAY.fullmatch(since):
        wrong.append(f'{where}: complete_since must be a day, such as "2025-04-01".')
    if wrong:
        raise MappingError(wrong)
    system = str(document.get("system", ""))
    return Settings(meanings_of(document, base), constants, system, since)


def _table(
    document: Mapping[str, Any], name: str, where: str, wrong: list[str]
) -> Mapping[str, Any]:
    table = document.get(name, {})
    if isinstance(table, dict):
        return table
    wrong.append(f"{where}: [{name}] must be a table.")
    return {}


def _entries(
    document: Mapping[str, Any], name: str, where: str, wrong: list[str]
) -> list[Mapping[str, Any]]:
    entries = document.get(name, [])
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    wrong.append(f"{where}: write each entry of {name} below [[{name}]].")
    return []


def _check_constants(constants: Mapping[str, Any], where: str, wrong: list[str]) -> None:
    """A constant leads to a field that some event of health has."""
    kinds = [kind for kind in TOLD.values() if agency_kind(kind.TYPE) in _OF_HEALTH]
    wrong += [
        f"{where}: [constants] {path} is not a field. Look at the template."
        for path in constants
        if not any(_leads(kind, path) for kind in kinds if kind is not Correction)
    ]


def _check_rule(entry: Mapping[str, Any], known: Meanings, place: str, wrong: list[str]) -> None:
    wrong += [f"{place}: {name} is not a setting. Remove it." for name in entry.keys() - _RULE]
    if entry.get("resource") not in known.resources:
        wrong.append(f"{place}: resource must be one of {', '.join(known.resources)}.")
    if not isinstance(entry.get("when"), dict) or not entry["when"]:
        wrong.append(f'{place}: when must say which codes, such as {{ code = "system|code" }}.')
    event = entry.get("event", "")
    if not event:
        if not entry.get("why"):
            wrong.append(f"{place}: name the event, or write in why nothing is told.")
        return
    kind = by_name(event)
    if kind is None or kind.AMENDS or agency_kind(kind.TYPE) not in _OF_HEALTH:
        names = sorted(short_name(t) for t in TOLD if agency_kind(t) in _OF_HEALTH)
        wrong.append(f"{place}: event must be one of {', '.join(names)}.")
        return
    for path in {**entry.get("set", {}), **entry.get("set_under_16", {})}:
        if not _leads(kind, path):
            wrong.append(f"{place}: set: {path} is not a field of {event}.")


def _check_element(entry: Mapping[str, Any], known: Meanings, place: str, wrong: list[str]) -> None:
    from wholepicture_producers.health.readers import READERS

    wrong += [f"{place}: {name} is not a setting. Remove it." for name in entry.keys() - _ELEMENT]
    if entry.get("resource") not in known.resources or not entry.get("path"):
        wrong.append(f"{place}: resource must be one of {', '.join(known.resources)}, with a path.")
    if not entry.get("to"):
        if not entry.get("why"):
            wrong.append(f"{place}: name the field in to, or write in why it is left out.")
        return
    way, _, table = str(entry.get("read", "text")).partition(":")
    if way not in READERS or (way == "code" and table not in known.codes):
        wrong.append(f"{place}: read must be one of {', '.join(READERS)}.")
    kinds = [by_name(name) for name in entry.get("of", ())] or list(TOLD.values())
    if not any(kind is not None and _leads(kind, str(entry["to"])) for kind in kinds):
        wrong.append(f"{place}: {entry['to']} is not a field of these events.")


def _leads(kind: Any, path: str) -> bool:
    try:
        leaf(kind, path)
    except NoSuchField:
        return False
    return True
