"""Situations for tests: the cases of the partnership's table, and others written as they are."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from wholepicture_agreement import Situation, cases
from wholepicture_agreement.cases import MORNING

from tests.support.shipped import TABLE

__all__ = [
    "CASES", "MORNING", "OPEN_CASE_AND_UNKNOWN", "Case", "document", "of_document",
    "situation",
]  # fmt: skip

Case = Mapping[str, Any]
"""A case as it is written; what a test does not say of it is as in the table."""

CASES: Sequence[Case] = [
    case
    for heading in tomllib.loads(TABLE.read_text(encoding="utf-8"))["heading"]
    for case in heading["case"]
]
OPEN_CASE_AND_UNKNOWN = next(
    case for case in CASES if case["name"] == "two children, one open case, standard grade"
)


def situation(case: Case) -> Situation:
    """The situation of a case."""
    return cases.situation(_read(case))


def of_document(event: Mapping[str, Any], case: Case) -> Situation:
    """The situation of an event, its children known as the case says."""
    return cases.of_document(event, _read(case))


def document(case: Case) -> dict[str, Any]:
    """The event of a case, as CloudEvents JSON."""
    return cases.document(_read(case))


def _read(case: Case) -> cases.Case:
    return cases.Case.model_validate(
        {"name": "a test", "story": "A test.", "told": ()} | dict(case)
    )
