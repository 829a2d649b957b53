"""Loading the agreement: from the partnership's files to one that holds together, or not."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_consumers.agreement.checks import Finding, check_agencies
from wholepicture_consumers.agreement.checks_of_law import (
    check_bases_today,
    check_legal_today,
    check_provisions,
)
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
from wholepicture_consumers.agreement.lines import Lines
from wholepicture_consumers.agreement.model import ActiveRule, Agreement, Terms
from wholepicture_consumers.agreement.paths import Grant
from wholepicture_consumers.agreement.slips import not_toml, slips_of

F = TypeVar("F", bound=BaseModel)


class AgreementError(StopError):
    """An agreement that cannot be used; ``sentences`` say what is wrong, and in which lines."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


def load(folder: Path | str, *, today: dt.date | None = None) -> Agreement:
    """The agreement that stands in a folder: agencies.toml, legal.toml and every sharing*.toml.

    With ``today``, what that day tells against it is found as well: a provision that has ended
    since. Who decides on a child never asks for that, for a clock that is wrong, or a date that
    has passed, must leave no child untold.

    Raises:
        AgreementError: a file is missing, cannot be read, or the whole does not hold together.
    """
    folder = Path(folder)
    paths = sorted(folder.glob("sharing*.toml")) or [folder / "sharing.toml"]
    sentences: list[str] = []
    agencies = _read(folder / "agencies.toml", AgenciesFile, sentences)
    legal = _read(folder / "legal.toml", LegalFile, sentences)
    versions = [one for path in paths if (one := _read(path, SharingFile, sentences))]
    if agencies:
        sentences += agencies.sentences(check_agencies(agencies.file))
    if legal:
        sentences += legal.sentences(check_provisions(legal.file))
    if legal and today:
        sentences += legal.sentences(check_legal_today(legal.file, today))
        for one in versions:
            sentences += one.sentences(check_bases_today(one.file, legal.file, today))
    if agencies and legal:
        for one in versions:
            sentences += one.sentences(check_rules(one.file, agencies.file, legal.file))
    for name, finding in check_versions([(one.name, one.file) for one in versions]):
        sentences += next(one for one in versions if one.name == name).sentences([finding])
    if sentences or not (agencies and legal):
        raise AgreementError(sentences)
    return _agreement(agencies.file, legal.file, [one.file for one in versions])


@dataclass(frozen=True)
class _File(Generic[F]):
    """A file of the agreement that could be read."""

    name: str
    file: F
    lines: Lines

    def sentences(self, findings: Iterable[Finding]) -> list[str]:
        """What was found in it, each with its line."""
        return [
            f"{self.name} line {self.lines.of(one.where, one.value)}: {one.sentence}"
            for one in findings
        ]


def _read(path: Path, kind: type[F], sentences: list[str]) -> _File[F] | None:
    """A file; none where it cannot be read, with what is wrong added to the sentences."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        where = "Run this where the folder partnership is, or set WHOLEPICTURE_PARTNERSHIP."
        folder = path.parent.absolute()
        sentences.append(f"{path.name}: this file cannot be read in {folder}. {where}")
        return None
    except UnicodeDecodeError:
        sentences.append(f"{path.name}: this is not UTF-8 text: save it as UTF-8.")
        return None
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sentences.append(not_toml(path.name, error))
        return None
    lines = Lines(text)
    try:
        return _File(path.name, kind.model_validate(document), lines)
    except ValidationError as error:
        sentences.extend(
            f"{path.name} line {lines.of(one.where, one.value)}: {one.sentence}"
            for one in slips_of(error, document, kind)
        )
        return None


def _agreement(
    agencies: AgenciesFile, legal: LegalFile, versions: Sequence[SharingFile]
) -> Agreement:
    provisions = {provision.id: provision for provision in legal.provision}
    return Agreement(
        partnership=agencies.partnership,
        agencies={one.id: one for one in agencies.agency},
        authorities={one.code: one for one in agencies.authority},
        recipients={one.id: one for one in agencies.recipient},
        terms=tuple(
            _terms(sharing, provisions)
            for sharing in sorted(versions, key=lambda sharing: sharing.valid_from)
        ),
    )


def _terms(sharing: SharingFile, provisions: dict[str, Provision]) -> Terms:
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
