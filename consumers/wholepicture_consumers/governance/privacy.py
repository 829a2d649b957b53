"""The public page for families: who shares what with whom and why, their rights, whom to ask."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from wholepicture_agreement import Agreement
from wholepicture_agreement.written.files import Rule, SharingFile
from wholepicture_agreement.written.loading import Files
from wholepicture_agreement.written.widening import GrantName, given
from wholepicture_bus.pages import render
from wholepicture_schemas.codes import RECIPIENT_KINDS
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.governance.family_words import for_families
from wholepicture_consumers.governance.rule_words import listed, public, teller, told

_OF_OTHERS: Mapping[GrantName, str] = {
    "siblings": "of other children in the same report",
    "of_mother": "of the mother of a child who is not born yet",
    "bound_by_orders": "of whoever a court order or bail condition about the child binds",
    "earlier": "of what was told earlier about the same child, as far as it may know that",
}
"""What may be told besides the child and the matter, and how a line about it begins."""
_STAND_IN: Mapping[Literal["out_of_hours", "via", "alternate_reader"], str] = {
    "out_of_hours": "When a team is closed, whoever is on duty for it reads what cannot wait",
    "via": "Some are told through another team, which sees what it passes on",
    "alternate_reader": "Where something names a person who works in a team, somebody from outside "
                        "that team reads it instead",
}  # fmt: skip
_ASKED = (
    "Where somebody has to be asked first whether others may be told, a team of the agency that "
    "told it is asked, and reads what it needs for the answer"
)


@dataclass(frozen=True, slots=True)
class _Recipient:
    """A kind of recipient, why it is told, and what it may be told."""

    name: str
    reasons: str
    told: tuple[str, ...]


def privacy(file: SharingFile, files: Files, agreement: Agreement) -> str:
    """The page of a version of the rules. It holds no rule's name and no recipient's id."""
    agencies = list(agreement.agencies.values())
    named = agreement.partnership.joint_controllers
    controllers = [agreement.agencies[name] for name in named if name in agreement.agencies]
    return render(
        __package__,
        "families.html",
        made_up=all(agency.synthetic for agency in agencies),
        partnership=agreement.partnership.name,
        agencies=[agency.name for agency in agencies],
        shared=list(_shared(file, agreement)),
        in_place=list(_in_place(agreement)),
        law=list(_law(file, files)),
        months=_months(agreement),
        controllers=listed(agency.name for agency in controllers),
        telephones=[(agency.name, f"Telephone {agency.phone}") for agency in controllers],
        began=day(file.valid_from),
    )


def _shared(file: SharingFile, agreement: Agreement) -> Iterator[tuple[str, list[_Recipient]]]:
    """Each type of event under who tells it, with everybody who may be told of it."""
    rules = [rule for rule in file.rule if rule.effect == "give"]
    for name in dict.fromkeys(name for rule in rules for name in rule.on):
        whom: dict[str, list[Rule]] = {}
        for rule in rules:
            for to in rule.to if name in rule.on else ():
                whom.setdefault(public(to, agreement), []).append(rule)
        yield (
            f"{teller(name)}: {told(name)}",
            [_recipient(to, of, file, name) for to, of in whom.items()],
        )


def _recipient(to: str, rules: list[Rule], file: SharingFile, name: str) -> _Recipient:
    reasons = dict.fromkeys(rule.purpose for rule in rules)
    parts = [given(rule, file, name) for rule in rules]
    lines = [*for_families(path for of in parts for path in of["fields"])]
    for part, whose in _OF_OTHERS.items():
        told_of = for_families(path for of in parts for path in of[part])
        lines += (f"{whose}, {line}" for line in told_of)
    return _Recipient(to, " ".join(reasons), tuple(lines))


def _in_place(agreement: Agreement) -> Iterator[str]:
    """Who reads in another's place, by kind and agency: no recipient is named in public."""
    everyone = agreement.recipients.values()
    for key, sentence in _STAND_IN.items():
        names = dict.fromkeys(getattr(recipient, key) for recipient in everyone)
        if kinds := _called(names, agreement):
            yield f"{sentence}: {kinds}."
    asked = dict.fromkeys(agency.questions_to for agency in agreement.agencies.values())
    if kinds := _called(asked, agreement):
        yield f"{_ASKED}: {kinds}."


def _called(names: Iterable[RecipientId | None], agreement: Agreement) -> str:
    known = [agreement.recipients[name] for name in names if name and name in agreement.recipients]
    called = dict.fromkeys(
        f"{RECIPIENT_KINDS[recipient.kind]} ({agreement.agencies[recipient.agency].name})"
        for recipient in known
    )
    return "; ".join(called)


def _law(file: SharingFile, files: Files) -> Iterator[str]:
    used = {rule.legal for rule in file.rule if rule.effect == "give"}
    named = {
        name
        for basis in file.legal_basis
        if basis.id in used
        for _, of, name in basis.provisions()
        if of in {"power", "article_6", "article_9", "schedule_1"}
    }
    return (provision.title for provision in files.legal.provision if provision.id in named)


def _months(agreement: Agreement) -> int:
    partnership = agreement.partnership
    return partnership.picture_window_months + partnership.picture_margin_months
