"""Ethnicity changes no pattern, and a disability or another need removes or delays none.

Generated histories of one child go through both stages twice, in the second with another ethnicity
or with needs besides.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.codes import COMMUNICATIONS, DISABILITIES, ETHNICITIES

from tests.consumers.pattern_stages import (
    IVY,
    abuse,
    concern,
    days,
    of_patterns,
    rule,
    stages,
    tell,
)
from tests.support.examples import examples

pytestmark = pytest.mark.finding("I2")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
RULES = (
    rule(),
    rule(
        "not-heard",
        counts=[{"types": ["domestic-abuse-incident", "child-concern"],
                 "where": {"voice": ["not-recorded"]}}],
    ),
)  # fmt: skip
TOLD = st.lists(
    st.tuples(st.booleans(), st.integers(0, 400), st.booleans()), min_size=1, max_size=4
)
ETHNICITY = st.sampled_from(sorted(ETHNICITIES))
NEEDS = st.fixed_dictionaries(
    {},
    optional={
        "disability": st.lists(st.sampled_from(sorted(DISABILITIES)), min_size=1, max_size=3),
        "communication": st.lists(st.sampled_from(sorted(COMMUNICATIONS)), min_size=1, max_size=2),
    },
)
History = Sequence[tuple[bool, int, bool]]


def _notices(history: History, **more: Any) -> list[tuple[str, ...]]:
    """What was told of patterns, in its order: to whom, when due, by which rule, of which days."""
    made, told = stages(*RULES), list[tuple[str, ...]]()
    for number, (is_abuse, day, heard) in enumerate(history):
        of: Mapping[str, Any] = {**IVY, **more}
        if heard:
            of = {**of, "voice": {"observation": "Held on to her grandmother."}}
        document = (abuse if is_abuse else concern)(of=dict(of), local_reference=f"R{number}")
        followed = tell(made, str(number), document, START + timedelta(days=day))
        told += [
            (
                item["recipient"],
                item["respond_by"],
                item["told"]["detail"]["pattern"],
                json.dumps(days(item)),
                str(number),
            )
            for item in of_patterns(followed)
            if item["told"]
        ]
    return told


@examples(5)
@given(TOLD, ETHNICITY, ETHNICITY)
def test_ethnicity_changes_nothing(history: History, one: str, other: str) -> None:
    """Permuting ethnicities permutes nothing else: who, when, by which rule, of which events."""
    assert _notices(history, ethnicity=one) == _notices(history, ethnicity=other)


@examples(5)
@given(TOLD, NEEDS)
def test_a_need_removes_and_delays_nothing(history: History, needs: dict[str, Any]) -> None:
    """Whatever is told of a child without needs is told of one with needs, no later."""
    without, with_needs = _notices(history), _notices(history, **needs)

    assert set(without) <= set(with_needs)
