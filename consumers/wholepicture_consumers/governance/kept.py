"""The page of what is kept back: who may learn where somebody is, and who can be kept out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wholepicture_agreement import Agreement
from wholepicture_agreement.written.files import (
    CHILDRENS_SERVICES,
    Restricted,
    Rule,
    SharingFile,
    StatedNeed,
)
from wholepicture_agreement.written.loading import Files
from wholepicture_agreement.written.restricted_kinds import opens
from wholepicture_bus.pages import render
from wholepicture_schemas.codes import RECIPIENT_KINDS
from wholepicture_schemas.field_words import words_of

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.governance.rule_words import conditions, listed, recipient, told
from wholepicture_consumers.governance.schedule import Pair, version

NEEDS: Mapping[StatedNeed, str] = {
    "victim-address": "Where an adult who may be harmed lives or is now",
    "victim-contact": "How an adult who may be harmed can be reached",
    "victim-service": "Which service supports an adult who was harmed",
    "child-whereabouts": "Where a protected child lives, is, and goes to school",
    "alleged-work": "Where somebody works who is alleged to have harmed",
}
_KEEPS: Mapping[str, str] = {
    "matter": "the whole event: nobody else is told that it happened",
    "place": "where somebody is: what happened is told without it",
    "service": "who works with somebody: what happened is told without it",
}


@dataclass(frozen=True, slots=True)
class _Learns:
    """A recipient that reads what is kept back from others, of what, where and why."""

    whom: str
    of: str
    where: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """A restricted kind, and who may know of it."""

    name: str
    said: tuple[Pair, ...]


def kept(file: SharingFile, files: Files, agreement: Agreement) -> str:
    """The page of a version of the rules."""
    return render(
        __package__,
        "kept.html",
        partnership=agreement.partnership.name,
        version=version(file, agreement),
        needs=[(words, list(_who_learns(need, file, agreement))) for need, words in NEEDS.items()],
        kinds=[_kind(kind, file, agreement) for kind in file.restricted],
        never_kept_out=sorted(RECIPIENT_KINDS[kind] for kind in CHILDRENS_SERVICES),
        law=list(_law(file, files)),
        readers=list(_readers(agreement)),
    )


def _who_learns(need: StatedNeed, file: SharingFile, agreement: Agreement) -> Iterator[_Learns]:
    for rule in _giving(file):
        if need in rule.needs:
            yield _Learns(
                listed(recipient(to, agreement) for to in rule.to),
                listed((told(name) for name in rule.on), "or"),
                conditions(rule),
                rule.needs_because or "",
            )


def _kind(kind: Restricted, file: SharingFile, agreement: Agreement) -> _Kind:
    reads, knows = (
        tuple(dict.fromkeys(recipient(to, agreement) for rule in rules for to in rule.to))
        for rules in (
            [rule for rule in _giving(file) if opens(rule.restricted, [kind.kind])],
            [rule for rule in _giving(file) if kind.kind in rule.knows_of],
        )
    )
    return _Kind(
        words_of(kind.kind).capitalize(),
        (
            ("What is kept back", _KEEPS[kind.keeps]),
            ("Recognised by the words", ", ".join(kind.words)),
            ("Recognised by the names", ", ".join(kind.names)),
            ("Who is told of it", reads or "nobody"),
            ("Who learns only that there is one, and asks the front door", knows),
            ("What everybody who is told must do", kind.instructions),
        ),
    )


def _giving(file: SharingFile) -> list[Rule]:
    return [rule for rule in file.rule if rule.effect == "give"]


def _law(file: SharingFile, files: Files) -> Iterator[tuple[str, str, str]]:
    """What a decision not to tell rests on: the provision, its source, when it was checked."""
    for provision in files.legal.provision:
        if provision.list == "keeping_back":
            since = "" if provision.id in file.keeping_back else " (not in force: not relied on)"
            yield provision.title + since, provision.source, day(provision.checked)


def _readers(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Of each recipient, who reads in its place what names somebody who works there."""
    for entry in agreement.recipients.values():
        if entry.kind != "second-reader":
            named = entry.alternate_reader
            reader = agreement.recipients.get(named) if named else None
            yield entry.name, reader.name if reader else "nobody: it is kept back"
