"""A restricted service or place that only a text names is named to nobody who may not know it."""

from typing import Any

import pytest
from wholepicture_agreement import Agreement, decide
from wholepicture_agreement.seen import services_in_texts
from wholepicture_agreement.written.restricted_kinds import restricted_words
from wholepicture_schemas.in_texts.traces import cut

from tests.agreement.incidents import document, of_document

pytestmark = pytest.mark.finding("F4")

_PLACES = restricted_words(["refuge", "safe house"])
_SERVICES = restricted_words(["sexual health", "substance", "drug and alcohol"])


def _spans(text: str) -> list[tuple[int, int]]:
    places = services_in_texts.spans(text, _PLACES, place=True)
    return [*places, *services_in_texts.spans(text, _SERVICES)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Now at Birch Refuge. Seen at the sexual health clinic.",
         "Now at a service. Seen at a service."),
        ("She moved to a refuge in Bath.", "She moved to a service in Bath."),
        ("NOW AT BIRCH REFUGE", "NOW AT a service"),
        ("Kim of Birch Women's Refuge Bristol called.", "Kim of a service called."),
        ("Refuge worker Kim called.", "a service called."),
        ("He sees the drug & alcohol team on Mondays.", "He sees a service on Mondays."),
        ("The Substance Misuse Service saw him.", "a service saw him."),
        ("She attends Sexual Health. She is well.", "She attends a service. She is well."),
    ],
)  # fmt: skip
def test_a_name_is_replaced_with_its_article(text: str, left: str) -> None:
    """A plain word stands there, so that nothing shows what it was."""
    assert cut(text, _spans(text), services_in_texts.A_SERVICE) == left


@pytest.mark.parametrize(
    "text",
    [
        "He took refuge in the bathroom.",
        "The child sought refuge next door.",
        "He was under the influence of a substance.",
        "Drug and alcohol use by both parents.",
        "A refugee family.",
    ],
)
def test_words_that_name_no_service_stay(text: str) -> None:
    """What somebody takes or where somebody hides is what a worker must read."""
    assert _spans(text) == []


def test_the_worker_reads_no_name_and_the_front_door_does(agreement: Agreement) -> None:
    """As with professionals: the agreement says who may know of which kind."""
    case = {
        "children": [
            {"person": "c1", "born": "2015-03-09", "open": "social-work-bristol-1"},
            {"person": "c2", "born": "2012-03-09"},
        ]
    }
    event = document(case)
    event["data"]["core"]["summary"] = "Now at Birch Refuge. The boy was calm."

    items = {
        str(item.recipient): item for item in decide(of_document(event, case), agreement).items
    }

    team: Any = items["social-work-bristol-1"].told["core"]
    door: Any = items["front-door-bristol"].told["core"]
    assert team["summary"] == "Now at a service. The boy was calm."
    assert door["summary"] == "Now at Birch Refuge. The boy was calm."
