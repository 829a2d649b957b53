"""Who is due an item is decided without making it: the same by both ways, in every case."""

import pytest
from wholepicture_agreement import Agreement, decide, items_due
from wholepicture_agreement.cases import Case, situation
from wholepicture_schemas.identifiers import PersonRef

from tests.agreement.test_cases import each_case

pytestmark = pytest.mark.finding("F4")


@each_case
def test_what_is_due_is_what_is_decided(case: Case, agreement: Agreement) -> None:
    """What is asked of an item before it is made is what stands in it.

    Of those who have the event already, nothing is entered as given; all else is.
    """
    due, decision = items_due(situation(case), agreement), decide(situation(case), agreement)

    for promised, item in zip(due.items.values(), decision.items, strict=True):
        rules: dict[str, tuple[PersonRef, ...]] = {
            rule: tuple(child.person for child in item.children if rule in child.rules)
            for rule in item.rules
        }
        assert promised.recipient == item.recipient
        assert promised.kind == item.kind
        assert promised.persons == {child.person for child in item.children}
        assert list(promised.rules.items()) == list(rules.items())
        assert promised.stands_in_for == item.stands_in_for
        assert promised.also_told == item.also_told
        assert promised.item == item
    assert due.decision() == decision
    given_nothing = [e for e in decision.entries if e.decision != "give" or e.question]
    assert list(due.entries(())) == given_nothing
