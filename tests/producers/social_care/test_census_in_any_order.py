"""Whatever a return holds, and in whatever order it is written again, nothing new is sent.

Days come from a few, so that several of one day, in one referral and in several, are usual.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.producers.social_care.returns import Council, census, child

_DAYS = st.sampled_from(["2025-05-06", "2025-06-20", "2025-07-09", "2025-10-02", "2026-01-05"])
_CATEGORIES = st.sampled_from(["NEG", "EMO", "PHY"])
_ASSESSMENT = st.fixed_dictionaries(
    {"AssessmentActualStartDate": _DAYS},
    optional={
        "AssessmentAuthorisationDate": _DAYS,
        "FactorsIdentifiedAtAssessment": st.sampled_from(
            [{"AssessmentFactors": ["3B"]}, {"AssessmentFactors": ["16A", "4B"]}]
        ),
    },
)
_ENQUIRY = st.fixed_dictionaries(
    {"S47ActualStartDate": _DAYS, "ICPCnotRequired": st.sampled_from(["0", "1"])},
    optional={"DateOfInitialCPC": _DAYS, "InitialCPCtarget": _DAYS},
)
_IN_NEED = st.fixed_dictionaries({"CINPlanStartDate": _DAYS}, optional={"CINPlanEndDate": _DAYS})
_PLAN = st.fixed_dictionaries(
    {
        "CPPstartDate": _DAYS,
        "InitialCategoryOfAbuse": _CATEGORIES,
        "LatestCategoryOfAbuse": _CATEGORIES,
    },
    optional={
        "CPPendDate": _DAYS,
        "Reviews": st.lists(_DAYS, max_size=3).map(lambda days: {"CPPreviewDate": days}),
    },
)
_REFERRAL = st.fixed_dictionaries(
    {
        "CINreferralDate": _DAYS,
        "ReferralSource": st.sampled_from(["2A", "6"]),
        "PrimaryNeedCode": st.sampled_from(["N1", "N4"]),
        "ReferralNFA": st.sampled_from(["true", "false"]),
        "Assessments": st.lists(_ASSESSMENT, max_size=3),
        "Section47": st.lists(_ENQUIRY, max_size=3),
        "CINPlanDates": st.lists(_IN_NEED, max_size=2),
        "ChildProtectionPlans": st.lists(_PLAN, max_size=2),
    },
    optional={"CINclosureDate": _DAYS, "DateOfInitialCPC": _DAYS},
)
_CHILDREN = st.lists(st.lists(_REFERRAL, min_size=1, max_size=3), min_size=1, max_size=2)


def _shuffled(node: Any, order: random.Random) -> Any:
    if isinstance(node, list):
        return order.sample([_shuffled(item, order) for item in node], len(node))
    return {name: _shuffled(item, order) for name, item in node.items()} if _is(node) else node


def _is(node: Any) -> bool:
    return isinstance(node, dict)


def _return(children: list[list[dict[str, Any]]]) -> str:
    return census(*(child(*told, number=f"C{at}") for at, told in enumerate(children)))


def _machines() -> Iterator[Council]:
    with TemporaryDirectory() as folder:
        council = Council(Path(folder))
        yield council
        council.spool.close()


@pytest.mark.long
@given(_CHILDREN, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_a_return_in_another_order_changes_nothing(
    children: list[list[dict[str, Any]]], order: random.Random
) -> None:
    """Each fact is found again, though several have one day."""
    for council in _machines():
        council.publish(_return(children))
        assert not council.refused
        kept = council.accepted.new

        council.publish(_return([_shuffled(told, order) for told in children]))

        assert not council.refused
        assert council.counts == (0, 0, kept)
        assert not council.remarks


@pytest.mark.long
@given(_CHILDREN, _CHILDREN)
@settings(max_examples=100)
def test_the_second_of_two_returns_is_known_again(
    first: list[list[dict[str, Any]]], second: list[list[dict[str, Any]]]
) -> None:
    """Whatever the first one said."""
    for council in _machines():
        council.publish(_return(first))
        council.publish(_return(second))
        events = len(council.accepted.receipts)
        refused = len(council.refused)

        council.publish(_return(second))

        assert council.accepted.new == 0
        assert council.counts[1] == 0 or refused
        assert len(council.accepted.receipts) >= events
