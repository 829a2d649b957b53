"""Approvals: a version of the rules that gives more is approved by those whose information it is.

Two agencies approve every version, and a version that only narrows needs no others. A version that
gives more needs each agency whose information it gives more of:

- the agencies of the kind that tells the type of event;
- all agencies where any of them may tell it, where more of earlier events is shown, or where fewer
  restricted services are recognised.

The first version needs every agency whose information it gives.

An agency is asked about the versions in which it takes part, and about none that had ended before
it was connected. Of the first of them all that it gives of its information is new to it.

Example: version 2 also gives schools the summary of a police incident. Every police force has to
approve it. A force that joins while version 2 is in force approves that, and not version 1.
"""

from collections.abc import Iterable, Iterator, Sequence

from wholepicture_schemas.catalogue import OF_ANYBODY, agency_kind, by_name

from wholepicture_agreement.item.items import UNKNOWN
from wholepicture_agreement.written.checks import Finding
from wholepicture_agreement.written.files import AgenciesFile, Agency, SharingFile
from wholepicture_agreement.written.widening import Widening, widenings
from wholepicture_agreement.written.widening_words import sentences

_ANY = "any"


def check_approvals(
    files: Sequence[tuple[str, SharingFile]], agencies: AgenciesFile
) -> Iterator[tuple[str, Finding]]:
    """A finding for each approval that a version lacks, with the name of its file."""
    before: SharingFile | None = None
    for name, file in sorted(files, key=lambda named: named[1].valid_from):
        for finding in not_approved(before, file, agencies):
            yield name, finding
        before = file


def not_approved(
    before: SharingFile | None, after: SharingFile, agencies: AgenciesFile
) -> Iterator[Finding]:
    """A finding for each agency that has to approve a version and has not."""
    for agency, ways in asked(before, after, agencies).items():
        if agency.id in after.approvers:
            continue
        yield Finding(
            ("approvers",),
            f"{_said(before, after, agency, ways)} {agency.id} is not among its approvers, and has "
            "to approve it first.",
        )


def asked(
    before: SharingFile | None, after: SharingFile, agencies: AgenciesFile
) -> dict[Agency, list[Widening]]:
    """The agencies that have to approve a version, each with what it gives of its information."""
    everything = _told(widenings(None, after))
    more = _told(widenings(before, after)) if before else everything
    found: dict[Agency, list[Widening]] = {}
    for agency in agencies.agency:
        if not _takes_part(agency, after):
            continue
        wider = more if before and _takes_part(agency, before) else everything
        ways = [widening for widening, teller in wider if teller in {_ANY, agency.kind}]
        if ways:
            found[agency] = ways
    return found


def concerns(widening: Widening, agency: Agency) -> bool:
    """Whether more of an agency's information is given."""
    return _teller(widening) in {_ANY, agency.kind}


def _takes_part(agency: Agency, file: SharingFile) -> bool:
    """Whether an agency is connected at any time at which a version is in force."""
    return file.valid_until is None or agency.connected_since < file.valid_until


def _said(
    before: SharingFile | None, after: SharingFile, agency: Agency, ways: list[Widening]
) -> str:
    if before is None:
        return f"Version {after.version} is the first, and gives information of {agency.id}."
    if not _takes_part(agency, before):
        return (
            f"{agency.id} joins on {agency.connected_since:%Y-%m-%d}, and version {after.version} "
            "gives its information: what and to whom stands in the pages of `wholepicture "
            "agreement book`."
        )
    return (
        f"Version {after.version} gives more of the information of {agency.id} than version "
        f"{before.version}: {' '.join(sentences(ways))}"
    )


def _told(ways: Iterable[Widening]) -> list[tuple[Widening, str]]:
    """Each widening with the kind of agency that tells what it gives."""
    return [(widening, _teller(widening)) for widening in ways]


def _teller(widening: Widening) -> str:
    """The kind of agency that tells what a widening gives; "any" where every kind may."""
    if widening.part == "earlier" or widening.on in {"", UNKNOWN}:
        return _ANY
    kind = by_name(widening.on)
    told_by = agency_kind(kind.TYPE) if kind else _ANY
    return _ANY if told_by in OF_ANYBODY else told_by
