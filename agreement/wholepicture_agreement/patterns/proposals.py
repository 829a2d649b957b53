"""A proposal of pattern rules: a file that can be tried before it is approved."""

from pathlib import Path

from wholepicture_agreement.patterns.checks import (
    check_patterns,
    check_versions_of_patterns,
    not_approved,
)
from wholepicture_agreement.patterns.files import PatternsFile
from wholepicture_agreement.written.loading import AgreementError, Files, read_file


def proposal(path: Path, files: Files) -> tuple[PatternsFile, tuple[str, ...]]:
    """A proposed file, and what it lacks before it can be put in force, as sentences.

    Raises:
        AgreementError: it cannot be read, or does not hold together whoever approves it.
    """
    read = read_file(path, PatternsFile)
    findings = list(check_patterns(read.file, files.agencies, files.versions))
    approvals = [finding for finding in findings if finding.where[0] == "approvers"]
    wrong = [finding for finding in findings if finding not in approvals]
    if wrong:
        raise AgreementError(read.sentences(wrong))
    others = [file for file in files.patterns if file.version != read.file.version]
    before = max(others, key=lambda file: file.valid_from, default=None)
    approvals += not_approved(before, read.file)
    named = [*(("the patterns in force", file) for file in others), (path.name, read.file)]
    between = [found for name, found in check_versions_of_patterns(named) if name == path.name]
    return read.file, tuple(read.sentences([*approvals, *between]))
