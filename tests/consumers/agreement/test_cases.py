"""Every case of cases.toml: who is told, how it arrives, and who is not."""

import pytest
from wholepicture_consumers.agreement import Agreement, decide
from wholepicture_consumers.agreement.paths import Grant
from wholepicture_schemas.deliveries import DeliveryData

from tests.consumers.agreement.incidents import CASES, Case, situation

pytestmark = pytest.mark.finding("F4")
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "-"))


@each_case
def test_a_case_tells_those_whom_it_names_and_nobody_else(case: Case, agreement: Agreement) -> None:
    """Everyone of the case is told, each as it says, and nobody else is."""
    decision = decide(situation(case), agreement)

    told = {
        (item.recipient, item.arrival, " ".join(child.person for child in item.children))
        for item in decision.items
    }
    assert told == {tuple(one) for one in case["told"]}
    assert len(decision.items) == len(told)


@each_case
def test_a_case_puts_each_decision_on_the_ledger(case: Case, agreement: Agreement) -> None:
    """Who is told, who is not and who must be asked about has an entry with rule and basis."""
    decision = decide(situation(case), agreement)

    by_decision = {
        kind: {
            (one.recipient, one.rule)
            for one in decision.entries
            if one.decision == kind and not one.question
        }
        for kind in ("give", "withhold", "ask")
    }
    assert {recipient for recipient, _ in by_decision["give"]} == {one[0] for one in case["told"]}
    assert by_decision["withhold"] == {tuple(one) for one in case.get("withheld", ())}
    assert by_decision["ask"] == {tuple(one) for one in case.get("asked", ())}
    assert all(one.purpose and one.legal_basis and one.because for one in decision.entries)


@each_case
def test_a_case_says_what_it_must(case: Case, agreement: Agreement) -> None:
    """The instructions of an item hold the sentence that the case asks for."""
    decision = decide(situation(case), agreement)

    sentences = {item.recipient: " ".join(item.instructions) for item in decision.items}
    for recipient, words in case.get("says", {}).items():
        assert words in sentences[recipient]


@each_case
def test_nothing_told_lies_beyond_the_grants(case: Case, agreement: Agreement) -> None:
    """Every path that an item discloses is granted by one of the rules that give it."""
    decision = decide(situation(case), agreement)
    rules = {active.rule.id: active for active in agreement.terms[-1].rules}

    for item in decision.items:
        granted = Grant(
            path
            for name in item.rules
            for grant in (rules[name].fields, rules[name].siblings, rules[name].bound_by_orders)
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
