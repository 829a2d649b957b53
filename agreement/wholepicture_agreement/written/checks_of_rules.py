"""What must hold in a version of the rules: whom it reaches, and which fields it gives."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from wholepicture_schemas.catalogue import DECIDED, by_name, short_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import content_type, exists, leaves_of
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.words import did_you_mean

from wholepicture_agreement.item.items import UNKNOWN
from wholepicture_agreement.seen.released import READS_EVERY_TEXT, released_to
from wholepicture_agreement.written.checks import Finding
from wholepicture_agreement.written.checks_of_law import check_bases, check_law
from wholepicture_agreement.written.checks_of_news import check_news
from wholepicture_agreement.written.event_fields import of_class
from wholepicture_agreement.written.files import (
    EDUCATION,
    NOT_FOR_SCHOOLS,
    AgenciesFile,
    LegalFile,
    RecipientKind,
    Role,
    Rule,
    SharingFile,
)
from wholepicture_agreement.written.given_fields import gives, types_of
from wholepicture_agreement.written.paths import like
from wholepicture_agreement.written.sets import fields_named

_ROLE_KINDS: Mapping[str, frozenset[RecipientKind]] = {
    "front-door": frozenset({"front-door"}),
    "front-doors-elsewhere": frozenset({"front-door"}),
    "allocated-team": frozenset({"social-work-team"}),
    "setting": frozenset({"setting"}),
    "education-team": frozenset({"education-safeguarding"}),
    "under-fives-health": frozenset({"health-team"}),
    "school-age-health": frozenset({"health-team"}),
    "paediatrics": frozenset({"health-team"}),
    "gp-practice": frozenset({"health-team"}),
    "primary-care": frozenset({"health-team"}),
    "midwives": frozenset({"health-team"}),
    "designated-officer": frozenset({"designated-officer", "front-door"}),
    "police-safeguarding-unit": frozenset({"police-safeguarding-unit"}),
    "invited": frozenset(get_args(RecipientKind)),
    "those-who-told": frozenset(get_args(RecipientKind)),
}
_OF_A_CHILD = frozenset(
    {
        "allocated-team",
        "front-doors-elsewhere",
        "setting",
        "under-fives-health",
        "school-age-health",
        "paediatrics",
        "gp-practice",
        "primary-care",
        "midwives",
    }
)
"""The roles that are found for a child."""
_LEAST_APPROVERS = 2
Where = tuple[int | str, ...]
Kinds = Mapping[RecipientId, RecipientKind]


def check_rules(file: SharingFile, agencies: AgenciesFile, legal: LegalFile) -> Iterator[Finding]:
    """Everything wrong in one sharing*.toml."""
    members = {agency.id for agency in agencies.agency}
    for name in file.approvers:
        if name not in members:
            sentence = f"The approver {name} is not one of the agencies."
            yield Finding(("approvers",), sentence + did_you_mean(name, members), name)
    if len(set(file.approvers)) < _LEAST_APPROVERS:
        yield Finding(("approvers",), "Two agencies approve a version: name them.")
    provisions = {provision.id: provision for provision in legal.provision}
    yield from check_bases(file, legal)
    kinds = {recipient.id: recipient.kind for recipient in agencies.recipient}
    yield from _event_sets(file)
    yield from _earlier_at_most(file)
    yield from check_news(file, agencies)
    said: set[tuple[Where, str | None]] = set()
    for at, rule in enumerate(file.rule):
        where = ("rule", at)
        if any(rule.id == other.id for other in file.rule[:at]):
            yield Finding((*where, "id"), f"Rule {rule.id} stands here twice.")
        yield from _who(rule, where, kinds, file)
        yield from check_law(rule, where, file, provisions, receivers(rule, kinds))
        yield from _needs(rule, where)
        yield from _on_yes(rule, where, file, kinds)
        for finding in _fields(rule, where, file):
            if (finding.where, finding.value) not in said:
                yield finding
            if finding.where[0] == "field_sets":
                said.add((finding.where, finding.value))
        yield from _school(rule, where, receivers(rule, kinds), file)
        yield from _free_text(rule, where, receivers(rule, kinds), file)
        yield from _instructions(rule, where)
        yield from _health_need(rule, where)
        yield from _restricted(rule, where, file)


def _event_sets(file: SharingFile) -> Iterator[Finding]:
    """Findings about the names of sets of events; what stands in them is checked with the rules."""
    known = set(map(short_name, DECIDED))
    for name, types in file.event_sets.items():
        where = ("event_sets", name)
        if name in known:
            yield Finding(where, f"{name} is a type of event: give the set another name.")
        if not types:
            yield Finding(where, f"The set of events {name} has no type in it.")


def _earlier_at_most(file: SharingFile) -> Iterator[Finding]:
    """Findings about what context shows at most: each field has to stand in one of the types."""
    for name, shown in file.earlier_at_most.items():
        where = ("earlier_at_most", name)
        kinds = [kind for one in file.event_sets.get(name, (name,)) if (kind := by_name(one))]
        if not kinds:
            hint = did_you_mean(name, {*map(short_name, DECIDED), *file.event_sets})
            sentence = f"There is no type of event and no set of them {name}.{hint}"
            yield Finding(where, sentence, name)
            continue
        for path in fields_named(shown, file):
            if not any(exists(kind, path) for kind in kinds):
                yield Finding(where, f"{path} is no field of {name}.", path)


def receivers(rule: Rule, kinds: Kinds) -> frozenset[RecipientKind]:
    """The kinds of recipient that a rule may reach in its own hours."""
    reached: set[RecipientKind] = set()
    for to in map(RecipientId, rule.to):
        reached |= _ROLE_KINDS.get(to, frozenset())
        if to in kinds:
            reached.add(kinds[to])
    return frozenset(reached)


def _who(rule: Rule, where: Where, kinds: Kinds, file: SharingFile) -> Iterator[Finding]:
    known = set(map(short_name, DECIDED))
    for name in rule.on:
        if name != UNKNOWN and name not in known:
            hint = did_you_mean(name, {UNKNOWN, *known, *file.event_sets})
            sentence = f"Rule {rule.id}: there is no type of event {name}.{hint}"
            yield Finding((*where, "on"), sentence, name)
    for to in rule.to:
        if to not in get_args(Role) and to not in kinds:
            hint = did_you_mean(to, (*get_args(Role), *kinds))
            sentence = f"Rule {rule.id}: {to} is neither a role nor a recipient.{hint}"
            yield Finding((*where, "to"), sentence, to)
        elif to in _OF_A_CHILD and rule.about == "the-event":
            sentence = f"Rule {rule.id}: {to} is found for a child; this rule is about the event."
            yield Finding((*where, "to"), sentence, to)


def _needs(rule: Rule, where: Where) -> Iterator[Finding]:
    if rule.needs and not rule.needs_because:
        sentence = f"Rule {rule.id}: write in needs_because why its recipients need that."
        yield Finding((*where, "needs"), sentence)


def _on_yes(rule: Rule, where: Where, file: SharingFile, kinds: Kinds) -> Iterator[Finding]:
    """Findings about ``on_yes``: the rule that it names is on as much, for as many recipients."""
    if rule.on_yes is None:
        return
    then = next((other for other in file.rule if other.id == rule.on_yes), None)
    if then is None:
        hint = did_you_mean(rule.on_yes, (other.id for other in file.rule))
        sentence = f"Rule {rule.id}: there is no rule {rule.on_yes} to follow on a yes.{hint}"
        yield Finding((*where, "on_yes"), sentence, rule.on_yes)
        return
    if {rule.about, then.about} != {"each-child"} or {rule.effect, then.effect} != {"give"}:
        sentence = f"Rule {rule.id}: what is asked of a child is given of a child on a yes."
        yield Finding((*where, "on_yes"), sentence, rule.on_yes)
    known = {*get_args(Role), *kinds}.issuperset((*rule.to, *then.to))
    all_told = set(rule.on) <= set(then.on) and (not known or set(rule.to) <= set(then.to))
    if not all_told or then.on_yes:
        sentence = f"Rule {rule.id}: {then.id} does not give its recipients all that it is on."
        yield Finding((*where, "on_yes"), sentence, rule.on_yes)


def _school(
    rule: Rule, where: Where, reached: frozenset[RecipientKind], file: SharingFile
) -> Iterator[Finding]:
    if not reached & EDUCATION:
        return
    for path in gives(rule, file, _never_for_schools):
        sentence = f"Rule {rule.id}: a school is never given {path}."
        yield Finding((*where, "fields"), sentence)


def _free_text(
    rule: Rule, where: Where, reached: frozenset[RecipientKind], file: SharingFile
) -> Iterator[Finding]:
    """Words of a sender that go to somebody for whom they were not written."""
    if reached <= READS_EVERY_TEXT:
        return
    released = released_to(reached)
    given = [path for path in gives(rule, file, _free_texts) if path not in released]
    if given:
        others = ", ".join(sorted(reached - READS_EVERY_TEXT))
        sentence = (
            f"Rule {rule.id} gives {', '.join(given)}: words that were not written for {others}. "
            f"Give what was: {', '.join(sorted(released))}."
        )
        yield Finding((*where, "fields"), sentence)


def _free_texts(kind: type[Event[Any]]) -> Iterator[str]:
    """The fields of a type that hold other words of the sender, each by itself."""
    for leaf in leaves_of(content_type(kind)):
        if leaf.means.kind == "free-text":
            yield leaf.path


def _instructions(rule: Rule, where: Where) -> Iterator[Finding]:
    if rule.effect == "give" and not rule.instructions:
        sentence = (
            f"Rule {rule.id}: write in instructions what its recipients must do and must not do."
        )
        yield Finding((*where, "instructions"), sentence)


def _health_need(rule: Rule, where: Where) -> Iterator[Finding]:
    """Findings about ``health-need``: it adds recipients, and never keeps anything back."""
    if "health-need" in rule.when and rule.effect != "give":
        sentence = f"Rule {rule.id}: nothing is withheld of a child because of a health need."
        yield Finding((*where, "when"), sentence, "health-need")


def _never_for_schools(kind: type[Event[Any]]) -> Iterator[str]:
    """What a rule may give to no school: what tells of an offence, and where adults live."""
    yield from of_class(kind, NOT_FOR_SCHOOLS)
    for path in of_class(kind, frozenset({"whereabouts"})):
        if path.startswith("core.adults."):
            yield path


def _fields(rule: Rule, where: Where, file: SharingFile) -> Iterator[Finding]:
    types = types_of(rule)
    for key in ("fields", "siblings", "of_mother", "bound_by_orders", "earlier", "never"):
        for pattern in getattr(rule, key):
            paths = file.field_sets.get(pattern)
            if paths is None and "." not in pattern:
                hint = did_you_mean(pattern, file.field_sets)
                sentence = f"Rule {rule.id}: there is no set of fields {pattern}.{hint}"
                yield Finding((*where, key), sentence, pattern)
                continue
            for path in paths if paths is not None else (pattern,):
                place: tuple[Where, str | None] = (
                    ((*where, key), path) if paths is None else (("field_sets", pattern), path)
                )
                if types and not any(exists(kind, path) for kind in types):
                    near = [candidate for kind in types for candidate in like(path, kind)]
                    sentence = f"Rule {rule.id}: {path} is no field of what it is on."
                    sentence += did_you_mean(path, near)
                    yield Finding(place[0], sentence, place[1])
                elif key != "never" and path.endswith(".ethnicity"):
                    sentence = f"Rule {rule.id}: ethnicity is given to nobody."
                    yield Finding(place[0], sentence, place[1])


def _restricted(rule: Rule, where: Where, file: SharingFile) -> Iterator[Finding]:
    known = {"any", *(restricted.kind for restricted in file.restricted)}
    for kind in (*rule.restricted, *rule.knows_of):
        if kind not in known:
            hint = did_you_mean(kind, known)
            sentence = f"Rule {rule.id}: {kind} is not one of the restricted kinds.{hint}"
            yield Finding((*where, "restricted"), sentence, kind)
