"""The schedule: every rule in plain words, with what it rests on in law."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholepicture_agreement import Agreement
from wholepicture_agreement.written.files import Rule, SharingFile
from wholepicture_agreement.written.loading import Files
from wholepicture_agreement.written.provisions import ListOfProvisions
from wholepicture_agreement.written.sets import fields_named
from wholepicture_agreement.written.widening import GrantName, given
from wholepicture_bus.pages import render
from wholepicture_schemas.field_words import by_whom, words_of

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.governance.rule_words import (
    conditions,
    listed,
    recipient,
    teller_of,
    told,
)

_LAW: Mapping[ListOfProvisions, str] = {
    "power": "Power or duty",
    "article_6": "Lawful basis",
    "article_9": "Basis for special categories of information",
    "schedule_1": "Condition in the Data Protection Act",
    "article_10": "About offences",
    "police_regime": "Police records",
    "confidentiality": "Confidentiality",
    "keeping_back": "Keeping back",
}
_PARTS: Mapping[GrantName, str] = {
    "fields": "What is given",
    "siblings": "Of other children in the same event",
    "of_mother": "Of the mother of a child who is not born yet",
    "bound_by_orders": "Of a person whom an order or bail condition binds",
    "earlier": "Of what was told earlier about the same child",
}


Pair = tuple[str, str | Sequence[str]]
"""A name, and what is said under it: a text, or sentences; nothing is said where it is empty."""


@dataclass(frozen=True, slots=True)
class ProvisionShown:
    """What a rule rests on in law."""

    of: str
    """Its part for the rule: its power, its lawful basis, ..."""
    title: str
    source: str
    checked: str


Law = tuple[ProvisionShown, ...]
"""What a rule rests on, part by part."""


@dataclass(frozen=True, slots=True)
class _RuleShown:
    """A rule as the schedule shows it."""

    id: str
    """By which other pages lead to it."""
    title: str
    says: str
    said: tuple[Pair, ...]
    laws: tuple[tuple[str, Law], ...]
    """What it rests on in law, under a heading each."""


def schedule(file: SharingFile, files: Files, agreement: Agreement) -> str:
    """The page of a version of the rules."""
    return render(
        __package__,
        "schedule.html",
        partnership=agreement.partnership.name,
        version=version(file, agreement),
        rules=[_rule(rule, file, files, agreement) for rule in file.rule],
    )


def version(file: SharingFile, agreement: Agreement) -> tuple[Pair, ...]:
    """Which version it is, from when, why, and who approved it."""
    names = [
        agreement.agencies[agency].name for agency in file.approvers if agency in agreement.agencies
    ]
    until = f" until {day(file.valid_until)}" if file.valid_until else ""
    return (
        ("Version", file.version),
        ("In force", f"from {day(file.valid_from)}{until}"),
        ("Reason", file.reason),
        ("Approved by", listed(names) if names else "nobody yet"),
    )


def _rule(rule: Rule, file: SharingFile, files: Files, agreement: Agreement) -> _RuleShown:
    types = listed((told(name) for name in rule.on), "or")
    whom = listed(recipient(to, agreement) for to in rule.to)
    if rule.effect == "withhold":
        says = f"Of {types}, {whom} is not told, and the decision is recorded."
    else:
        says = f"Of {types}, {whom} is told."
    return _RuleShown(
        id=rule.id,
        title=words_of(rule.id).capitalize(),
        says=says,
        said=tuple(_said(rule, file)),
        laws=tuple(_laws(rule, file, files)),
    )


def _said(rule: Rule, file: SharingFile) -> Iterator[Pair]:
    yield "Only where", tuple(conditions(rule))
    yield "Why", rule.purpose
    yield "How this protects a child", rule.safeguarding
    if rule.effect == "give":
        yield "As", f"a {rule.kind}"
        asked = f"is this the child whom it works with? On yes: {words_of(rule.on_yes or '')}"
        yield "Asked first", asked if rule.on_yes else ""
        yield "To be answered within", rule.respond_within or ""
        gives = [given(rule, file, name) for name in rule.on]
        for part, label in _PARTS.items():
            yield label, fields([path for parts in gives for path in parts[part]])
        yield "Never given", fields(fields_named(rule.never, file))
        needs = listed(map(words_of, rule.needs)) if rule.needs else ""
        yield "Not kept back, because it is needed", needs
        yield "Why it is needed", rule.needs_because or ""
        kinds = (
            "all of them" if "any" in rule.restricted else ", ".join(map(words_of, rule.restricted))
        )
        yield "Restricted kinds of service or matter that it gives", kinds
        yield "What the recipient is told to do", rule.instructions
    yield "Rule", f"{rule.id}, version {rule.version}"


def fields(paths: Sequence[str]) -> list[str]:
    """Fields as sentences; each begins with whom its fields are about."""
    return [f"{whose}: {', '.join(names)}" for whose, names in by_whom(paths).items()]


def law(
    rule: Rule, file: SharingFile, files: Files, sender: str = ""
) -> tuple[ProvisionShown, ...]:
    """What a rule rests on in law, where an agency of a kind tells it; nothing where it keeps back.

    ``sender`` is the kind of the agency that tells it; without one it is what holds for most.
    """
    named = next(
        (name for kind, name in rule.legal_by_sender.items() if kind == sender), rule.legal
    )
    basis = next((basis for basis in file.legal_basis if basis.id == named), None)
    if basis is None or rule.effect == "withhold":
        return ()
    provisions = {provision.id: provision for provision in files.legal.provision}
    return tuple(
        ProvisionShown(_LAW[of], found.title, found.source, day(found.checked))
        for _, of, name in basis.provisions()
        for found in (provisions[name],)
    )


def _laws(rule: Rule, file: SharingFile, files: Files) -> Iterator[tuple[str, Law]]:
    """What a rule rests on in law, and what instead where an agency of a kind tells it."""
    yield "On which basis in law", law(rule, file, files)
    for kind in rule.legal_by_sender:
        heading = f"On which basis in law, where told by {teller_of(kind)}"
        yield heading, law(rule, file, files, kind)
