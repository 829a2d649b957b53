"""Rules on sets of events, and on a legal basis by the kind of agency that tells."""

from pathlib import Path

import pytest
from wholepicture_agreement.cases import Case, outcome

from tests.agreement.refusing import Slip, copied, refused
from tests.support.shipped import shipped

SHARING = "sharing.toml"
_BY_SENDER = 'legal_by_sender = { police = "police-to-childrens-services", '


def _case(event: str, sender: str) -> Case:
    return Case.model_validate(
        {
            "name": "n",
            "story": "s",
            "event": event,
            "sender": sender,
            "children": [{"person": "c1", "born": "2023-03-09"}],
            "told": [],
        }
    )


@pytest.mark.parametrize(
    ("event", "sender", "words"),
    [
        ("child-concern", "avon-and-somerset-police", "Common law power of the police"),
        ("concern", "avon-and-somerset-police", "Common law power of the police"),
        ("concern", "family-charity", "Charities and voluntary organisations"),
        ("concern", "community-health", "Children Act 2004 section 11"),
        ("medical-advice-not-followed", "community-health", "Children Act 2004 section 11"),
    ],
)
def test_one_rule_rests_on_the_law_of_its_sender(event: str, sender: str, words: str) -> None:
    """The item and the ledger say the same basis."""
    decision = outcome(_case(event, sender), shipped()).decision

    given = next(item for item in decision.items if item.recipient == "front-door-bristol")
    entry = next(entry for entry in decision.entries if entry.recipient == "front-door-bristol")
    assert words in given.reason.legal_basis
    assert entry.legal_basis == given.reason.legal_basis


def test_a_set_is_written_out_in_its_rules() -> None:
    """Whoever reads the rules sees the types."""
    rules = {active.rule.id: active.rule for active in shipped().terms[-1].rules}

    assert "strengths-note" in rules["context-for-the-team"].on
    assert "context" not in rules["context-for-the-team"].on


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([(SHARING, 'on = ["context"]', 'on = ["contexts"]')], "no type of event contexts"),
        ([(SHARING, '"strengths-note",', '"strength-note",')], "no type of event strength-note"),
        ([(SHARING, "\ncare = [", "\nconcern = [")], "concern is a type of event"),
        ([(SHARING, _BY_SENDER, 'legal_by_sender = { police = "police-to-x", ')],
         "there is no legal_basis police-to-x"),
        ([(SHARING, _BY_SENDER, 'legal_by_sender = { police = "voluntary-to-partners", ')],
         "only for what voluntary tells; this rule takes what police tells"),
    ],
)  # fmt: skip
def test_a_slip_in_them_is_refused(edits: list[Slip], words: str, tmp_path: Path) -> None:
    """With a sentence that names it."""
    assert words in "\n".join(refused(copied(tmp_path), edits))
