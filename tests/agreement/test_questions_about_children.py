"""What is not known of several children is asked in one line that names them."""

import datetime as dt

from wholepicture_agreement import decide

from tests.agreement.incidents import document, of_document
from tests.support.shipped import shipped

CASE = {
    "children": [{"person": f"c{at}", "born": f"201{at}-03-09"} for at in range(4, 7)],
}


def test_each_question_stands_once() -> None:
    """Three children make one line where the same is not known of them."""
    event = document(CASE)
    for child in event["data"]["core"]["children"]:
        child["vulnerability_considered"] = {"considered": True, "rationale": "Asked."}
        child["communication"] = ["MAKATON"] if child["person"] == "c6" else []
        child["risk_of_significant_harm"] = "unknown"

    (item,) = (
        item
        for item in decide(of_document(event, CASE), shipped()).items
        if item.recipient == "front-door-bristol"
    )

    four, five, six = (f"Given-c{at} Example" for at in range(4, 7))
    says = "The sender does not know whether"
    both = "a disability, a communication need, a medical dependence"
    asked = [one for one in item.instructions if "does not know" in one]
    assert asked == [
        f"{says} {four}, {five} and {six} are at risk of significant harm: ask.",
        f"{says} {four} and {five} have {both}: ask.",
        f"{says} {six} has a disability, a medical dependence: ask.",
    ]


def test_an_order_that_has_ended_does_not_stand_first() -> None:
    """What is in force comes before what must not become known, what has ended behind it."""
    event = document(CASE)
    order = event["data"]["detail"]["orders"][0]
    past = (dt.datetime.fromisoformat(event["time"]) - dt.timedelta(days=40)).date().isoformat()
    event["data"]["detail"]["orders"] = [{**order, "until": past}, order]

    said = decide(of_document(event, CASE), shipped()).items[0].instructions

    at = {words: [words in one for one in said].index(True) for words in
          ("In force", "lives must not become known", "No longer in force")}  # fmt: skip
    assert sorted(at.values()) == list(at.values())
