"""Restricted matters: named in other words, spoken of in a text, or not listed."""

from typing import Any

import pytest
from wholepicture_agreement import Agreement, Decision, decide

from tests.agreement.incidents import document, of_document

_DOOR, _TEAM, _SCHOOL = "front-door-bristol", "social-work-bristol-1", "setting-100001"
_HEALTH = "public-health-nursing"
_SAYS = "Do not speak to the parents or carers"


def _decided(agreement: Agreement, *, team: str | None = None, **core: Any) -> Decision:
    child = {"person": "c1", "born": "2015-03-09", "urn": "100001"}
    case = {"event": "child-concern", "children": [child | ({"open": team} if team else {})]}
    told = document(case)
    told["data"]["detail"] |= core.pop("detail", {})
    told["data"]["core"] |= core
    return decide(of_document(told, case), agreement)


def _heads(decision: Decision) -> dict[str, str]:
    return {str(item.recipient): "\n".join(item.instructions) for item in decision.items}


def _asked(decision: Decision) -> set[str]:
    return {str(entry.recipient) for entry in decision.entries if entry.decision == "ask"}


@pytest.mark.parametrize(
    "said", ["FII", "fabricated or induced illness", "Suspected perplexing presentation"]
)
def test_a_matter_named_in_other_words_brings_its_instruction(
    said: str, agreement: Agreement
) -> None:
    """The child's team is told, whose rule opens the matter; the school is not."""
    heads = _heads(_decided(agreement, team=_TEAM, handling={"restricted_kinds": [said]}))

    assert _SAYS in heads[_TEAM]
    assert not heads.keys() & {_SCHOOL, _HEALTH}


@pytest.mark.parametrize("said", ["sensitive: see the inspector", "a drugs line", "safe house"])
def test_a_kind_that_is_not_listed_is_not_spoken_of_before_the_sender_is_called(
    said: str, agreement: Agreement
) -> None:
    """Other words for a place or a service open nothing: it stays with the front door."""
    heads = _heads(_decided(agreement, handling={"restricted_kinds": [said]}))

    assert heads.keys() == {_DOOR}
    assert "do not speak to the family" in heads[_DOOR]
    assert "before you have called the sender" in heads[_DOOR]


@pytest.mark.parametrize(
    "spoken",
    [
        {"summary": "The ward suspects FII: the tests show nothing."},
        {"detail": {"concern": "It may be Munchausen by proxy."}},
        {"for_school": "Health consider a fabricated or induced illness."},
        {"sharing": {"power": "common-law-policing", "because": "An induced illness is feared."}},
    ],
    ids=["summary", "concern", "for the school", "why it is shared"],
)
def test_a_matter_in_a_text_is_asked_about_before_others_are_told(
    spoken: dict[str, Any], agreement: Agreement
) -> None:
    """Those who act for the child have it at once, with the matter's own instruction."""
    decision = _decided(agreement, **spoken)
    heads = _heads(decision)

    assert _SAYS in heads[_DOOR]
    assert not heads.keys() & {_SCHOOL, _HEALTH}
    assert _asked(decision) >= {_SCHOOL, _HEALTH}
    [question] = decision.questions
    assert "name the kind" in "\n".join(question.instructions)


def test_words_that_are_no_matter_delay_nobody(agreement: Agreement) -> None:
    """Whoever is said to have fabricated a story is told of as anybody is."""
    decision = _decided(
        agreement, summary="He says that she fabricated it. The child has an illness."
    )

    assert _SCHOOL in _heads(decision)
    assert not _asked(decision)


def test_a_place_or_service_in_a_text_delays_nobody(agreement: Agreement) -> None:
    """It is cut from the text, and the event goes on."""
    decision = _decided(agreement, summary="She was at the Willow Refuge, then at Turning Point.")

    assert _SCHOOL in _heads(decision)
    assert not _asked(decision)


@pytest.mark.parametrize("said", ["Harbourside Primary", "100001", "setting-100001"])
def test_whoever_acts_reads_by_name_from_whom_it_is_kept(said: str, agreement: Agreement) -> None:
    """Else they tell the very school that must not know; others read no name."""
    entry = {"recipients": [said], "because": "A cousin.", "review_on": "2027-02-01"}

    heads = _heads(_decided(agreement, handling={"not_to": [entry]}))

    named = "Harbourside Primary (made up)" if said == "setting-100001" else f"“{said}”"
    assert f"keeps this back from {named}: do not tell them of it" in heads[_DOOR]
    assert "do not tell anybody else" in heads[_HEALTH]
    assert "Harbourside" not in heads[_HEALTH]


def test_whoever_acts_reads_that_it_is_kept_from_everybody_else(agreement: Agreement) -> None:
    """Where the sender names nobody."""
    entry = {"because": "It gets about.", "review_on": "2027-02-01"}

    heads = _heads(_decided(agreement, handling={"not_to": [entry]}))

    assert (
        "keeps this back from everybody but those who act for the child's safety: do not tell them"
        in heads[_DOOR]
    )
