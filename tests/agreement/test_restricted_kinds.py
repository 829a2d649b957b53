"""A professional of a restricted kind is recognised however the entry is spelt."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, decide
from wholepicture_agreement.written.restricted_kinds import restricted_words

from tests.agreement.incidents import document, of_document

_SIGNS = st.sampled_from(["", "", " ", "-", "\u00ad", "\u0301", "_", "\u2019"])
_TEAM = "social-work-bristol-1"
_OPEN = {"children": [{"person": "c1", "born": "2015-03-09", "urn": "100001", "open": _TEAM}]}


def _told(professional: dict[str, Any], agreement: Agreement) -> bool:
    """Whether the team is told of a professional."""
    event = document(_OPEN)
    event["data"]["core"]["professionals"] = [{"name": "Kim Marker", **professional}]
    items = decide(of_document(event, _OPEN), agreement).items
    return "Kim Marker" in json.dumps(next(one for one in items if one.recipient == _TEAM).told)


@pytest.mark.parametrize(
    "organisation",
    [
        "Drug & Alcohol Service", "Drug and Alcohol Service", "DRUG  AND ALCOHOL", "drug-alcohol",
        "Drugs/Alcohol", "Drug and\u00a0alcohol", "Drug + alcohol team", "Sexual  Health Clinic",
        "sexual-health", "SexualHealth", "Bristol Refuge", "re-fuge", "Ref\u00aduge", "R\u00e9fuge",
        "the Refuges", "Refuge's house", "BristolRefuge", "\uff32efuge", "Substances",
    ],
)  # fmt: skip
def test_it_is_recognised_in_any_spelling(agreement: Agreement, organisation: str) -> None:
    """Signs, spaces, accents and an ampersand do not open what is closed."""
    assert not _told({"role": "worker", "organisation": organisation}, agreement)
    assert not _told({"role": organisation}, agreement)


def test_it_is_recognised_in_an_e_mail_address(agreement: Agreement) -> None:
    """Where the words run together."""
    assert not _told({"role": "worker", "email": "kim@bristolrefuge.example"}, agreement)


@pytest.mark.parametrize(
    "organisation",
    ["Refugee support", "Refugees Welcome", "Subrefuge", "Substantial Arts", "Drug store",
     "Alcohol and drug", "Community health"],
)  # fmt: skip
def test_other_words_hold_none(agreement: Agreement, organisation: str) -> None:
    """Whoever works with refugees can be called."""
    assert _told({"role": "worker", "organisation": organisation}, agreement)


@given(st.sampled_from(["refuge", "drug and alcohol", "safe house", "fii"]), st.data())
def test_letters_set_apart_by_signs_are_still_the_word(word: str, data: st.DataObject) -> None:
    """Words are looked for by their letters first, which no sign between them may hide."""
    said = word.replace("and", data.draw(st.sampled_from(["and", "&", "+", ""])))
    apart = "".join(letter + data.draw(_SIGNS) for letter in said)

    assert restricted_words([word, "crisis"]).stand_in(f"Seen by {apart} today")
