"""However the rules are changed: whoever would get more by them, the comparison has said so."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Decision, Situation, decide
from wholepicture_agreement.item.items import type_name
from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.loading import agreement_of, terms_of
from wholepicture_agreement.written.widening import widenings
from wholepicture_consumers.governance.comparing import Comparison, in_force_only

from tests.agreement.generated import PLAIN, changed, files
from tests.agreement.incidents import CASES, situation
from tests.support.examples import examples

PARTS = 8
"""Each change is played on one part of the table, so that twice as many take half the time."""


@cache
def _told() -> tuple[tuple[Situation, Decision], ...]:
    """Every case, with what the shipped rules decide about it."""
    agreement = agreement_of(files())
    return tuple((one, decide(one, agreement)) for one in map(situation, CASES))


@pytest.mark.slow
@examples(120)
@given(after=changed(), part=st.integers(0, PARTS - 1))
def test_nobody_gets_more_than_was_said(after: SharingFile, part: int) -> None:
    """What any case would give more, by the rules alone, is among what has to be approved."""
    (before,) = files().versions
    agreement = in_force_only(agreement_of(files()), terms_of(after, files().legal))
    comparison = Comparison()
    for case, now in _told()[part::PARTS]:
        comparison.add(type_name(case.event.type), now, decide(case, agreement))

    said = widenings(before, after)

    for row in comparison.rows.values():
        on = [one for one in said if one.on in {row.event, ""}]
        assert not row.gained or on, (row.recipient, row.event, row.gained)
        paths = {path for one in on for path in one.paths}
        assert PLAIN.intersection(row.gained) <= paths, (row.recipient, row.event)
