"""What must hold in a version of the rules: whom, which fields, and on which basis of law."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from wholepicture_schemas.catalogue import TOLD, agency_kind, by_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.reading import UnknownType

from wholepicture_consumers.agreement.checks import Finding
from wholepicture_consumers.agreement.files import (
    EDUCATION,
    AgenciesFile,
    AgencyKind,
    LegalBasis,
    LegalFile,
    Provision,
    RecipientKind,
    Role,
    Rule,
    SharingFile,
)
from wholepicture_consumers.agreement.items import UNKNOWN
from wholepicture_consumers.agreement.paths import Grant, exists

_ROLE_KINDS: Mapping[str, frozenset[RecipientKind]] = {
    "front-door": frozenset({"front-door"}),
    "allocated-team": frozenset({"social-work-team"}),
    "setting": frozenset({"setting"}),
    "education-team": frozenset({"education-safeguarding"}),
    "under-fives-health": frozenset({"health-team"}),
    "police-safeguarding-unit": frozenset({"police-safeguarding-unit"}),
}
_NEVER_FOR_SCHOOLS = ("core.allegations", "core.adults.*.offence_history", "core.adults.*.address")
_LEAST_APPROVERS = 2
Where = tuple[int | str, ...]
Kinds = Mapping[RecipientId, RecipientKind]


def check_rules(file: SharingFile, agencies: AgenciesFile, legal: LegalFile) -> Iterator[Finding]:
    """Everything wrong in one sharing*.toml."""
    members = {agency.id for agency in agencies.agency}
    for name in file.approvers:
        if name not in members:
            yield Finding(("approvers",), f"The approver {name} is not one of the agencies.")
    if len(set(file.approvers)) < _LEAST_APPROVERS:
        yield Finding(("approvers",), "Two agencies approve a version: name them.")
    provisions = {provision.id: provision for provision in legal.provision}
    for at, basis in enumerate(file.legal_basis):
        yield from _basis(basis, ("legal_basis", at), file.valid_from, provisions)
    bases = {basis.id: basis for basis in file.legal_basis}
    kinds = {recipient.id: recipient.kind for recipient in agencies.recipient}
    for at, rule in enumerate(file.rule):
        where = ("rule", at)
        if any(rule.id == other.id for other in file.rule[:at]):
            yield Finding((*where, "id"), f"Rule {rule.id} stands here twice.")
        yield from _who(rule, where, kinds)
        yield from _law(rule, where, bases, provisions, kinds)
        yield from _fields(rule, where, file)
        yield from _school(rule, where, receivers(rule, kinds), file)
        yield from _restricted(rule, where, file)


def receivers(rule: Rule, kinds: Kinds) -> frozenset[RecipientKind]:
    """The kinds of recipient that a rule may reach in its own hours."""
    found: set[RecipientKind] = set()
    for to in map(RecipientId, rule.to):
        found |= _ROLE_KINDS.get(to, frozenset())
        if to in kinds:
            found.add(kinds[to])
    return frozenset(found)


def disclosers(rule: Rule, agencies: Iterable[AgencyKind] = ()) -> frozenset[str]:
    """The kinds of agency whose events a rule takes; empty where it takes those of any."""
    found = {agency_kind(kind.TYPE) for name in rule.on if (kind := by_name(name))}
    if UNKNOWN in rule.on or "any" in found:
        return frozenset(agencies)
    return frozenset(found)


def _who(rule: Rule, where: Where, kinds: Kinds) -> Iterator[Finding]:
    known = {kind.TYPE.split(".")[3] for kind in TOLD.values()}
    for name in rule.on:
        if name != UNKNOWN and name not in known:
            sentence = f"Rule {rule.id}: there is no type of event {name}."
            yield Finding((*where, "on"), sentence, name)
    for to in rule.to:
        if to not in get_args(Role) and to not in kinds:
            sentence = f"Rule {rule.id}: {to} is neither a role nor a recipient."
            yield Finding((*where, "to"), sentence, to)
        elif to in ("allocated-team", "setting", "under-fives-health") and (
            rule.about == "the-event"
        ):
            sentence = f"Rule {rule.id}: {to} is found for a child; this rule is about the event."
            yield Finding((*where, "to"), sentence, to)


def _law(
    rule: Rule,
    where: Where,
    bases: Mapping[str, LegalBasis],
    provisions: Mapping[str, Provision],
    kinds: Kinds,
) -> Iterator[Finding]:
    if rule.effect == "withhold":
        return
    if rule.legal is None:
        yield Finding(where, f"Rule {rule.id} has no legal basis: name one of legal_basis.")
        return
    basis = bases.get(rule.legal)
    if basis is None:
        sentence = f"Rule {rule.id}: there is no legal_basis {rule.legal}."
        yield Finding((*where, "legal"), sentence)
        return
    for _, _, name in basis.provisions():
        provision = provisions.get(name)
        if provision is None:
            continue
        if provision.consent:
            sentence = (
                f"Rule {rule.id}: consent is no basis of a safeguarding rule. It can be "
                "refused and withdrawn, and the child is protected nevertheless."
            )
            yield Finding((*where, "legal"), sentence)
        from_kinds = disclosers(rule, get_args(AgencyKind))
        if provision.discloser and not from_kinds <= set(provision.discloser):
            sentence = (
                f"Rule {rule.id}: {provision.title} is only for {', '.join(provision.discloser)}."
            )
            yield Finding((*where, "legal"), sentence)
        if provision.receiver and not receivers(rule, kinds) <= set(provision.receiver):
            sentence = (
                f"Rule {rule.id}: {provision.title} covers only {', '.join(provision.receiver)}."
            )
            yield Finding((*where, "legal"), sentence)
    yield from _needs(rule, where)


def _needs(rule: Rule, where: Where) -> Iterator[Finding]:
    if rule.needs and not rule.needs_because:
        sentence = f"Rule {rule.id}: write in needs_because why its recipients need that."
        yield Finding((*where, "needs"), sentence)


def _school(
    rule: Rule, where: Where, reached: frozenset[RecipientKind], file: SharingFile
) -> Iterator[Finding]:
    if not reached & EDUCATION:
        return
    fields = [path for name in rule.fields for path in file.field_sets.get(name, (name,))]
    grant = Grant(fields)
    for path in _NEVER_FOR_SCHOOLS:
        if path in grant or any(field.startswith(path) for field in fields):
            sentence = f"Rule {rule.id}: a school is never given {path}."
            yield Finding((*where, "fields"), sentence)


def _basis(
    basis: LegalBasis,
    where: Where,
    valid_from: dt.date,
    provisions: Mapping[str, Provision],
) -> Iterator[Finding]:
    for key, wanted, name in basis.provisions():
        provision = provisions.get(name)
        place = (*where, key)
        if provision is None:
            yield Finding(place, f"Legal basis {basis.id}: {name} is not in legal.toml.")
        elif provision.list != wanted:
            sentence = f"Legal basis {basis.id}: {name} is of {provision.list}, not of {wanted}."
            yield Finding(place, sentence)
        elif provision.in_force is None or (
            isinstance(provision.in_force, dt.date) and provision.in_force > valid_from
        ):
            sentence = f"Legal basis {basis.id}: {provision.title} is not in force on {valid_from}."
            yield Finding(place, sentence)


def _fields(rule: Rule, where: Where, file: SharingFile) -> Iterator[Finding]:
    types: list[type[Event[Any]]] = [
        found for name in rule.on if (found := UnknownType if name == UNKNOWN else by_name(name))
    ]
    for key in ("fields", "siblings", "bound_by_orders", "earlier", "never"):
        for pattern in getattr(rule, key):
            paths = file.field_sets.get(pattern)
            if paths is None and "." not in pattern:
                sentence = f"Rule {rule.id}: there is no set of fields {pattern}."
                yield Finding((*where, key), sentence, pattern)
                continue
            for path in paths if paths is not None else (pattern,):
                place: tuple[Where, str | None] = (
                    ((*where, key), path) if paths is None else (("field_sets", pattern), path)
                )
                if types and not any(exists(path, kind) for kind in types):
                    sentence = f"Rule {rule.id}: {path} is no field of what it is on."
                    yield Finding(place[0], sentence, place[1])
                elif key != "never" and path.endswith(".ethnicity"):
                    sentence = f"Rule {rule.id}: ethnicity is given to nobody."
                    yield Finding(place[0], sentence, place[1])


def _restricted(rule: Rule, where: Where, file: SharingFile) -> Iterator[Finding]:
    known = {"any", *(one.kind for one in file.restricted)}
    for kind in rule.restricted:
        if kind not in known:
            sentence = f"Rule {rule.id}: {kind} is not one of the restricted kinds."
            yield Finding((*where, "restricted"), sentence, kind)
