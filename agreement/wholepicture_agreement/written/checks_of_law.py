"""What must hold between the rules and the law: each provision in force, and fit for its rule."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import get_args

from wholepicture_schemas.catalogue import OF_ANYBODY, agency_kind, by_name
from wholepicture_schemas.words import did_you_mean

from wholepicture_agreement.item.items import UNKNOWN
from wholepicture_agreement.written.event_fields import of_class
from wholepicture_agreement.written.files import (
    EDUCATION,
    OFFENCE_DATA,
    AgencyKind,
    LegalFile,
    Provision,
    RecipientKind,
    Rule,
    SharingFile,
)
from wholepicture_agreement.written.given_fields import gives
from wholepicture_agreement.written.lines import Location
from wholepicture_agreement.written.paths import Grant
from wholepicture_agreement.written.sets import fields_named
from wholepicture_agreement.written.slips import Finding

Provisions = Mapping[str, Provision]

_SAYS_OF_ITSELF: tuple[tuple[re.Pattern[str], Callable[[Provision], bool], str], ...] = (
    (
        re.compile(r"6\(1\)\(a\)|9\(2\)\(a\)|\bconsent\b", re.IGNORECASE),
        lambda provision: provision.consent or provision.list not in {"article_6", "article_9"},
        "is consent: say consent = true, so that no rule of safeguarding rests on it.",
    ),
    (
        re.compile(r"6\(1\)\(ea\)|6\(1\)\(f\)|legitimate interest", re.IGNORECASE),
        lambda provision: provision.discloser == ("voluntary",),
        'is no basis of a public authority: say discloser = ["voluntary"].',
    ),
    (
        re.compile(r"section 49A\b|encompass", re.IGNORECASE),
        lambda provision: (
            provision.discloser == ("police",)
            and bool(provision.receiver)
            and set(provision.receiver) <= EDUCATION
        ),
        "covers police to education only: say so with discloser and receiver.",
    ),
)
"""Titles, the keys that a provision of such a title needs, and what is said where it lacks them."""


def check_provisions(legal: LegalFile) -> Iterator[Finding]:
    """Everything wrong in legal.toml by itself."""
    seen: set[str] = set()
    for at, provision in enumerate(legal.provision):
        where = ("provision", at)
        if provision.id in seen:
            yield Finding((*where, "id"), f"Provision {provision.id} stands here twice.")
        seen.add(provision.id)
        until, begins = provision.in_force_until, provision.in_force
        if until is not None and isinstance(begins, dt.date) and until <= begins:
            yield Finding(
                (*where, "in_force_until"), f"Provision {provision.id} ends before it begins."
            )
        for title, holds, sentence in _SAYS_OF_ITSELF:
            if title.search(provision.title) and not holds(provision):
                yield Finding((*where, "title"), f"Provision {provision.id} {sentence}")


def check_legal_today(legal: LegalFile, today: dt.date) -> Iterator[Finding]:
    """What is wrong in legal.toml as of a day: nothing can have been checked after it."""
    later = [
        (at, provision) for at, provision in enumerate(legal.provision) if provision.checked > today
    ]
    if later:
        at, first = later[0]
        more = f", and {len(later) - 1} more," if later[1:] else ""
        yield Finding(
            ("provision", at, "checked"),
            f"Provision {first.id}{more} cannot have been checked on {first.checked}: today is "
            f"{today}. Write the day on which somebody last looked it up, or set the clock.",
        )


def check_bases(file: SharingFile, legal: LegalFile) -> Iterator[Finding]:
    """Everything wrong in the legal bases of a version, on the day from which it is valid."""
    provisions = {provision.id: provision for provision in legal.provision}
    for place, whose, name, wanted in _named(file):
        provision = provisions.get(name)
        if provision is None:
            same = [provision.id for provision in legal.provision if provision.list == wanted]
            hint = did_you_mean(name, same)
            sentence = f"{whose}: {name} is not in legal.toml.{hint}"
            yield Finding(place, sentence)
        elif provision.list != wanted:
            sentence = f"{whose}: {name} is of {provision.list}, not of {wanted}."
            yield Finding(place, sentence)
        elif provision.in_force is None or (
            isinstance(provision.in_force, dt.date) and provision.in_force > file.valid_from
        ):
            since = f"; it is from {provision.in_force}" if provision.in_force else ""
            sentence = f"{whose}: {provision.title} is not in force on {file.valid_from}{since}."
            yield Finding(place, sentence)
        elif (until := provision.in_force_until) is not None and (
            until <= file.valid_from or (file.valid_until is not None and until < file.valid_until)
        ):
            sentence = (
                f"{whose}: {provision.title} is in force only until {until}, and "
                f"version {file.version} is used after that."
            )
            yield Finding(place, sentence)


def check_bases_today(file: SharingFile, legal: LegalFile, today: dt.date) -> Iterator[Finding]:
    """What is wrong in the legal bases of a version that is in force on a day."""
    if file.valid_from > today or (file.valid_until is not None and file.valid_until <= today):
        return
    ended = {
        provision.id: provision
        for provision in legal.provision
        if provision.in_force_until is not None and provision.in_force_until <= today
    }
    for place, whose, name, _ in _named(file):
        if name in ended:
            provision = ended[name]
            sentence = f"{whose}: {provision.title} ended on {provision.in_force_until}."
            yield Finding(place, sentence)


def check_law(
    rule: Rule,
    where: Location,
    file: SharingFile,
    provisions: Provisions,
    reached: frozenset[RecipientKind],
) -> Iterator[Finding]:
    """Everything wrong between a rule and the provisions that it names."""
    if rule.effect == "withhold":
        return
    bases = {basis.id: basis for basis in file.legal_basis}
    if rule.legal is None:
        hint = f"name one of {', '.join(bases)}" if bases else "write a legal_basis and name it"
        yield Finding(where, f"Rule {rule.id} has no legal basis: {hint}.")
        return
    tellers = disclosers(rule)
    for kind in rule.legal_by_sender:
        if kind not in tellers:
            sentence = f"Rule {rule.id}: {kind} tells nothing of what this rule is on."
            yield Finding((*where, "legal_by_sender"), sentence, kind)
    resting: tuple[tuple[str, str, frozenset[str]], ...] = (
        ("legal", rule.legal, tellers - rule.legal_by_sender.keys() or tellers),
        *(
            ("legal_by_sender", name, frozenset({kind}))
            for kind, name in rule.legal_by_sender.items()
        ),
    )
    for key, name, tells in resting:
        place = (*where, key)
        basis = bases.get(name)
        if basis is None:
            hint = did_you_mean(name, bases)
            yield Finding(place, f"Rule {rule.id}: there is no legal_basis {name}.{hint}")
            continue
        named = [provisions[one] for _, _, one in basis.provisions() if one in provisions]
        for sentence in chain.from_iterable(
            _unfit(rule, tells, provision, reached, file) for provision in named
        ):
            yield Finding(place, f"Rule {rule.id}: {sentence}")


def disclosers(rule: Rule) -> frozenset[str]:
    """The kinds of agency whose events a rule takes."""
    tellers = {agency_kind(kind.TYPE) for name in rule.on if (kind := by_name(name))}
    anybody = UNKNOWN in rule.on or not tellers.isdisjoint(OF_ANYBODY)
    return frozenset(get_args(AgencyKind) if anybody else tellers)


def _unfit(
    rule: Rule,
    tells: frozenset[str],
    provision: Provision,
    reached: frozenset[RecipientKind],
    file: SharingFile,
) -> Iterator[str]:
    """Why a rule cannot rest on a provision for what these kinds of agency tell."""
    takes = f"this rule takes what {_listed(tells)} tells"
    if provision.consent:
        yield (
            f"it rests on {provision.title}. Consent is no basis of a safeguarding rule: it can be "
            "refused and withdrawn, and the child is protected nevertheless."
        )
    if provision.discloser and not tells <= set(provision.discloser):
        yield f"{provision.title} is only for what {_listed(provision.discloser)} tells; {takes}."
    if provision.receiver and not reached <= set(provision.receiver):
        beyond = _listed(reached - set(provision.receiver))
        covered = _listed(provision.receiver)
        yield f"{provision.title} covers only {covered}; this rule reaches {beyond}."
    if provision.from_police is True and tells - {"police"}:
        yield f"{provision.title}: that is so of the police's own data only; {takes}."
    if provision.from_police is False and "police" in tells:
        yield f"{provision.title}: that is not so of the police's own data; {takes}."
    if provision.no_offence_data and (given := ", ".join(_offence_data(rule, file))):
        yield (
            f"it says that {provision.title}, and it gives {given}. Name the condition of article "
            "10 that it meets, or leave the fields out."
        )


def _offence_data(rule: Rule, file: SharingFile) -> Iterator[str]:
    """What a rule gives that tells of an offence."""
    never = Grant(fields_named(rule.never, file))
    given = gives(rule, file, lambda kind: of_class(kind, OFFENCE_DATA))
    return (path for path in given if path not in never)


def _named(file: SharingFile) -> Iterator[tuple[Location, str, str, str]]:
    """Each provision that a version names: where, as part of what, its id and its list."""
    for at, basis in enumerate(file.legal_basis):
        for key, wanted, name in basis.provisions():
            yield ("legal_basis", at, key), f"Legal basis {basis.id}", name, wanted
    for name in file.keeping_back:
        yield ("keeping_back",), "Keeping back", name, "keeping_back"


def _listed(kinds: Iterable[str]) -> str:
    """Kinds of agency or recipient as a list in words: education, health or police."""
    words = sorted(kinds)
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nobody"
