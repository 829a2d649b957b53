"""What a rule does with one type of event, as the reference pages show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from wholepicture_agreement import Agreement
from wholepicture_agreement.written.event_fields import fields_of_type
from wholepicture_agreement.written.files import Rule, SharingFile
from wholepicture_agreement.written.loading import Files
from wholepicture_agreement.written.widening import given
from wholepicture_schemas.catalogue import agency_kind, by_name
from wholepicture_schemas.field_words import by_whom, words_of

from wholepicture_consumers.governance.rule_words import conditions, listed, recipient, teller_of
from wholepicture_consumers.governance.schedule import Pair, law

_IN_BRIEF = ("Power or duty", "Lawful basis")
"""Of what a rule rests on in law, what a page in brief names; the schedule has all of it."""


@dataclass(frozen=True, slots=True)
class ToldShown:
    """Who is told of a type by one rule, or not told, and why."""

    id: str
    title: str
    who: str
    said: tuple[Pair, ...]


def told_shown(
    rule: Rule, name: str, file: SharingFile, files: Files, agreement: Agreement
) -> ToldShown:
    """A rule over a type of event, by the type's short name."""
    return ToldShown(
        id=rule.id,
        title=words_of(rule.id).capitalize(),
        who=listed(recipient(to, agreement) for to in rule.to),
        said=tuple(_said(rule, name, file, files)),
    )


def _said(rule: Rule, name: str, file: SharingFile, files: Files) -> Iterator[Pair]:
    if rule.effect == "withhold":
        yield "Told", "no, and the decision is recorded"
    else:
        within = f", to be answered within {rule.respond_within}" if rule.respond_within else ""
        yield "Told", f"as a {rule.kind}{within}"
    yield "Only where", conditions(rule)
    yield "Why", rule.purpose
    yield "How this protects a child", rule.safeguarding
    if rule.effect == "give":
        yield "Of its detail", _of_detail(rule, name, file)
        yield from _bases(rule, name, file, files)


def _bases(rule: Rule, name: str, file: SharingFile, files: Files) -> Iterator[Pair]:
    """What a rule rests on in law, in brief; for what any agency tells, by who tells it."""
    kind = by_name(name)
    sender = agency_kind(kind.TYPE) if kind else ""
    bases = {"Basis in law": sender}
    if sender == "any":
        bases |= {f"Basis where told by {teller_of(by)}": by for by in rule.legal_by_sender}
    for label, by in bases.items():
        parts = law(rule, file, files, by)
        yield label, [part.title for part in parts if part.of in _IN_BRIEF]


def _of_detail(rule: Rule, name: str, file: SharingFile) -> str:
    """Which fields of the type's own a rule gives."""
    every = [path for path in fields_of_type(name) if path.startswith("detail.")]
    gets = [path for path in given(rule, file, name)["fields"] if path.startswith("detail.")]
    if not gets:
        return "nothing" if every else ""
    if len(gets) == len(every):
        return "all of it"
    return ", ".join(label for labels in by_whom(gets).values() for label in labels)
