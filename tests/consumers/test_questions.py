"""Questions to a person: who is asked, what waits for the answer, and what follows from it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.consumers.both_stages import START, Followed, Stages
from tests.journeys.stories import (
    CORRECTION,
    FRONT_DOOR,
    POLICE,
    RETRACTION,
    child,
    core,
    correction,
    family,
    incident,
)

SENDER = "safeguarding-police"
SCHOOL = "setting-100001"
HEALTH = "public-health-nursing"
ROUTINE: dict[str, Any] = {"urgency": "routine"}
CONTROLLED: dict[str, Any] = {"handling": {"originator_control": True}, **ROUTINE}


def _pupil(born: str = "2012-03-09", **more: Any) -> dict[str, Any]:
    return child(family(), "Ada", born, school={"urn": "100001"}, **more)


def _question(followed: Followed, recipient: str) -> dict[str, Any]:
    asked = [one for one in followed.items if one["recipient"] == recipient and one.get("question")]
    assert len(asked) == 1
    return asked[0]


def _asked(stages: Stages, event: str = "e1") -> str:
    return str(stages.questions(event)[0])


def _yes(delivery: str, **more: Any) -> dict[str, Any]:
    return {"delivery": delivery, "answer": "yes", "reason": "The school must know.", **more}


def test_what_its_sender_controls_waits_for_the_sender() -> None:
    """The front door has it at once; the school has nothing until the sender has answered yes."""
    stages = Stages()
    told = stages.publish(incident([_pupil()], **CONTROLLED), "e1")

    assert {one["recipient"] for one in told.items} == {FRONT_DOOR, SENDER}
    question = _question(told, SENDER)
    assert question["question"]["kind"] == "originator-control"
    assert "the child's school" in question["question"]["asks"]
    assert set(question["told"].get("core", {})) <= {"local_reference"}
    assert question["respond_by_words"] == "by 2:45pm Wednesday 18 November"  # as the school's
    assert ("ask", SCHOOL) in {(one["decision"], one["recipient"]) for one in told.ledger}
    assert any(state == "not-delivered" for state, _ in told.feedback)


def test_on_yes_those_who_waited_are_told() -> None:
    """The school gets its item with its own limit, the ledger says who agreed, and once is once."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")

    answered = stages.answer("safeguarding-police", "answered", "r1", **_yes(_asked(stages)))
    again = stages.answer("safeguarding-police", "answered", "r2", **_yes(_asked(stages)))

    assert [one["recipient"] for one in answered.items] == [SCHOOL, HEALTH]
    assert answered.items[0]["respond_by_words"] == "by 2:45pm Wednesday 18 November"
    entry, _ = answered.ledger
    assert (entry["decision"], entry["recipient"]) == ("give", SCHOOL)
    assert entry["because"].startswith("Lighthouse Safeguarding Unit was asked and said yes.")
    assert again.items == again.ledger == []


def test_on_no_nobody_is_told_and_a_no_can_become_a_yes() -> None:
    """The refusal is on the ledger; whoever thinks better of it has the school told."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    no = {"delivery": _asked(stages), "answer": "no", "reason": "Not before the interview."}

    refused = stages.answer("safeguarding-police", "answered", "r1", **no)
    agreed = stages.answer("safeguarding-police", "answered", "r2", **_yes(_asked(stages)))

    assert refused.items == []
    assert [(one["decision"], one["recipient"]) for one in refused.ledger] == [
        ("withhold", SCHOOL),
        ("withhold", HEALTH),
    ]
    assert all("interview" not in str(one) for one in refused.ledger)
    assert [one["recipient"] for one in agreed.items] == [SCHOOL, HEALTH]


def test_a_high_risk_opens_nothing_to_those_who_do_not_act_for_safety() -> None:
    """The front door is told at once; about the school the sender is asked, within four hours."""
    at_risk = _pupil(risk_of_significant_harm="yes")

    stages = Stages()
    told = stages.publish(incident([at_risk], **CONTROLLED), "e1")

    assert {one["recipient"] for one in told.items} == {FRONT_DOOR, SENDER}
    asked = _question(told, SENDER)
    within = datetime.fromisoformat(asked["respond_by"]) - datetime.fromisoformat(asked["received"])
    assert within <= timedelta(hours=4)


@pytest.mark.parametrize(
    ("born", "risk", "waits"),
    [
        ("2009-11-18", "no", True),
        ("2008-11-19", "no", True),
        ("2010-12-01", "no", False),
        ("2009-11-18", "yes", True),
        ("2009-11-18", "unknown", True),
        ("2009-11-18", None, True),
    ],
)
def test_an_objection_at_16_or_17_is_weighed_by_a_person(
    born: str, risk: str | None, waits: bool
) -> None:
    """Whatever the risk, the front door has it at once and the school waits for an answer."""
    said = {"risk_of_significant_harm": risk} if risk else {}
    objects = _pupil(born, objects_to_sharing={"because": "I want to tell them myself."}, **said)

    told = Stages().publish(incident([objects], **ROUTINE), "e1")

    assert (SCHOOL in {one["recipient"] for one in told.items}) is not waits
    assert any(one["recipient"] == FRONT_DOOR and not one.get("question") for one in told.items)
    if waits:
        assert _question(told, FRONT_DOOR)["question"]["kind"] == "objection"


def test_of_two_siblings_only_the_one_who_objects_waits() -> None:
    """The school is told of the other, and of nothing that is the objecting child's own."""
    family_ = family()
    objects = child(
        family_, "Ada", "2009-11-18", school={"urn": "100001"}, risk_of_significant_harm="no",
        objects_to_sharing={}, voice={"words": "I do not want this."},
    )  # fmt: skip
    other = child(family_, "Bea", "2015-03-09", person="c2", school={"urn": "100001"})

    told = Stages().publish(incident([objects, other], **ROUTINE), "e1")

    (item,) = [one for one in told.items if one["recipient"] == SCHOOL]
    assert [one["person"] for one in item["children"]] == ["c2"]
    assert "Ada" not in str(item)
    assert "do not want" not in str(item)


def test_who_waits_twice_is_asked_about_twice() -> None:
    """The sender's yes does not stand for the young person's objection."""
    stages = Stages()
    objects = _pupil("2009-11-18", objects_to_sharing={}, risk_of_significant_harm="no")
    stages.publish(incident([objects], **CONTROLLED), "e1")

    first = stages.answer("safeguarding-police", "answered", "r1", **_yes(_asked(stages)))
    second = str(stages.questions("e1")[1])
    then = stages.answer(FRONT_DOOR, "answered", "r2", **_yes(second))

    assert _question(first, FRONT_DOOR)["question"]["kind"] == "objection"
    assert [one["recipient"] for one in then.items] == [SCHOOL, HEALTH]


def test_what_is_taken_back_is_asked_no_more() -> None:
    """Whoever was asked hears so, and a yes that comes after it tells nobody."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    back = {"type": RETRACTION, "data": {
        "core": core("avon-and-somerset-police", []) | {"asks": "retraction"},
        "detail": {"retracts": "e1", "reason": "sent-by-mistake", "because": "Not this one."},
    }}  # fmt: skip

    taken_back = stages.publish(back, "e2")
    answered = stages.answer("safeguarding-police", "answered", "r1", **_yes(_asked(stages)))

    assert {one["recipient"] for one in taken_back.items} == {FRONT_DOOR, SENDER}
    assert all(one["amends"]["how"] == "retraction" for one in taken_back.items)
    assert answered.items == []


def test_a_correction_asks_nothing_twice_and_keeps_the_yes() -> None:
    """What was agreed stays agreed: the school hears of the correction like everybody."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    stages.answer("safeguarding-police", "answered", "r1", **_yes(_asked(stages)))
    right = {"type": CORRECTION, "data": {
        "core": core("avon-and-somerset-police", []) | {"asks": "correction"},
        "detail": {
            "corrects": "e1", "because": "A slip.",
            "changes": [{"field": "core.children.0.name.given", "value": "Ida"}],
        },
    }}  # fmt: skip

    corrected = stages.publish(right, "e2")

    assert {one["recipient"] for one in corrected.items} == {FRONT_DOOR, SCHOOL, HEALTH}
    assert not [one for one in corrected.items if one.get("question")]


def test_a_yes_after_a_correction_that_brought_a_child_is_taken_in() -> None:
    """The event is told as it stands, the child that came later with it."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    more = _pupil(person="c2", nhs_number="9990000018")
    stages.publish(correction(POLICE, "e1", [{"field": "core.children.1", "value": more}]), "e2")

    answered = stages.answer(SENDER, "answered", "r1", **_yes(_asked(stages)))

    item, to_health = answered.items
    assert (item["recipient"], to_health["recipient"]) == (SCHOOL, HEALTH)
    assert [one["person"] for one in item["children"]] == ["c1", "c2"]


def test_who_was_refused_stands_on_the_ledger_by_its_own_rule() -> None:
    """Of several who waited for one answer, each by the rule that would have told it."""
    stages = Stages()
    young = child(family(), "Bea", "2023-03-09", person="c2")
    stages.publish(incident([_pupil(), young], **CONTROLLED), "e1")
    no = {"delivery": _asked(stages), "answer": "no", "reason": "Not yet."}

    refused = stages.answer(SENDER, "answered", "r1", **no)

    assert {(one["recipient"], one["rule"]) for one in refused.ledger} == {
        (SCHOOL, "encompass-setting"), ("public-health-nursing", "public-health-nursing"),
    }  # fmt: skip


def _corrects(event: str, of: str, *changes: tuple[str, object], stages: Stages) -> Followed:
    made = [{"field": field, "value": value} for field, value in changes]
    return stages.publish(correction(POLICE, of, made), event)


def _objecting(given: str = "Ada", person: str = "c1", **more: Any) -> dict[str, Any]:
    known = child(family(), given, "2009-11-18", person=person, school={"urn": "100001"}, **more)
    return {**known, "objects_to_sharing": {}, "risk_of_significant_harm": "no"}


def test_on_yes_a_school_that_had_the_sibling_gets_both() -> None:
    """In the place of what it had, under an id that it has not seen."""
    stages = Stages()
    other = child(family(), "Bea", "2015-03-09", person="c2", school={"urn": "100001"})
    stages.publish(incident([_objecting(), other], **ROUTINE), "e1")

    answered = stages.answer(FRONT_DOOR, "answered", "r1", **_yes(_asked(stages)))

    item, _ = answered.items
    assert [one["person"] for one in item["children"]] == ["c1", "c2"]
    assert item["replaces"]
    assert item["replaces"] not in answered.item_ids


def test_one_young_persons_yes_is_not_anothers() -> None:
    """Who joins by a correction, and objects too, is asked about in turn."""
    stages = Stages()
    stages.publish(incident([_objecting()], **ROUTINE), "e1")
    stages.answer(FRONT_DOOR, "answered", "r1", **_yes(_asked(stages)))

    added = ("core.children.1", _objecting("Bea", "c2"))
    corrected = _corrects("e2", "e1", added, stages=stages)

    to_school = [one for one in corrected.items if one["recipient"] == SCHOOL]
    assert "Bea" not in str(to_school)
    assert _question(corrected, FRONT_DOOR)["question"]["kind"] == "objection"


def test_another_school_is_asked_about_anew() -> None:
    """What was asked about one school is no question about another, and that one is told on yes."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")

    moved = ("core.children.0.school.urn", "100002")
    corrected = _corrects("e2", "e1", moved, stages=stages)
    newest = str(stages.questions("e1")[-1])
    answered = stages.answer(SENDER, "answered", "r1", **_yes(newest))

    assert _question(corrected, SENDER)
    assert [one["recipient"] for one in answered.items] == ["setting-100002", "community-health-2"]


def test_who_is_kept_back_by_a_correction_has_it_again_on_yes() -> None:
    """Control that comes by a correction closes the event to the school until the sender agrees."""
    stages = Stages()
    stages.publish(incident([_pupil()], **ROUTINE), "e1")
    control = ("core.handling", {"originator_control": True})
    corrected = _corrects("e2", "e1", control, stages=stages)

    answered = stages.answer(SENDER, "answered", "r1", **_yes(_asked(stages)))

    (kept_back,) = [one for one in corrected.items if one["recipient"] == SCHOOL]
    assert kept_back["told"] == {}
    assert [one["recipient"] for one in answered.items] == [SCHOOL, HEALTH]
    assert answered.items[0]["told"]["core"]["children"]


def test_after_a_yes_a_correction_is_one_and_only_of_what_the_school_sees() -> None:
    """It has before and after; what the school never sees changes nothing for it."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    stages.answer(SENDER, "answered", "r1", **_yes(_asked(stages)))

    hidden = _corrects("e2", "e1", ("detail.crime_number", "5226/9"), stages=stages)
    named = ("core.children.0.name.given", "Ida")
    seen = _corrects("e3", "e1", named, stages=stages)

    assert not [one for one in hidden.items if one["recipient"] == SCHOOL]
    (item,) = [one for one in seen.items if one["recipient"] == SCHOOL]
    assert item["amends"]["how"] == "correction"


def test_an_objection_that_comes_by_a_correction_holds_back_what_comes_after() -> None:
    """And after a no, nothing more of the event goes to the school."""
    stages = Stages()
    pupil = _pupil("2009-11-18", risk_of_significant_harm="no")
    stages.publish(incident([pupil], **ROUTINE), "e1")
    objects = ("core.children.0.objects_to_sharing", {"because": "Not my school."})
    _corrects("e2", "e1", objects, stages=stages)
    no = {"delivery": _asked(stages), "answer": "no", "reason": "Her wish stands."}
    stages.answer(FRONT_DOOR, "answered", "r1", **no)

    words = ("core.children.0.voice", {"words": "Do not tell my school."})
    later = _corrects("e3", "e1", words, stages=stages)

    assert "Do not tell" not in str([one for one in later.items if one["recipient"] == SCHOOL])


def test_a_no_that_comes_too_late_says_nothing_untrue() -> None:
    """Control was lifted and the school told: the answer to what was asked before is moot."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    delivery = _asked(stages)
    lifted = ("core.handling", {"originator_control": False})
    told = _corrects("e2", "e1", lifted, stages=stages)
    no = {"delivery": delivery, "answer": "no", "reason": "No."}

    answered = stages.answer(SENDER, "answered", "r1", **no)

    assert SCHOOL in {one["recipient"] for one in told.items}
    assert not answered.ledger
    assert not answered.feedback


def test_an_area_that_is_not_connected_is_told_by_telephone_until_somebody_took_it() -> None:
    """A decision does not close the task; who took it does, and the ledger points at that."""
    stages = Stages()
    there = _pupil()
    there["lives_at"]["authority"] = "E06000022"
    told = stages.publish(incident([there], **ROUTINE), "e1")
    item = _question(told, FRONT_DOOR)
    delivery = str(next(iter(stages.holders("e1").values())))

    stages.answer(FRONT_DOOR, "decided", "r1", delivery=delivery, outcome="nfa", reason="Theirs.")
    nobody = stages.answer(FRONT_DOOR, "answered", "r2", **_yes(delivery))
    taken = stages.answer(
        FRONT_DOOR, "answered", "r3", **_yes(delivery, taken_by="duty manager, Bath front door")
    )
    after = stages.answer(FRONT_DOOR, "answered", "r4", **_yes(delivery, taken_by="the same"))

    assert item["question"]["kind"] == "phone"
    assert "Bath and North East Somerset" in item["question"]["asks"]
    assert nobody.ledger == after.ledger == []
    assert [state for state, _ in nobody.feedback] == ["not-delivered"]
    (entry,) = taken.ledger
    assert entry["decision"] == "give"
    assert entry["because"].endswith("stands in the answer r3.")
    assert "manager" not in str(entry)


def test_a_correction_to_an_area_that_is_not_connected_is_telephoned_too() -> None:
    """What was wrong in the address makes a call of it, and another area another call."""
    stages = Stages()
    stages.publish(incident([_pupil()], **ROUTINE), "e1")
    area = "core.children.0.lives_at.authority"

    to_bath = _corrects("e2", "e1", (area, "E06000022"), stages=stages)
    unrelated = _corrects("e3", "e1", ("core.summary", "Another word."), stages=stages)
    to_north = _corrects("e4", "e1", (area, "E06000024"), stages=stages)
    answers = [
        stages.answer(FRONT_DOOR, "answered", name, **_yes(delivery, taken_by="duty manager"))
        for name, delivery in (("r1", _id(to_bath)), ("r2", _id(to_north)))
    ]

    assert "Bath" in _question(to_bath, FRONT_DOOR)["question"]["whom"]
    assert not [one for one in unrelated.items if one.get("question")]
    assert "North Somerset" in _question(to_north, FRONT_DOOR)["question"]["whom"]
    assert [[one["decision"] for one in answer.ledger] for answer in answers] == [["give"]] * 2


def _id(followed: Followed) -> str:
    """The id of the item of the front door."""
    items = zip(followed.items, followed.item_ids, strict=True)
    return next(name for item, name in items if item["recipient"] == FRONT_DOOR)


def test_a_child_who_has_moved_since_is_told_of_where_it_is_now() -> None:
    """A late event goes to the area that it names and to the one where the child is known to be."""
    stages = Stages()
    moved = _pupil(nhs_number="9990000018")
    there = {**moved, "lives_at": {**moved["lives_at"], "authority": "E06000025"}}
    stages.publish(incident([there], **ROUTINE), "e1")
    stages.publish(incident([there], **ROUTINE), "e2")
    late = stages.publish(incident([moved], **ROUTINE), "e3", happened=START - timedelta(days=60))

    assert {one["recipient"] for one in late.items} == {
        FRONT_DOOR, "front-door-south-gloucestershire", SCHOOL, HEALTH,
    }  # fmt: skip


def test_a_decision_not_to_tell_is_on_the_record_and_told_to_nobody() -> None:
    """Whom it is kept from stands on the ledger; no delivery, and no later context, shows it."""
    stages = Stages()
    pupil = _pupil(nhs_number="9990000018")
    withheld = {"type": "uk.wholepicture.any.withheld.v1", "data": {
        "core": core("avon-and-somerset-police", [pupil]),
        "detail": {
            "from_kinds": ["setting"], "because": "A relative works there.",
            "decided_by": "detective inspector", "review_on": "2027-01-11",
        },
    }}  # fmt: skip

    kept = stages.publish(withheld, "e1")
    later = stages.publish(incident([pupil], **ROUTINE), "e2")

    assert kept.items == []
    assert [(one["decision"], one["recipient"]) for one in kept.ledger] == [("withhold", SCHOOL)]
    assert "relative" not in str(kept.ledger)
    assert [state for state, _ in kept.feedback] == ["accepted", "not-delivered"]
    assert all(one["earlier"] == [] for one in later.items if "earlier" in one)


def test_a_decision_not_to_tell_a_kind_that_the_child_has_none_of_is_on_the_record_too() -> None:
    """It stands with who answers for the child, and says whom it is kept from."""
    at_home = child(family(), "Bea", "2020-03-09")
    detail = {
        "from_kinds": ["setting"], "because": "A relative works there.",
        "decided_by": "detective inspector", "review_on": "2027-01-11",
    }  # fmt: skip
    withheld = {"type": "uk.wholepicture.any.withheld.v1", "data": {
        "core": core("avon-and-somerset-police", [at_home]), "detail": detail,
    }}  # fmt: skip

    (entry,) = Stages().publish(withheld, "e1").ledger

    assert (entry["decision"], entry["recipient"]) == ("withhold", FRONT_DOOR)
    assert entry["because"].endswith(
        "Kept from: school, nursery or other setting. It is looked at again on 11 January 2027."
    )


def test_a_question_that_a_correction_asks_is_on_the_ledger_as_told() -> None:
    """Whoever is asked is sent an item with it: a disclosure like that of the first question."""
    stages = Stages()
    first = stages.publish(incident([child(family(), "Ada", "2014-03-09")], **CONTROLLED), "e1")
    changes = [{"field": "core.children.1", "value": {**_pupil(), "person": "c2"}}]
    made = stages.publish(correction(POLICE, "e1", changes), "e2")

    assert _question(made, SENDER)
    for followed in (first, made):
        given = {one["recipient"] for one in followed.ledger if one["decision"] == "give"}
        assert {one["recipient"] for one in followed.items} <= given


def test_a_question_that_follows_from_an_answer_is_on_the_ledger() -> None:
    """The sender agrees; then the young person's objection is asked about: somebody waits again."""
    stages = Stages()
    says_no = {"objects_to_sharing": {"because": "No."}, "risk_of_significant_harm": "no"}
    stages.publish(incident([_pupil("2009-12-12", **says_no)], **CONTROLLED), "e1")

    made = stages.answer(SENDER, "answered", "a1", by="sergeant", **_yes(_asked(stages)))

    assert _question(made, FRONT_DOOR)["question"]["kind"] == "objection"
    decided = {(one["decision"], one["recipient"]) for one in made.ledger}
    assert {("ask", SCHOOL), ("give", FRONT_DOOR)} <= decided


def test_a_question_that_a_correction_made_moot_is_settled() -> None:
    """Whoever was asked hears so, on the ledger too; an answer that comes after says nothing."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    asked = _asked(stages)
    lifted = ("core.handling", {"originator_control": False})

    made = _corrects("e2", "e1", lifted, stages=stages)
    again = _corrects("e3", "e1", ("core.summary", "Another word."), stages=stages)
    late = stages.answer(SENDER, "answered", "r1", **_yes(asked))

    (item,) = [one for one in made.items if one["recipient"] == SENDER]
    assert item["headline"].startswith("The question is settled: the sender put it right")
    assert (item["amends"]["delivery"], item["told"]) == (asked, {})
    (entry,) = [one for one in made.ledger if one["recipient"] == SENDER]
    assert (entry["decision"], entry["delivery"], entry["fields"]) == (
        "give", made.item_ids[made.items.index(item)], [],
    )  # fmt: skip
    assert SENDER not in {one["recipient"] for one in again.items}
    assert late.items == []
    assert late.ledger == []
    assert late.feedback == []


def test_a_question_that_was_settled_is_asked_again_under_an_id_of_its_own() -> None:
    """Control that is lifted, taken again and agreed to: the school waits for the second answer."""
    stages = Stages()
    stages.publish(incident([_pupil()], **CONTROLLED), "e1")
    _corrects("e2", "e1", ("core.handling", {"originator_control": False}), stages=stages)
    again = _corrects("e3", "e1", ("core.handling", {"originator_control": True}), stages=stages)
    first, second = (str(one) for one in stages.questions("e1"))

    moot = stages.answer(SENDER, "answered", "r1", **_yes(first))
    answered = stages.answer(SENDER, "answered", "r2", **_yes(second))

    assert _question(again, SENDER)
    assert first != second
    assert moot.items == []
    assert SCHOOL in {one["recipient"] for one in answered.items}


def test_what_is_asked_of_more_young_people_settles_what_was_asked_of_fewer() -> None:
    """One question is open at a time, and its yes is about both."""
    stages = Stages()
    stages.publish(incident([_objecting()], **ROUTINE), "e1")

    made = _corrects("e2", "e1", ("core.children.1", _objecting("Bea", "c2")), stages=stages)
    newest = str(stages.questions("e1")[-1])
    answered = stages.answer(FRONT_DOOR, "answered", "r1", **_yes(newest))

    to_door = [one for one in made.items if one["recipient"] == FRONT_DOOR]
    assert [one["headline"].split(":")[0] for one in to_door if not one["told"]] == [
        "The question is settled"
    ]
    assert _question(made, FRONT_DOOR)
    item, _ = answered.items
    assert [one["person"] for one in item["children"]] == ["c1", "c2"]


def test_a_question_stays_with_whoever_was_on_duty_when_it_was_asked() -> None:
    """A correction in the night does not ask the emergency team what the day's team has."""
    stages = Stages()
    objects = _pupil("2009-11-18", objects_to_sharing={}, risk_of_significant_harm="no")
    stages.publish(incident([objects], urgency="same-day"), "e1")
    stages.pass_minutes(12 * 60)

    made = _corrects("e2", "e1", ("core.summary", "Another word."), stages=stages)

    assert not [one for one in made.items if one.get("question")]
    assert not [one for one in made.items if "settled" in one["headline"]]
