"""Every case of the partnership's table: who is told what, how it arrives, and who is not."""

import pytest
from wholepicture_agreement import Agreement, decide
from wholepicture_agreement.cases import Case, outcome, situation
from wholepicture_agreement.written.paths import Grant
from wholepicture_schemas.deliveries import DeliveryData

from tests.support.shipped import shipped_cases

pytestmark = pytest.mark.finding("F4")
CASES = tuple(shipped_cases().file.cases())
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))


@each_case
def test_a_case_is_decided_as_it_is_written(case: Case, agreement: Agreement) -> None:
    """Everyone of the case is told as it says, sees and reads what it says, and nobody else is."""
    assert outcome(case, agreement).differences == ()


@each_case
def test_a_case_puts_each_decision_on_the_ledger(case: Case, agreement: Agreement) -> None:
    """Who is told has an entry; each entry has its purpose, its basis and its reason."""
    decision = decide(situation(case), agreement)

    given = {
        str(one.recipient)
        for one in decision.entries
        if one.decision == "give" and not one.question
    }
    assert given == {str(one[0]) for one in case.told}
    assert all(one.purpose and one.legal_basis and one.because for one in decision.entries)


@each_case
def test_nothing_told_lies_beyond_the_grants(case: Case, agreement: Agreement) -> None:
    """Every path that an item discloses is granted by one of the rules that give it."""
    decision = decide(situation(case), agreement)
    rules = {active.rule.id: active for active in agreement.terms[-1].rules}

    for item in decision.items:
        granted = Grant(
            path
            for name in item.rules
            for grant in (
                rules[name].fields,
                rules[name].siblings,
                rules[name].of_mother,
                rules[name].bound_by_orders,
            )
            for path in grant.patterns
        )
        assert all(path in granted for path in item.fields)


@each_case
def test_every_item_makes_a_whole_delivery(case: Case, agreement: Agreement) -> None:
    """What an item holds is what a delivery needs, less its ids and context."""
    decision = decide(situation(case), agreement)

    for item in decision.items:
        delivery = DeliveryData(
            kind=item.kind,
            arrival=item.arrival,
            recipient=item.recipient,
            addressed_to=item.addressed_to,
            headline=item.headline,
            instructions=item.instructions,
            phone_first=item.phone_first,
            urgency=item.urgency,
            respond_by=item.respond_by,
            respond_by_words=item.respond_by_words,
            incomplete=item.incomplete,
            children=(),
            told_by=item.told_by,
            event_type=item.event_type,
            happened=item.happened,
            received=item.received,
            told=item.told,
            reason=item.reason,
            exercise=item.exercise,
        )
        assert delivery.model_dump_json()


def test_every_rule_and_every_recipient_is_in_some_case(agreement: Agreement) -> None:
    """A rule, or somebody who can be told, that no case is about could change unnoticed."""
    decisions = [outcome(case, agreement).decision for case in CASES]

    applied = {entry.rule for decision in decisions for entry in decision.entries}
    told = {str(one[0]) for case in CASES for one in case.told}
    of_patterns = {
        name for file in agreement.patterns for rule in file.pattern for name in rule.told_by
    }
    assert applied | of_patterns >= {active.rule.id for active in agreement.terms[-1].rules}
    assert told >= set(agreement.recipients)
