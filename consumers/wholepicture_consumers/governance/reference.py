"""The reference pages: of each type of event what it says, who receives it, and why.

An integrator reads them for the fields, a member of the partnership for who is told.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from wholepicture_agreement import Agreement
from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.loading import Files, agreement_of
from wholepicture_bus.channels import by_type
from wholepicture_bus.pages import render
from wholepicture_schemas.catalogue import DECIDED, EVENT_TYPES, agency_kind, short_name
from wholepicture_schemas.codes import ASKS, URGENCIES
from wholepicture_schemas.contract.examples import example_of
from wholepicture_schemas.envelope import Attributes, Event
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.fields import content_type

from wholepicture_consumers.governance.reference_fields import (
    CLASSES,
    models_of,
    says_of,
    shown,
    title_of,
)
from wholepicture_consumers.governance.reference_rules import ToldShown, told_shown
from wholepicture_consumers.governance.rule_words import listed, teller
from wholepicture_consumers.governance.schedule import Pair, schedule, version

INDEX, ATTRIBUTES, SCHEDULE = "index.html", "attributes.html", "schedule.html"
_SENDERS: Mapping[str, str] = {"recipient": "a recipient", "bus": "the bus"}

Kind = type[Event[Any]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A type in the index."""

    page: str
    called: str
    type: str
    says: str
    told_to: str
    restricted: str


def reference(files: Files, at: dt.datetime) -> dict[str, str]:
    """Each page by the name of its file, with the version of the agreement in force at ``at``."""
    agreement = agreement_of(files)
    in_force = agreement.in_force(at).version
    file = next(file for file in files.versions if file.version == in_force)
    pages = {
        INDEX: index_page(file, agreement),
        SCHEDULE: schedule(file, files, agreement),
        ATTRIBUTES: _parts(Attributes, "The attributes of an event"),
    }
    for core, page in _cores().items():
        pages[page] = _parts(core, f"What types share: {title_of(core).lower()}")
    for kind in EVENT_TYPES.values():
        pages[_page(kind)] = type_page(kind, file, files, agreement)
    return pages


def index_page(file: SharingFile, agreement: Agreement) -> str:
    """Every type of event by who tells it, with who is told."""
    groups: dict[str, list[_Row]] = {}
    for kind in EVENT_TYPES.values():
        groups.setdefault(_sender(kind), []).append(_row(kind, file, agreement))
    return render(
        __package__,
        "event-types.html",
        partnership=agreement.partnership.name,
        version=version(file, agreement),
        groups=list(groups.items()),
        cores=[(title_of(core), page) for core, page in _cores().items()],
        attributes=ATTRIBUTES,
        classes=list(CLASSES.items()),
    )


def _row(kind: Kind, file: SharingFile, agreement: Agreement) -> _Row:
    name = short_name(kind.TYPE)
    rules = [rule for rule in file.rule if name in rule.on and rule.effect == "give"]
    named: dict[str, str] = {entry.id: entry.name for entry in agreement.recipients.values()}
    told_to = dict.fromkeys(named.get(to) or words_of(to) for rule in rules for to in rule.to)
    reads = (
        [channel.read_by for channel in by_type().get(kind.TYPE, ())] if not _is_told(kind) else ()
    )
    return _Row(
        page=_page(kind),
        called=kind.CALLED,
        type=kind.TYPE,
        says=" ".join(says_of(kind)[:1]),
        told_to=", ".join(told_to or dict.fromkeys(reads)) or _nobody(kind, ()),
        restricted=", ".join(map(words_of, kind.RESTRICTED)) or "No",
    )


def type_page(kind: Kind, file: SharingFile, files: Files, agreement: Agreement) -> str:
    """One type of event: its fields, an example, who receives it and why."""
    content = content_type(kind)
    core = _core(kind)
    page = _cores()[core] if core else ""
    beside = models_of(core) if core else []
    top: type[BaseModel] = (
        content.model_fields["detail"].annotation if core else content  # type: ignore[assignment] # a model of ours
    )
    name = short_name(kind.TYPE)
    rules = [
        told_shown(rule, name, file, files, agreement) for rule in file.rule if name in rule.on
    ]
    return render(
        __package__,
        "event-type.html",
        called=kind.CALLED,
        says=says_of(kind),
        facts=tuple(_facts(kind)),
        rules=rules,
        nobody=_nobody(kind, rules),
        partnership=agreement.partnership.name,
        agreement=file.version,
        core=(title_of(core), page) if core else (),
        attributes=ATTRIBUTES,
        index=INDEX,
        schedule=SCHEDULE,
        models=shown(models_of(top, beside), page),
        example=example_of(kind),
    )


def _facts(kind: Kind) -> Iterator[Pair]:
    channels = by_type().get(kind.TYPE, ())
    yield "Type", kind.TYPE
    yield "Told by", _sender(kind)
    if channels:
        yield "Lies on", listed(channel.address for channel in channels)
        yield "Read there by", listed(dict.fromkeys(channel.read_by for channel in channels))
    else:
        yield "Lies on", "no topic of its own: a delivery brings it"
    yield "Practitioners read", kind.REPORTED
    if not _is_told(kind):
        return
    yield "Its sender asks", ASKS[kind.ASKS]
    if kind.URGENCY != "routine":
        yield "Urgency", f"{URGENCIES[kind.URGENCY]} at least, whatever its sender says"
    if kind.RESTRICTED:
        kinds = listed(map(words_of, kind.RESTRICTED))
        yield "Restricted", f"yes, {kinds}: only a rule that names it tells anybody"
    else:
        yield "Restricted", "not by itself; its sender can name a restricted kind"
    if not kind.AMENDS:
        again = "by a correction or a retraction; whoever was told of it is told of that"
        yield "Put right or taken back", again


def _nobody(kind: Kind, rules: Sequence[ToldShown]) -> str:
    """Why no rule tells it; empty where one does."""
    if rules or not _is_told(kind):
        return ""
    return kind.NOT_BY_RULES or "No rule of this agreement tells it to anybody."


def _parts(model: type[BaseModel], heading: str) -> str:
    """The page of a model that many types share."""
    return render(
        __package__,
        "event-parts.html",
        heading=heading,
        index=INDEX,
        models=shown(models_of(model)),
    )


def _cores() -> Mapping[type[BaseModel], str]:
    """The page of each core that types have."""
    cores = dict.fromkeys(core for kind in DECIDED.values() if (core := _core(kind)))
    return {core: f"{title_of(core).lower().replace(' ', '-')}.html" for core in cores}


def _core(kind: Kind) -> type[BaseModel] | None:
    if not _is_told(kind):
        return None
    core: type[BaseModel] | None = content_type(kind).model_fields["core"].annotation  # type: ignore[assignment] # a model of ours
    return core


def _is_told(kind: Kind) -> bool:
    return kind.TYPE in DECIDED


def _sender(kind: Kind) -> str:
    return _SENDERS.get(agency_kind(kind.TYPE)) or teller(kind.TYPE)


def _page(kind: Kind) -> str:
    return f"{kind.TYPE}.html"
