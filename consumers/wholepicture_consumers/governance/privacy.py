"""The public page for families: who shares what with whom and why, their rights, whom to ask."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wholepicture_agreement import Agreement
from wholepicture_agreement.written.event_fields import fields_of_any, fields_of_type
from wholepicture_agreement.written.files import Rule, SharingFile
from wholepicture_agreement.written.loading import Files
from wholepicture_agreement.written.widening import GrantName, given
from wholepicture_bus.pages import render
from wholepicture_schemas.codes import RECIPIENT_KINDS
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.governance.family_words import for_families
from wholepicture_consumers.governance.rule_words import public, teller, told

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


_ITS_OWN = "what the report itself says, as the list at the end has it"
"""In place of each field that only such a report has, where all of them may be told."""
_DETAIL = "detail."


@dataclass(frozen=True, slots=True)
class _Given:
    """What somebody may be told of some events, and why."""

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
        tellers=_by_teller(file),
        recipients=_by_recipient(file, agreement),
        reports=list(_reports(file)),
        in_place=list(_in_place(agreement)),
        law=list(_law(file, files)),
        months=agreement.partnership.picture_months,
        ledger_months=agreement.partnership.ledger_months or agreement.partnership.picture_months,
        telephones=[f"{agency.name}. Telephone {agency.phone}." for agency in controllers],
        began=day(file.valid_from),
    )


def _by_teller(file: SharingFile) -> Mapping[str, Sequence[str]]:
    """Who tells, each with the events that they tell of."""
    found: dict[str, list[str]] = {}
    for name in _names(file):
        found.setdefault(teller(name), []).append(told(name))
    return found


def _by_recipient(
    file: SharingFile, agreement: Agreement
) -> Mapping[str, Mapping[_Given, Sequence[str]]]:
    """Who is told, each with what they may be told and why, and of which events that is so."""
    rules: dict[str, dict[str, list[Rule]]] = {}
    for rule in _giving(file):
        for to in rule.to:
            by_event = rules.setdefault(public(to, agreement), {})
            for name in rule.on:
                by_event.setdefault(name, []).append(rule)
    found: dict[str, dict[_Given, list[str]]] = {}
    for to, by_event in rules.items():
        for name in filter(by_event.__contains__, _names(file)):
            what = _given(by_event[name], file, name)
            found.setdefault(to, {}).setdefault(what, []).append(told(name))
    return found


def _reports(file: SharingFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each event, with what only a report of it says."""
    for name in _names(file):
        own = for_families(filter(_is_own, fields_of_type(name)))
        if own:
            yield told(name), own


def _given(rules: Sequence[Rule], file: SharingFile, name: str) -> _Given:
    reasons = dict.fromkeys(rule.purpose for rule in rules)
    parts = [given(rule, file, name) for rule in rules]
    lines = list(_lines((path for of in parts for path in of["fields"]), fields_of_type(name)))
    for part, whose in _OF_OTHERS.items():
        every = fields_of_any() if part == "earlier" else fields_of_type(name)
        told_of = _lines((path for of in parts for path in of[part]), every)
        lines += (f"{whose}, {line}" for line in told_of)
    return _Given(" ".join(reasons), tuple(lines))


def _lines(paths: Iterable[str], every: Iterable[str]) -> Iterator[str]:
    """Paths in words; those that only such a report has in one line, where all are among them."""
    found = dict.fromkeys(paths)
    own = set(filter(_is_own, every))
    if own and own <= found.keys():
        yield from for_families(path for path in found if path not in own)
        yield _ITS_OWN
    else:
        yield from for_families(found)


def _is_own(path: str) -> bool:
    return path.startswith(_DETAIL)


def _giving(file: SharingFile) -> Iterator[Rule]:
    return (rule for rule in file.rule if rule.effect == "give")


def _names(file: SharingFile) -> Iterable[str]:
    """The short names of all events of which anybody is told, each once."""
    return dict.fromkeys(name for rule in _giving(file) for name in rule.on)


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
    used = {rule.legal for rule in _giving(file)}
    named = {
        name
        for basis in file.legal_basis
        if basis.id in used
        for _, of, name in basis.provisions()
        if of in {"power", "article_6", "article_9", "schedule_1"}
    }
    return (provision.title for provision in files.legal.provision if provision.id in named)
