"""The table of cases: what must come of an event, written by the members and run as it stands."""

from wholepicture_agreement.cases.building import (
    MORNING,
    document,
    of_document,
    situation,
)
from wholepicture_agreement.cases.checking import CaseOutcome, outcome
from wholepicture_agreement.cases.files import Case, CaseChild, CasesFile, Heading
from wholepicture_agreement.cases.reading import CasesError, TableOfCases, read_cases

__all__ = [
    "MORNING",
    "Case",
    "CaseChild",
    "CaseOutcome",
    "CasesError",
    "CasesFile",
    "Heading",
    "TableOfCases",
    "document",
    "of_document",
    "outcome",
    "read_cases",
    "situation",
]
