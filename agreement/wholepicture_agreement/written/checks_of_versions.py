"""What must hold between the versions of the rules: at each moment one is in force, not two."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wholepicture_agreement.written.checks import Finding
from wholepicture_agreement.written.files import SharingFile


def check_versions(files: Sequence[tuple[str, SharingFile]]) -> Iterator[tuple[str, Finding]]:
    """Everything wrong between several sharing*.toml, each with the name of its file."""
    ordered = sorted(files, key=lambda named: named[1].valid_from)
    for (name, file), (other, later) in pairwise(ordered):
        if file.version == later.version:
            yield other, Finding(("version",), f"Version {later.version} stands in {name} too.")
        if (file.valid_until or dt.date.max) > later.valid_from:
            sentence = (
                f"Version {later.version} begins while version {file.version} of {name} is in "
                "force: give that one a valid_until."
            )
            yield other, Finding(("valid_from",), sentence)
    for name, file in files:
        if file.valid_until is not None and file.valid_until <= file.valid_from:
            yield name, Finding(("valid_until",), f"Version {file.version} ends before it begins.")


def check_gaps(files: Sequence[tuple[str, SharingFile]]) -> Iterator[tuple[str, Finding]]:
    """Every gap between two versions, with the name of the file whose version ends too early.

    For whoever checks the files: who decides on a child goes on with the version that ended.
    """
    ordered = sorted(files, key=lambda named: named[1].valid_from)
    for (name, file), (other, later) in pairwise(ordered):
        if file.valid_until is not None and file.valid_until < later.valid_from:
            sentence = (
                f"No version is in force from {file.valid_until} until version {later.version} of "
                f"{other} begins: valid_until is the first day on which a version no longer is. "
                f"Write valid_until = {later.valid_from}."
            )
            yield name, Finding(("valid_until",), sentence)
