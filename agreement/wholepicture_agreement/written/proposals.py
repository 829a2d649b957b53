"""A proposal: a version of the rules that can be tried before it is approved.

It is a file proposed*.toml beside the others. No stage reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wholepicture_agreement.written.checks_of_approvals import not_approved
from wholepicture_agreement.written.checks_of_rules import check_rules
from wholepicture_agreement.written.checks_of_versions import check_versions
from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.loading import AgreementError, Files, read_file, terms_of
from wholepicture_agreement.written.model import Terms
from wholepicture_agreement.written.widening import Widening, widenings

PATTERN = "proposed*.toml"
NOT_COMPARED = (
    "Who receives for an area, a team or a role is taken as agencies.toml names them now: what a "
    "change of that file gives to whom is not compared here, and nobody is asked to approve it."
)
"""What a comparison of two versions does not show, as a sentence."""


@dataclass(frozen=True)
class Proposal:
    """A version of the rules, what it changes, and what it still waits for."""

    name: str
    file: SharingFile
    terms: Terms
    before: SharingFile
    """The version that it is compared with: the one that it would take the place of."""
    wider: tuple[Widening, ...]
    narrower: tuple[Widening, ...]
    """What it gives less, as the widenings of going back."""
    waits_for: tuple[str, ...]
    """What it lacks before it can be put in force, as sentences."""


def the_file(named: Path | None, folder: Path) -> Path:
    """The file that was named, else the only proposal in the partnership's folder.

    Raises:
        AgreementError: none was named, and there is none, or more than one.
    """
    if named is not None:
        beside = folder / named
        return beside if not named.exists() and beside.exists() else named
    paths = sorted(folder.glob(PATTERN))
    if len(paths) == 1:
        return paths[0]
    if not paths:
        missing = (
            f"{folder} holds no proposal. Copy its newest sharing.toml to proposed.toml there, "
            "change that, and try it; or name another file."
        )
        raise AgreementError([missing])
    names = ", ".join(path.name for path in paths)
    raise AgreementError([f"{folder} holds {len(paths)} proposals: name one of {names}."])


def proposal(path: Path, files: Files) -> Proposal:
    """A proposal, with everything that is still to be approved or settled.

    Raises:
        AgreementError: it cannot be read, or does not hold together whoever approves it.
    """
    read = read_file(path, SharingFile)
    file = read.file
    findings = list(check_rules(file, files.agencies, files.legal))
    approvals = [finding for finding in findings if finding.where[0] == "approvers"]
    wrong = [finding for finding in findings if finding not in approvals]
    if wrong:
        raise AgreementError(read.sentences(wrong))
    before = _before(file, files)
    approvals += not_approved(before, file, files.agencies)
    named = [
        ("the agreement", version) for version in files.versions if version.version != file.version
    ]
    between = check_versions([*named, (path.name, file)])
    return Proposal(
        name=path.name,
        file=file,
        terms=terms_of(file, files.legal),
        before=before,
        wider=widenings(before, file),
        narrower=widenings(file, before),
        waits_for=(
            *_copied(before, file),
            *read.sentences(approvals),
            *read.sentences(finding for name, finding in between if name == path.name),
        ),
    )


def _copied(before: SharingFile, file: SharingFile) -> Iterator[str]:
    """A sentence where the approvers look copied from the version before."""
    if file.approvers and file.approvers == before.approvers:
        yield (
            f"The approvers are those of version {before.version}: write approvers = [] until each "
            "has approved this one."
        )


def _before(file: SharingFile, files: Files) -> SharingFile:
    """The version that is in force until the proposal begins; else the newest."""
    earlier = [version for version in files.versions if version.valid_from < file.valid_from]
    return earlier[-1] if earlier else files.versions[-1]
