"""Approvals: a version of the rules that gives more is approved by those whose information it is.

Two agencies approve every version, and a version that only narrows needs no others. A version that
gives more needs each agency whose information it gives more of:

- the agencies of the kind that tells the type of event;
- all agencies where any of them may tell it, where more of earlier events is shown, or where fewer
  restricted services are recognised.

The first version needs every agency whose information it gives.

Example: version 2 also gives schools the summary of a police incident. Every police force has to
approve it.
"""

from collections.abc import Iterable, Iterator, Sequence

from wholepicture_schemas.catalogue import agency_kind, by_name
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_agreement.item.items import UNKNOWN
from wholepicture_agreement.written.checks import Finding
from wholepicture_agreement.written.files import AgenciesFile, SharingFile
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
    wider = widenings(before, after)
    for agency, ways in _missing(wider, after.approvers, agencies).items():
        if before is None:
            said = f"Version {after.version} is the first, and gives information of {agency}."
        else:
            said = (
                f"Version {after.version} gives more of the information of {agency} than version "
                f"{before.version}: {' '.join(sentences(ways))}"
            )
        yield Finding(
            ("approvers",),
            f"{said} {agency} is not among its approvers, and has to approve it first.",
        )


def whose(widening: Widening, agencies: AgenciesFile) -> tuple[AgencyId, ...]:
    """The agencies whose information a widening gives more of."""
    kind = _teller(widening)
    return tuple(agency.id for agency in agencies.agency if kind in {_ANY, agency.kind})


def _missing(
    wider: Iterable[Widening], approvers: Iterable[str], agencies: AgenciesFile
) -> dict[AgencyId, list[Widening]]:
    """The widenings of each agency that has to approve them and has not."""
    approved = set(approvers)
    by_agency: dict[AgencyId, list[Widening]] = {}
    for widening in wider:
        for agency in whose(widening, agencies):
            if agency not in approved:
                by_agency.setdefault(agency, []).append(widening)
    return by_agency


def _teller(widening: Widening) -> str:
    """The kind of agency that tells what a widening gives; "any" where every kind may."""
    if widening.part == "earlier" or widening.on in {"", UNKNOWN}:
        return _ANY
    kind = by_name(widening.on)
    return agency_kind(kind.TYPE) if kind else _ANY
