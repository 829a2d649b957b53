"""Loading the agreement from the partnership's files, with every check."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wholepicture_schemas.identifiers import AgencyId

from wholepicture_agreement.patterns.checks import (
    check_approvals_of_patterns,
    check_patterns,
    check_versions_of_patterns,
)
from wholepicture_agreement.patterns.files import PatternsFile
from wholepicture_agreement.told.conditions import WAITS
from wholepicture_agreement.written.checks import check_agencies
from wholepicture_agreement.written.checks_of_approvals import check_approvals
from wholepicture_agreement.written.checks_of_law import (
    check_bases_today,
    check_legal_today,
    check_provisions,
)
from wholepicture_agreement.written.checks_of_rules import check_rules
from wholepicture_agreement.written.checks_of_versions import check_gaps, check_versions
from wholepicture_agreement.written.files import (
    FOR_EVERYBODY,
    AgenciesFile,
    LegalBasis,
    LegalFile,
    Provision,
    Rule,
    SharingFile,
)
from wholepicture_agreement.written.fingerprint import fingerprint, fingerprint_of_version
from wholepicture_agreement.written.model import ActiveRule, Agreement, Terms
from wholepicture_agreement.written.paths import Grant
from wholepicture_agreement.written.reading_files import AgreementError, read_file, try_file
from wholepicture_agreement.written.restricted_kinds import opens
from wholepicture_agreement.written.sets import fields_named, most_of_earlier

__all__ = [
    "AgreementError",
    "Files",
    "agreement_of",
    "at_hand",
    "load",
    "read",
    "read_file",
    "read_patterns",
    "terms_of",
]


@dataclass(frozen=True)
class Files:
    """The agreement's files, each valid by itself and all valid together."""

    agencies: AgenciesFile
    legal: LegalFile
    versions: tuple[SharingFile, ...]
    """The versions of the rules, earliest first."""
    patterns: tuple[PatternsFile, ...] = ()
    """The versions of the pattern rules, earliest first."""


def load(folder: Path | str, *, today: dt.date | None = None) -> Agreement:
    """The agreement that stands in a folder.

    Its files are agencies.toml, legal.toml, every sharing*.toml and every patterns*.toml.

    With ``today``, checks against that day are made as well: a provision that has ended, or a gap
    between two versions. A stage loads without ``today``: a wrong clock or a passed date must not
    stop what is told of a child.

    Raises:
        AgreementError: a file is missing, cannot be read, or the whole does not hold together.
    """
    return agreement_of(read(folder, today=today))


def at_hand(folder: Path) -> Agreement | None:
    """The agreement in a folder; None where there is none, or it is not valid."""
    try:
        return load(folder)
    except AgreementError:
        return None


def read(folder: Path | str, *, today: dt.date | None = None) -> Files:
    """The files of the agreement that stands in a folder.

    Raises:
        AgreementError: a file is missing, cannot be read, or the whole does not hold together.
    """
    folder = Path(folder)
    paths = sorted(folder.glob("sharing*.toml")) or [folder / "sharing.toml"]
    sentences: list[str] = []
    agencies = try_file(folder / "agencies.toml", AgenciesFile, sentences)
    legal = try_file(folder / "legal.toml", LegalFile, sentences)
    versions = [version for path in paths if (version := try_file(path, SharingFile, sentences))]
    if agencies:
        sentences += agencies.sentences(check_agencies(agencies.file))
    if legal:
        sentences += legal.sentences(check_provisions(legal.file))
    if legal and today:
        sentences += legal.sentences(check_legal_today(legal.file, today))
        for version in versions:
            sentences += version.sentences(check_bases_today(version.file, legal.file, today))
    if agencies and legal:
        for version in versions:
            sentences += version.sentences(check_rules(version.file, agencies.file, legal.file))
    named = [(version.name, version.file) for version in versions]
    between = [*check_versions(named), *(check_gaps(named) if today else ())]
    if agencies and not sentences:
        between += check_approvals(named, agencies.file)
    for name, finding in between:
        sentences += next(version for version in versions if version.name == name).sentences(
            [finding]
        )
    ordered = sorted((file for _, file in named), key=lambda sharing: sharing.valid_from)
    patterns = _patterns(folder, agencies.file, ordered, sentences) if agencies else ()
    if sentences or not (agencies and legal):
        raise AgreementError(sentences)
    return Files(agencies.file, legal.file, tuple(ordered), patterns)


def read_patterns(
    folder: Path, agencies: AgenciesFile, sharing: Sequence[SharingFile]
) -> tuple[PatternsFile, ...]:
    """The versions of the pattern rules in a folder, earliest first; none where there is no file.

    Raises:
        AgreementError: one cannot be read, or they do not hold together.
    """
    sentences: list[str] = []
    found = _patterns(folder, agencies, sharing, sentences)
    if sentences:
        raise AgreementError(sentences)
    return found


def _patterns(
    folder: Path, agencies: AgenciesFile, sharing: Sequence[SharingFile], sentences: list[str]
) -> tuple[PatternsFile, ...]:
    """The versions of the pattern rules, with what is wrong in them added to the sentences."""
    paths = sorted(folder.glob("patterns*.toml"))
    read = [file for path in paths if (file := try_file(path, PatternsFile, sentences))]
    for file in read:
        sentences += file.sentences(check_patterns(file.file, agencies, sharing))
    named = [(file.name, file.file) for file in read]
    between = [*check_versions_of_patterns(named), *check_approvals_of_patterns(named)]
    for name, finding in between:
        sentences += next(file for file in read if file.name == name).sentences([finding])
    return tuple(sorted((file for _, file in named), key=lambda file: file.valid_from))


def agreement_of(files: Files) -> Agreement:
    """The agreement that files make."""
    agencies = files.agencies
    return Agreement(
        partnership=agencies.partnership,
        agencies={agency.id: agency for agency in agencies.agency},
        authorities={authority.code: authority for authority in agencies.authority},
        recipients={recipient.id: recipient for recipient in agencies.recipient},
        terms=tuple(terms_of(sharing, files.legal) for sharing in files.versions),
        digest=fingerprint(agencies, files.legal, *files.versions, *files.patterns),
        feeds=agencies.feed,
        patterns=files.patterns,
    )


def terms_of(sharing: SharingFile, legal: LegalFile) -> Terms:
    """A version of the rules, ready to be asked."""
    provisions = {provision.id: provision for provision in legal.provision}
    bases = {basis.id: basis for basis in sharing.legal_basis}
    return Terms(
        version=sharing.version,
        valid_from=sharing.valid_from,
        valid_until=sharing.valid_until,
        reason=sharing.reason,
        approvers=tuple(AgencyId(approver) for approver in sharing.approvers),
        rules=tuple(_active(rule, sharing, bases, provisions) for rule in sharing.rule),
        restricted=sharing.restricted,
        keeping_back="; ".join(provisions[name].title for name in sharing.keeping_back),
        earlier_at_most={name: Grant(most) for name, most in most_of_earlier(sharing).items()},
        news=sharing.news,
        digest=fingerprint_of_version(sharing),
    )


def _active(
    rule: Rule,
    sharing: SharingFile,
    bases: dict[str, LegalBasis],
    provisions: dict[str, Provision],
) -> ActiveRule:
    def grant(patterns: Iterable[str]) -> Grant:
        return Grant(fields_named(patterns, sharing))

    places = {known.kind for known in sharing.restricted if known.keeps == "place"}

    def words(basis: str) -> str:
        return "; ".join(provisions[name].title for _, _, name in bases[basis].provisions())

    return ActiveRule(
        rule=rule,
        legal_basis="nothing is disclosed" if rule.legal is None else words(rule.legal),
        legal_basis_by_sender={kind: words(name) for kind, name in rule.legal_by_sender.items()},
        fields=grant((*rule.fields, *FOR_EVERYBODY)),
        siblings=grant(rule.siblings),
        of_mother=grant(rule.of_mother),
        bound_by_orders=grant(rule.bound_by_orders),
        earlier=grant(rule.earlier),
        never=grant(rule.never),
        opens_places=opens(rule.restricted, places),
        waits=WAITS in rule.when,
    )
