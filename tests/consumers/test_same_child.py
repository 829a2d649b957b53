"""A doubtful match: the team that probably works with the child is asked, and told on its yes."""

from typing import Any

from wholepicture_consumers.documents import Sent
from wholepicture_schemas.children import Link
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    adult,
    child,
    correction,
    family,
    incident,
    involvement,
    retraction,
)

OTHER_TEAM = "social-work-bristol-1"
DUTY = "emergency-duty-bristol"
BORN = "2016-05-04"
NIGHT = 13 * 60
OF = family()


def _doubted(*names: str, at_night: bool = False, **more: Any) -> tuple[Stages, Followed]:
    """An incident of children who are probably those with whom a team works, and what followed."""
    stages = Stages()
    for number, name in enumerate(names or ("Ivy",)):
        opened = involvement(OF, name, BORN, nhs_number=f"99900000{18 + 8 * number}")
        stages.publish(opened, f"i{number}", of=COUNCIL)
    if at_night:
        stages.pass_minutes(NIGHT)
    children = [
        child(OF, name, BORN, f"c{number}", school={"urn": "100001"})
        for number, name in enumerate(names or ("Ivy",), 1)
    ]
    mother = adult(OF, "Mo", "a2", "mother", new_address={"lines": ["9 Hidden Close"]})
    told = incident(children, [mother], summary="She fled.", **{"urgency": "routine", **more})
    return stages, stages.publish(told, "e1")


def _asked(followed: Followed, who: str = TEAM) -> list[dict[str, Any]]:
    return [
        one
        for one in followed.items
        if one["recipient"] == who and (one.get("question") or {}).get("about") == "same-child"
    ]


def _says(stages: Stages, answer: str, reply: str = "r1", who: str = TEAM, at: int = 0) -> Followed:
    """What follows from an answer to the question that somebody was asked."""
    names = [
        name
        for name in stages.questions("e1")
        if (sent := stages.document(Sent, name)) and sent.recipient == who
    ]
    said = {"delivery": names[at], "answer": answer, "reason": "The mother is another."}
    return stages.answer(who, "answered", reply, **said)


def _told(followed: Followed) -> list[tuple[str, str]]:
    return [(one["recipient"], one["arrival"]) for one in followed.items]


def test_the_team_reads_a_name_a_birth_date_a_number_and_the_question() -> None:
    """Nothing of what happened, of whom else it names, nor what kind of event it is."""
    _, followed = _doubted()

    (item,) = _asked(followed)
    assert item["told"] == {
        "core": {
            "call_back": {"role": "duty sergeant", "phone": "0117 496 0001"},
            "children": [
                {"person": "c1", "name": {"given": "Ivy", "family": OF.surname}, "birth_date": BORN}
            ],
        }
    }
    assert "the child you work with?" in item["question"]["asks"]
    assert item["addressed_to"]["worker"]["name"] == "W. Example"
    assert item["respond_by_words"] == "by 5pm Thursday 19 November"
    for word in ("abuse", "incident", "fled", "Hidden", "Mo ", "100001", "police."):
        assert word not in str({**item, "earlier_item_held": None, "coverage": None}), word


def test_the_front_door_has_it_whole_at_once() -> None:
    """With the question who the child is, and nothing that the known child's picture shows."""
    _, followed = _doubted()

    (item,) = [one for one in followed.items if one["recipient"] == FRONT_DOOR]
    assert item["told"]["core"]["summary"] == "She fled."
    assert item["children"][0]["question"]
    assert not item.get("earlier")
    asked = [one for one in followed.ledger if one["decision"] == "ask"]
    assert (TEAM, "possible-news-on-open-case") in {
        (one["recipient"], one["rule"]) for one in asked
    }


def test_on_yes_it_comes_as_news_on_the_open_case() -> None:
    """By the rule for a child who is certain, with its needs; the sender hears nothing of it."""
    stages, _ = _doubted()

    followed = _says(stages, "yes")
    again = _says(stages, "yes", "r2")

    assert _told(followed) == [(TEAM, "news-on-open-case")]
    (item,) = followed.items
    assert "Hidden Close" in str(item["told"])
    assert item["children"][0]["confidence"] == "confirmed"
    assert not item["children"][0].get("question")
    assert not item.get("earlier")
    given = [one["rule"] for one in followed.ledger if one["decision"] == "give"]
    assert given == ["news-on-open-case"]
    assert followed.feedback == []
    assert again.items == again.ledger == []


def test_on_no_nothing_more_comes() -> None:
    """The ledger has it; neither a correction nor time brings the event to the team."""
    stages, _ = _doubted()

    refused = _says(stages, "no")
    changes = [{"field": "core.summary", "value": "She left."}]
    corrected = stages.publish(correction(POLICE, "e1", changes), "c1")
    thought_better = _says(stages, "yes", "r2")

    assert not refused.items
    assert not refused.feedback
    assert [(one["decision"], one["recipient"]) for one in refused.ledger] == [("withhold", TEAM)]
    assert TEAM not in {one["recipient"] for one in corrected.items}
    assert _told(thought_better) == [(TEAM, "news-on-open-case")]
    assert thought_better.items[0]["told"]["core"]["summary"] == "She left."


def test_each_of_two_siblings_is_asked_about() -> None:
    """One is the team's child and one is not: a yes is about one child alone."""
    stages, followed = _doubted("Ivy", "Rory")

    assert len(_asked(followed)) == 2
    told = _says(stages, "yes", at=0)
    refused = _says(stages, "no", "r2", at=1)

    (item,) = told.items
    assert len(item["children"]) == 1
    assert refused.items == []
    given = {one.get("delivery") for one in followed.ledger if one["recipient"] == TEAM}
    assert len(given - {None}) == 2


def test_at_night_whoever_is_on_duty_is_asked_too() -> None:
    """A yes of either has the team told; the other hears that it is settled."""
    stages, followed = _doubted(at_night=True, urgency="immediate")

    assert len(_asked(followed)) == len(_asked(followed, DUTY)) == 1
    assert (
        "You are on duty for Disabled Children's Team"
        in _asked(followed, DUTY)[0]["instructions"][0]
    )
    told = _says(stages, "yes", who=DUTY)

    assert (TEAM, "news-on-open-case") in _told(told)
    assert [one["headline"] for one in told.items if one["recipient"] == TEAM][-1].startswith(
        "The question is settled"
    )


def test_a_restricted_matter_asks_nobody() -> None:
    """The question alone would tell the team that there is something."""
    _, followed = _doubted(handling={"restricted_kinds": ["allegation-against-staff"]})

    assert _asked(followed) == []


def test_whose_worker_it_names_does_not_read_the_question() -> None:
    """The second reader is asked in place of the team, beside what it reads for the front door."""
    stages, _ = _doubted()
    works = [{"field": "core.adults.0.works_for", "value": "bristol-city-council"}]

    corrected = stages.publish(correction(POLICE, "e1", works), "c1")

    assert len(_asked(corrected, "second-reader-bristol")) == 1
    assert _asked(corrected) == []
    assert any(one["headline"].startswith("The question is settled") for one in corrected.items)


def test_once_it_is_certain_nobody_is_asked() -> None:
    """A person links the child: the team has the event, and hears that the question is settled."""
    stages, told = _doubted()
    (link,) = told.children[0]["links"]
    decided = Link(
        id=EventId("5f0a0d4e-0000-4000-8000-000000000001"),
        person=PersonRef("c1"),
        child=ChildRef(link["possibly"]),
        confidence="confirmed",
        basis="nhs-number",
        model="person",
    )

    linked = stages.linked("e1", decided, version=1)

    assert (TEAM, "news-on-open-case") in _told(linked)
    assert any(one["headline"].startswith("The question is settled") for one in linked.items)


def test_after_a_yes_a_correction_and_a_retraction_reach_the_team() -> None:
    """It has the event like anybody who was told it at once."""
    stages, _ = _doubted()
    _says(stages, "yes")

    changes = [{"field": "core.summary", "value": "She left."}]
    corrected = stages.publish(correction(POLICE, "e1", changes), "c1")
    back = stages.publish(retraction(POLICE, "e1"), "t1")

    assert TEAM in {one["recipient"] for one in corrected.items}
    assert TEAM in {one["recipient"] for one in back.items}


def test_a_question_that_is_taken_back_is_answered_in_vain() -> None:
    """The team hears that it is settled, and a late yes tells it nothing."""
    stages, _ = _doubted()

    back = stages.publish(retraction(POLICE, "e1"), "t1")

    assert TEAM in {one["recipient"] for one in back.items}
    assert _says(stages, "yes").items == []
