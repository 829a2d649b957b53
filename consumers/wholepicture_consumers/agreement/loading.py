"""Loading the agreement: from the partnership's files to one that holds together, or not."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import problems_of

from wholepicture_consumers.agreement.checks import Finding, check_agencies
from wholepicture_consumers.agreement.checks_of_approvals import check_approvals
from wholepicture_consumers.agreement.checks_of_rules import check_rules
from wholepicture_consumers.agreement.checks_of_versions import check_versions
from wholepicture_consumers.agreement.conditions import WAITS
from wholepicture_consumers.agreement.files import (
    AgenciesFile,
    LegalBasis,
    LegalFile,
    Provision,
    Rule,
    SharingFile,
)
from wholepicture_consumers.agreement.fingerprint import fingerprint
from wholepicture_consumers.agreement.lines import Lines
from wholepicture_consumers.agreement.model import ActiveRule, Agreement, Terms
from wholepicture_consumers.agreement.paths import Grant

F = TypeVar("F", bound=BaseModel)


class AgreementError(StopError):
    """An agreement that cannot be used; ``sentences`` say what is wrong, and in which lines."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True)
class Files:
    """The agreement's files as they were read; each alone and all together in order."""

    agencies: AgenciesFile
    legal: LegalFile
    versions: tuple[SharingFile, ...]
    """The versions of the rules, earliest first."""


def load(folder: Path | str) -> Agreement:
    """The agreement that stands in a folder: agencies.toml, legal.toml and every sharing*.toml.

    Raises:
        AgreementError: a file is missing, cannot be read, or the whole does not hold together.
    """
    return agreement_of(read(folder))


def read(folder: Path | str) -> Files:
    """The files of the agreement that stands in a folder.

    Raises:
        AgreementError: a file is missing, cannot be read, or the whole does not hold together.
    """
    folder = Path(folder)
    agencies, agency_lines = read_file(folder / "agencies.toml", AgenciesFile)
    legal, legal_lines = read_file(folder / "legal.toml", LegalFile)
    paths = sorted(folder.glob("sharing*.toml"))
    if not paths:
        raise AgreementError([f"{folder}: there is no sharing.toml here."])
    versions = [(path.name, *read_file(path, SharingFile)) for path in paths]
    sentences = _sentences("agencies.toml", agency_lines, check_agencies(agencies))
    sentences += _sentences("legal.toml", legal_lines, _twice(legal))
    for name, sharing, lines in versions:
        sentences += _sentences(name, lines, check_rules(sharing, agencies, legal))
    named = [(name, sharing) for name, sharing, _ in versions]
    between = [*check_versions(named)]
    if not sentences:
        between += check_approvals(named, agencies)
    for name, finding in between:
        lines = next(lines for other, _, lines in versions if other == name)
        sentences += _sentences(name, lines, [finding])
    if sentences:
        raise AgreementError(sentences)
    ordered = sorted((one for _, one in named), key=lambda sharing: sharing.valid_from)
    return Files(agencies, legal, tuple(ordered))


def read_file(path: Path, kind: type[F]) -> tuple[F, Lines]:
    """A file of the agreement by itself, and where in it what stands.

    Raises:
        AgreementError: it cannot be read, or has what such a file has not.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        where = "Run this where the folder partnership is, or set WHOLEPICTURE_PARTNERSHIP."
        folder = path.parent.absolute()
        sentence = f"{path.name}: this file cannot be read in {folder}. {where}"
        raise AgreementError([sentence]) from None
    except UnicodeDecodeError:
        raise AgreementError([f"{path.name}: this is not UTF-8 text: save it as UTF-8."]) from None
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AgreementError([f"{path.name}: this is not TOML: {error}."]) from None
    lines = Lines(text)
    try:
        return kind.model_validate(document), lines
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise AgreementError(
            f"{path.name} line {lines.of(detail['loc'])}: {problem}"
            for detail, problem in zip(details, problems_of(error), strict=True)
        ) from None


def _sentences(name: str, lines: Lines, findings: Iterable[Finding]) -> list[str]:
    return [f"{name} line {lines.of(one.where, one.value)}: {one.sentence}" for one in findings]


def _twice(legal: LegalFile) -> Iterable[Finding]:
    seen: set[str] = set()
    for at, provision in enumerate(legal.provision):
        if provision.id in seen:
            yield Finding(("provision", at, "id"), f"Provision {provision.id} stands here twice.")
        seen.add(provision.id)


def agreement_of(files: Files) -> Agreement:
    """The agreement that files make."""
    agencies = files.agencies
    return Agreement(
        partnership=agencies.partnership,
        agencies={one.id: one for one in agencies.agency},
        authorities={one.code: one for one in agencies.authority},
        recipients={one.id: one for one in agencies.recipient},
        terms=tuple(terms_of(sharing, files.legal) for sharing in files.versions),
        digest=fingerprint(agencies, files.legal, *files.versions),
        feeds=agencies.feed,
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
        approvers=tuple(AgencyId(one) for one in sharing.approvers),
        rules=tuple(_active(rule, sharing, bases, provisions) for rule in sharing.rule),
        restricted=sharing.restricted,
    )


def _active(
    rule: Rule,
    sharing: SharingFile,
    bases: dict[str, LegalBasis],
    provisions: dict[str, Provision],
) -> ActiveRule:
    def grant(patterns: Iterable[str]) -> Grant:
        return Grant(
            path for pattern in patterns for path in sharing.field_sets.get(pattern, (pattern,))
        )

    words = "nothing is disclosed"
    if rule.legal is not None:
        named = bases[rule.legal].provisions()
        words = "; ".join(provisions[one].title for _, _, one in named)
    return ActiveRule(
        rule=rule,
        legal_basis=words,
        fields=grant(rule.fields),
        siblings=grant(rule.siblings),
        bound_by_orders=grant(rule.bound_by_orders),
        earlier=grant(rule.earlier),
        never=grant(rule.never),
        waits=WAITS in rule.when,
    )
